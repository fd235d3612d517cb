import { type Names, nameIn } from '../../../language/names.ts';
import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import type { Table } from '../../reply.ts';
import type { Reader } from './reader.ts';

/**
 * The segments of a segmentation, how alike the customers of each are and how far it lies from the next.
 *
 * @param names today's, by segment number; one without is called as when it was fitted
 */
export function segmentsTable(
  { segments }: SegmentationCard,
  names: ReadonlyMap<number, Names>,
  { say, format, locale }: Reader,
): Table {
  return {
    columns: [
      { label: say('segments-card.columns.number'), align: 'end' },
      { label: say('segments-card.columns.segment'), align: 'start' },
      { label: say('segments-card.columns.customers'), align: 'end' },
      { label: say('segments-card.columns.within'), align: 'end' },
      { label: say('segments-card.columns.next'), align: 'end' },
    ],
    rows: segments.map(({ number, name, size, within, between }, at) => {
      const others = between.filter((_, other) => other !== at);
      return [
        String(number),
        nameIn(names.get(number) ?? name, locale),
        format.number(size),
        format.fixed(within, 2),
        others.length === 0 ? '–' : format.fixed(Math.min(...others), 2),
      ];
    }),
  };
}
