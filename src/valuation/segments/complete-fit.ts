import type { FoundSegments } from './find-segments.ts';
import { measureSegments, type SegmentMeasures } from './measures.ts';
import { nameSegments } from './naming.ts';
import { portraySegments } from './portraits.ts';
import { principalPlane } from './principal-components.ts';
import type { Segmentation, SegmentationModel, SegmentationSpecification } from './segmentation.ts';
import { type GivenNames, type SegmentName, settleNames } from './settled-names.ts';

/** How to fit. */
export type FitOptions = GivenNames & {
  /** decides every random choice */
  seed: number;
  /** no new segment gets a number below this; 1 unless given */
  firstNumber?: number;
};

/** What a segment keeps from one fit to the next. */
export type Identity = { id: string; number: number };

/** A fitted segmentation: the model to keep, today's segments, and how well they separate. */
export type SegmentationFit = {
  model: SegmentationModel;
  segmentation: Segmentation;
  /** one number, or row and column, per segment of the segmentation */
  measures: SegmentMeasures;
};

/**
 * Makes a fit of found segments: names those without a name, or without one in some language, and portrays and measures
 * them all.
 *
 * @param identities of each found segment
 * @param nextNumber the number of the next new segment
 * @param keptNames segment id → the name it has from the last fit
 */
export function completeFit(
  found: FoundSegments,
  identities: readonly Identity[],
  nextNumber: number,
  keptNames: ReadonlyMap<string, SegmentName>,
  specification: SegmentationSpecification,
  { seed, names = {}, taken = [], wording = {} }: FitOptions,
): SegmentationFit {
  const { transformation, points, labelling, kinds, centres, tally, choice, dendrogram } = found;
  const dimensions = transformation.length;
  const rows = tally.labels.length;
  const total = (sums: Float64Array) => sums.reduce((sum, value) => sum + value, 0);
  const model: SegmentationModel = {
    method: specification.method,
    transformation,
    labelling,
    segments: kinds.map((kind, i) => ({
      id: identities[i]!.id,
      number: identities[i]!.number,
      kind,
      name: {},
      centre: centres[i]!,
      spread: Math.sqrt(tally.squaredDistances[i]! / Math.max(1, tally.sizes[i]!)),
      size: tally.sizes[i]!,
    })),
    nextNumber,
    rows,
    meanSquaredDistance: total(tally.squaredDistances) / rows,
    choice,
    dendrogram,
    plane: principalPlane(points, dimensions),
  };
  const unnamed = portraySegments(model, tally, {});
  const leftOver = (kind: 'noise' | 'rest'): SegmentName =>
    Object.fromEntries(Object.entries(wording).map(([language, words]) => [language, words[kind]]));
  const [noise, rest] = [leftOver('noise'), leftOver('rest')];
  const own = new Map<string, SegmentName>([...keptNames, ['noise', noise], ['rest', rest]]);
  const given = {
    ...(labelling.by === 'rules'
      ? Object.fromEntries(labelling.rules.map(({ id, name }) => [id, name]))
      : {}),
    ...names,
  };
  const chosen = new Map(Object.entries(given));
  const known = settleNames(
    model.segments.flatMap(({ id }) => {
      const name = chosen.get(id) ?? own.get(id);
      return name === undefined ? [] : [{ id, name }];
    }),
    { names: given, taken, wording },
  );
  const derived = nameSegments(
    unnamed.segments
      .filter(({ id }) => !known.has(id) || (keptNames.has(id) && !chosen.has(id)))
      .map(({ id, features }) => ({
        id,
        name: known.get(id) ?? {},
        standardScores: Object.fromEntries(
          features.map(({ feature, standardScore }) => [feature, standardScore]),
        ),
      })),
    Object.fromEntries(
      specification.features.flatMap(({ feature, words }) => (words ? [[feature, words]] : [])),
    ),
    wording,
    [...taken, ...known.values()],
  );
  for (const segment of model.segments) {
    segment.name = derived.get(segment.id) ?? known.get(segment.id) ?? rest;
  }
  const segmentation = portraySegments(model, tally, {});
  return {
    model,
    segmentation,
    measures: measureSegments(
      points,
      dimensions,
      segmentation.labels,
      segmentation.segments.length,
      seed,
    ),
  };
}
