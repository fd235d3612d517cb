import { roles } from '../../../store/kinds.ts';
import {
  customersIfFew,
  customersInFewGroups,
} from '../../../store/metrics/small-group-customers.ts';
import { productMix } from '../../../store/segments/product-mix.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../../store/segments/segment-movement.ts';
import { segmentPortraits } from '../../../store/segments/segment-portraits.ts';
import { typicalCustomer } from '../../../store/segments/typical-customer.ts';
import { filterEntities, filters, heldTo } from '../../arguments/filters.ts';
import { namedSegment } from '../../arguments/segment.ts';
import { segmentationsInWords } from '../../arguments/segmentation-lookup.ts';
import { defineCommand } from '../../command.ts';
import { readThemes } from '../../feedback-themes.ts';
import { fewest, groupsApart, withoutSumsOfFew } from '../../small-groups.ts';
import { noneInListReply } from '../../wording/fallback-replies.ts';
import { segmentName } from '../../wording/segment-words.ts';
import {
  againstBank,
  flowsOf,
  portraitMayBeTold,
  type SegmentSeen,
  segmentFigures,
} from './portrait.ts';
import { portraitReply } from './reply.ts';

/**
 * What a segment is like. `data`: `segment` with `by` (its segmentation: main or the id of a further one), `id` and
 * `names` by locale; of the customers the asker may see `customers`, `share` of customers and `shareOfClv` 0–1 (null where
 * all are worth nothing or less), sums `clv`, `valueIfStays`, `contribution12m`, `balance` (of those `balancesKnown`) and
 * `valueAtStake` with those at risk in `currency`, null where the figure is known of nobody, `meanClv`, `meanChurnProbability`
 * 0–1 or null, `atRisk` customers or null, `products` with the share of holders in the segment and in all;
 * of the whole bank `portrait` with `feature`, `mean`, `bankMean` and `standardScore`; `movement` since the run before with
 * `since`, `stayed`, `cameIn` and `wentOut` by segment id (null: from or to none), or null; `typicalCustomer` where only
 * the asker reads; `asOf`.
 */
export default defineCommand({
  intent: 'segment.detail',
  group: 'lists',
  everyday: true,
  arguments: {
    segment: namedSegment(),
    branch: filters.branch,
    tier: filters.tier,
    manager: filters.manager,
    tag: filters.tag,
  },
  allowed: roles,
  ofGroups: true,
  async run(context, { segment: named, ...names }) {
    const { store, scope, run, locale, say, shared, config } = context;
    const { db } = store;
    const portraits = await segmentPortraits(db, run.id);
    const segment = portraits.find(
      (each) => each.segmentation === named.segmentation && each.id === named.id,
    );
    if (segment === undefined) throw new Error('A segment left the run while being read.');
    const { filters: held, whose } = heldTo(context, names);
    const { segmentation } = segment;
    const shares = await segmentBreakdown(db, scope, run.id, {
      segmentation,
      atRisk: run.atRisk,
      filters: held,
    });
    const share = shares.find(({ id }) => id === segment.id);
    if (share === undefined) {
      const none = noneInListReply(
        locale,
        say('segment-detail.nobody', { whose, segment: segmentName(segment, locale) }),
      );
      return { reply: none, data: {}, seen: [] };
    }
    const reached =
      Object.keys(held).length === 0
        ? shares
        : await segmentBreakdown(db, scope, run.id, {
            segmentation,
            atRisk: run.atRisk,
            filters: {},
          });
    const all = portraits.filter((each) => each.segmentation === segmentation);
    const within = { segment: { segmentation, id: segment.id }, filters: held };
    const [words] = segmentationsInWords(config.valuation.segments, [segmentation]);
    if (words === undefined) throw new Error(`The segmentation ${segmentation} has no words.`);
    const { id } = segment;
    const few = { ...held, segment: within.segment };
    const [mix, moved, typical, { themes }, ifFew] = await Promise.all([
      productMix(db, scope, run.id, within),
      segmentMovement(db, scope, run.id, { segmentation, filters: held }),
      // A name is shown only where nobody else reads it.
      shared ? undefined : typicalCustomer(db, scope, run.id, within),
      readThemes(context, few),
      customersIfFew(db, scope, run.id, { filters: few, fewest }),
    ]);
    const ofGroups = scope.kind === 'groups';
    // With the others it would tell of one of few.
    const tellsOfFew =
      ofGroups &&
      groupsApart(shares, ({ customers }) => customers).few.some((each) => each.id === id);
    const ofFew = tellsOfFew
      ? await customersInFewGroups(db, scope, run.id, {
          filters: held,
          segmentation,
          groups: [{ by: 'segment', id }],
        })
      : [];
    const told =
      moved === undefined || !ofGroups
        ? moved
        : { ...moved, flows: moved.flows.filter(({ customers }) => customers >= fewest) };
    const seen: SegmentSeen = {
      segment,
      share: ofGroups ? withoutSumsOfFew(share) : share,
      customers: shares.reduce((sum, each) => sum + each.customers, 0),
      clv: shares.reduce((sum, each) => sum + (each.clv ?? 0), 0),
      products: mix.filter(({ inSegment }) => inSegment > 0),
      portrait: portraitMayBeTold(scope, segment, all, reached) ? againstBank(segment, all) : [],
      movement: flowsOf(id, told),
      typical,
      segmentation: words,
      themes,
    };
    return {
      reply: portraitReply(context, seen, { whose, said: filterEntities(names) }),
      data: segmentFigures(context, seen),
      seen: [...(typical === undefined ? [] : [typical.id]), ...ifFew, ...ofFew],
    };
  },
});
