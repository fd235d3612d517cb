import { type Names, nameIn } from '../../../language/names.ts';
import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import type { Table } from '../../reply.ts';
import { groupsApart } from '../../small-groups.ts';
import type { Reader } from './reader.ts';

/**
 * The segments of a segmentation, how alike the customers of each are and how far it lies from the next; of so few customers that
 * figures would tell of each, neither how many they are nor how alike.
 *
 * @param names today's, by segment number; one without is called as when it was fitted
 */
export function segmentsTable(
  { segments }: SegmentationCard,
  names: ReadonlyMap<number, Names>,
  { say, format, locale }: Reader,
): Table {
  const few = new Set(groupsApart(segments, ({ size }) => size).few);
  return {
    columns: [
      { label: say('segments-card.columns.number'), align: 'end' },
      { label: say('segments-card.columns.segment'), align: 'start' },
      { label: say('segments-card.columns.customers'), align: 'end' },
      { label: say('segments-card.columns.within'), align: 'end' },
      { label: say('segments-card.columns.next'), align: 'end' },
    ],
    rows: segments.map((segment, at) => {
      const { number, name, size, within, between } = segment;
      const others = between.filter((_, other) => other !== at);
      return [
        String(number),
        nameIn(names.get(number) ?? name, locale),
        few.has(segment) ? '–' : format.number(size),
        few.has(segment) ? '–' : format.fixed(within, 2),
        others.length === 0 ? '–' : format.fixed(Math.min(...others), 2),
      ];
    }),
  };
}
