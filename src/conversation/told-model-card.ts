import { z } from 'zod';
import { fewest, groupsApart } from './small-groups.ts';

const ofFew = z.object({ said: z.number().max(fewest - 1) });
const grouped = z.looseObject({
  groups: z.array(z.looseObject({ groups: z.array(z.looseObject({ customers: z.number() })) })),
});
const bins = z.array(z.looseObject({ customers: z.number() }));
const judged = z.looseObject({
  metrics: z.looseObject({ reliability: bins.optional(), deciles: bins.optional() }),
});
const backtested = z.looseObject({ backtest: z.looseObject({ deciles: bins }) });
const segmented = z.looseObject({
  cuts: z.record(
    z.string(),
    z.looseObject({
      segments: z.array(z.looseObject({ size: z.number() })).optional(),
      dendrogram: z.array(z.looseObject({ customers: z.number() })).nullish(),
      position: z.looseObject({ points: z.array(z.unknown()) }).optional(),
    }),
  ),
});
type Segmentation = z.infer<typeof segmented>['cuts'][string];

/** A segmentation without where single customers lay, and without what tells of segments and parts of its tree that are of few. */
function toldSegmentation({ segments, dendrogram, position, ...card }: Segmentation) {
  const few = groupsApart(segments ?? [], ({ size }) => size).few;
  const isTreeOfFew = dendrogram?.some(({ customers }) => customers < fewest) === true;
  return {
    ...card,
    ...(segments === undefined
      ? {}
      : {
          segments: segments.map((each) =>
            few.includes(each) ? { ...each, size: null, within: null } : each,
          ),
        }),
    ...(dendrogram === undefined ? {} : { dendrogram: isTreeOfFew ? null : dendrogram }),
    ...(position === undefined ? {} : { position: { ...position, points: [] } }),
  };
}

const ofMany = (rows: z.infer<typeof bins>) =>
  groupsApart(
    rows.filter(({ customers }) => customers > 0),
    ({ customers }) => customers,
  ).told;

/** What was judged by probability or by tenths, without rows of few customers. */
function toldMetrics({
  reliability,
  deciles,
  ...metrics
}: z.infer<typeof judged>['metrics']): Record<string, unknown> {
  return {
    ...metrics,
    ...(reliability === undefined ? {} : { reliability: ofMany(reliability) }),
    ...(deciles === undefined ? {} : { deciles: ofMany(deciles) }),
  };
}

/**
 * A model's card as programs are given it: as it is stored, without figures of so few customers that they would tell of each:
 * groups of them, segments of them, tenths and ranges of probability with few in them, how often people were right about those of
 * whom they said that they are not at risk, and where single customers lay among the others.
 */
export function toldModelCard(card: Record<string, unknown>): Record<string, unknown> {
  const by = grouped.safeParse(card);
  const segments = segmented.safeParse(card);
  const { metrics } = judged.safeParse(card).data ?? {};
  const { backtest } = backtested.safeParse(card).data ?? {};
  return {
    ...card,
    ...(ofFew.safeParse(card.overrides).success ? { overrides: null } : {}),
    ...(metrics === undefined ? {} : { metrics: toldMetrics(metrics) }),
    ...(backtest === undefined
      ? {}
      : { backtest: { ...backtest, deciles: ofMany(backtest.deciles) } }),
    ...(by.success
      ? {
          groups: by.data.groups.map((each) => ({
            ...each,
            groups: groupsApart(each.groups, ({ customers }) => customers).told,
          })),
        }
      : {}),
    ...(segments.success
      ? {
          cuts: Object.fromEntries(
            Object.entries(segments.data.cuts).map(([id, each]) => [id, toldSegmentation(each)]),
          ),
        }
      : {}),
  };
}
