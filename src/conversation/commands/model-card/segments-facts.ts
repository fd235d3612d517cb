import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import { adjustedRandIndex } from '../../../valuation/index.ts';
import type { Reply } from '../../reply.ts';
import type { Reader } from './reader.ts';
import { segmentationMethod } from './segments-sentences.ts';

/**
 * The measures of a segmentation.
 *
 * @param movement between the run before and the newest; undefined where there is no run to compare with
 */
export function segmentsFacts(
  card: SegmentationCard,
  movement: SegmentMovement | undefined,
  reader: Reader,
): Reply['facts'] {
  const { say, format } = reader;
  const { silhouette, daviesBouldin } = card;
  const agreement = movement === undefined ? null : agreementOf(movement);
  return [
    { label: say('segments-card.facts.method'), value: segmentationMethod(card.method, reader) },
    { label: say('segments-card.facts.asOf'), value: format.day(card.asOf) },
    { label: say('segments-card.facts.customers'), value: format.number(card.customers) },
    ...(silhouette === null
      ? []
      : [{ label: say('segments-card.facts.silhouette'), value: format.fixed(silhouette, 2) }]),
    ...(daviesBouldin === null
      ? []
      : [
          {
            label: say('segments-card.facts.daviesBouldin'),
            value: format.fixed(daviesBouldin, 2),
          },
        ]),
    ...(agreement === null
      ? []
      : [
          {
            label: say('segments-card.facts.agreement'),
            value: say('segments-card.values.agreement', { index: agreement }),
          },
        ]),
  ];
}

/** The adjusted Rand index of who was together at the run before and who is now; null where nobody was in both. */
function agreementOf({ flows }: SegmentMovement): number | null {
  const both = flows.filter(({ fromId, toId }) => fromId !== null && toId !== null);
  const from = [...new Set(both.map(({ fromId }) => fromId))];
  const to = [...new Set(both.map(({ toId }) => toId))];
  const table = new Float64Array(from.length * to.length);
  for (const { fromId, toId, customers } of both) {
    table[from.indexOf(fromId) * to.length + to.indexOf(toId)] = customers;
  }
  return adjustedRandIndex(table, to.length);
}
