import {
  completeFit,
  type FitOptions,
  type Identity,
  type SegmentationFit,
} from './complete-fit.ts';
import type { FeatureColumn } from './feature-transformation.ts';
import { type FoundSegments, findSegments, translate } from './find-segments.ts';
import { type Matching, matchSegments } from './matching.ts';
import { countMovement, type Movement } from './movement.ts';
import { adjustedRandIndex, contingencyTable } from './rand-index.ts';
import {
  type FittedSegment,
  type SegmentationModel,
  type SegmentationSpecification,
  type SegmentKind,
  segmentIds,
} from './segmentation.ts';
import type { SegmentName } from './settled-names.ts';

/** How segments changed since the last fit, by id. Noise and rest always exist and are left out. */
export type SegmentChanges = {
  /** with how far the centre moved, in spreads of the segment, and the Jaccard index of the customers */
  kept: { id: string; distance: number | null; overlap: number | null }[];
  /** segments without a predecessor, and without a successor */
  births: string[];
  deaths: string[];
  /** a previous segment that most customers of several current ones come from, and the reverse */
  splits: { from: string; into: string[] }[];
  merges: { from: string[]; into: string }[];
  /** 1 when all customers known in both runs are grouped as before; null when there are none */
  adjustedRandIndex: number | null;
  movement: Movement[];
};

/**
 * Segments a bank's customers again, so that each segment keeps its id and name while it is recognisably
 * the same. K-means starts from the last centroids and stays close to them unless a fresh start is clearly
 * better, so that the same customers give the same segments.
 *
 * @param previous the last model
 * @param previousIds each customer's segment id in the last run, or null for a new customer
 * @param columns at least the features that the specification names, one value a customer
 * @throws RangeError as `fitSegmentation` does, or when `previousIds` does not have one entry a customer
 */
export function refitSegmentation(
  previous: SegmentationModel,
  previousIds: readonly (string | null)[],
  columns: readonly FeatureColumn[],
  specification: SegmentationSpecification,
  options: FitOptions,
): SegmentationFit & { changes: SegmentChanges } {
  const found = findSegments(columns, specification, options.seed, previous);
  const rows = found.tally.labels.length;
  if (previousIds.length !== rows) {
    throw new RangeError(
      `Expected the last segment of each of ${rows} customers, but got ${previousIds.length}. Give null for a new customer.`,
    );
  }
  const before = previous.segments.filter(({ kind }) => kind === 'cluster');
  const now = Array.from(found.kinds.keys()).filter((i) => found.kinds[i] === 'cluster');
  const matching = matchClusters(previous, before, previousIds, found, now);

  const identities: (Identity | undefined)[] = found.fixedIds.map((id) =>
    previous.segments.find((segment) => segment.id === id),
  );
  const keptNames = new Map<string, SegmentName>();
  for (const pair of matching.pairs) {
    const { id, number, name } = before[pair.previous]!;
    identities[now[pair.current]!] = { id, number };
    keptNames.set(id, name);
  }
  let nextNumber = Math.max(previous.nextNumber, options.firstNumber ?? 1);
  const identified = identities.map((known, i): Identity => {
    if (known !== undefined) return known;
    const number = nextNumber++;
    return { id: found.fixedIds[i] ?? `s${number}`, number };
  });

  const fit = completeFit(found, identified, nextNumber, keptNames, specification, options);
  const idNow = (j: number) => identified[now[j]!]!.id;
  const ruled = (kinds: readonly { id: string; kind: SegmentKind }[]) =>
    kinds.filter(({ kind }) => kind === 'rule').map(({ id }) => id);
  const rulesBefore = ruled(previous.segments);
  const rulesNow = ruled(fit.model.segments);
  const both = rulesNow.filter((id) => rulesBefore.includes(id));
  const changes: SegmentChanges = {
    kept: [
      ...matching.pairs.map(({ previous: i, distance, overlap }) => ({
        id: before[i]!.id,
        distance,
        overlap,
      })),
      ...both.map((id) => ({ id, distance: null, overlap: null })),
    ],
    births: [...matching.births.map(idNow), ...rulesNow.filter((id) => !both.includes(id))],
    deaths: [
      ...matching.deaths.map((i) => before[i]!.id),
      ...rulesBefore.filter((id) => !both.includes(id)),
    ],
    splits: matching.splits.map(({ previous: i, into }) => ({
      from: before[i]!.id,
      into: into.map(idNow),
    })),
    merges: matching.merges.map(({ from, current }) => ({
      from: from.map((i) => before[i]!.id),
      into: idNow(current),
    })),
    adjustedRandIndex: stability(previous, previousIds, found),
    movement: countMovement(previousIds, segmentIds(fit.segmentation)),
  };
  return { ...fit, changes };
}

function matchClusters(
  previous: SegmentationModel,
  before: readonly FittedSegment[],
  previousIds: readonly (string | null)[],
  found: FoundSegments,
  now: readonly number[],
): Matching {
  const { transformation, tally, centres, kinds } = found;
  const place = new Map(before.map(({ id }, i) => [id, i]));
  // Column and row 0 hold everything that is not a cluster, so that sizes include those who left or came.
  const labelsBefore = Int32Array.from(previousIds, (id) =>
    id === null ? -1 : (place.get(id) ?? -1) + 1,
  );
  const clusterOf = kinds.map((_, i) => now.indexOf(i) + 1);
  const labelsNow = tally.labels.map((label) => clusterOf[label]!);
  const width = now.length + 1;
  const table = contingencyTable(labelsBefore, labelsNow, before.length + 1, width);
  const known = table.some((count) => count > 0);
  const shared = new Float64Array(before.length * now.length);
  const previousSizes = new Float64Array(before.length);
  const currentSizes = new Float64Array(now.length);
  for (let i = 0; i <= before.length; i++) {
    for (let j = 0; j < width; j++) {
      const count = table[i * width + j]!;
      if (i > 0) previousSizes[i - 1]! += count;
      if (j > 0) currentSizes[j - 1]! += count;
      if (i > 0 && j > 0) shared[(i - 1) * now.length + j - 1] = count;
    }
  }
  const dimensions = transformation.length;
  const old = translate(
    before.map(({ centre }) => centre!),
    previous.transformation,
    transformation,
  );
  const distances =
    old &&
    Float64Array.from({ length: before.length * now.length }, (_, at) => {
      const i = Math.floor(at / now.length);
      const centre = centres[now[at % now.length]!]!;
      const distance = Math.hypot(...centre.map((value, d) => value - old[i * dimensions + d]!));
      const { spread } = before[i]!;
      return distance === 0 ? 0 : distance / Math.max(spread, 1e-6);
    });
  return matchSegments({
    previous: before.length,
    current: now.length,
    distances,
    shared: known ? shared : null,
    previousSizes,
    currentSizes,
  });
}

function stability(
  previous: SegmentationModel,
  previousIds: readonly (string | null)[],
  { tally, kinds }: FoundSegments,
): number | null {
  const place = new Map(previous.segments.map(({ id }, i) => [id, i]));
  const labels = Int32Array.from(previousIds, (id) => (id === null ? -1 : (place.get(id) ?? -1)));
  return adjustedRandIndex(
    contingencyTable(labels, tally.labels, previous.segments.length, kinds.length),
    kinds.length,
  );
}
