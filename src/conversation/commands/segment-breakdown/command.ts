import { roles } from '../../../store/kinds.ts';
import { optional } from '../../arguments/argument.ts';
import { filters } from '../../arguments/filters.ts';
import { segmentation } from '../../arguments/segmentation.ts';
import { defineCommand } from '../../command.ts';
import { segmentBreakdownOf } from './breakdown.ts';

/**
 * How customers spread over the segments of a segmentation. `data`: `by` the segmentation, main or the id of a further
 * one; `segments` with `id` and `names` by locale (null: in none), `customers`, sums `clv`, `valueIfStays`,
 * `contribution12m`, `balance` (of those `balancesKnown`) and `valueAtStake` with those at risk in `currency`, mean
 * `churnProbability` 0–1, `atRisk` customers; each null where it is known of nobody; `movement` since the run
 * before with `since`, customers who `moved` from one segment to another and who `stayed`, and `flows` with `from` and `to`
 * as segment ids (null: in none) and `customers`, or null where there was no run before; `branches`, where the asker sees
 * several, with `branch`, `customers` and by segment id the `shares` 0–1; `asOf`.
 */
export default defineCommand({
  intent: 'segment.breakdown',
  group: 'lists',
  everyday: true,
  arguments: { by: optional(segmentation()), ...filters },
  allowed: roles,
  dividedBy: ['segment', 'branch'],
  ofGroups: true,
  run: async (context, asked) => (await segmentBreakdownOf(context, asked)).result,
});
