import type { FoundSegments } from './find-segments.ts';
import { measureSegments, type SegmentMeasures } from './measures.ts';
import { nameSegments, type SegmentText } from './naming.ts';
import { portraySegments } from './portraits.ts';
import { principalPlane } from './principal-components.ts';
import type { Segmentation, SegmentationModel, SegmentationSpecification } from './segmentation.ts';

/** How to fit. */
export type FitOptions = {
  /** decides every random choice */
  seed: number;
  /** segment id → the name to give instead of one derived */
  names?: Readonly<Record<string, SegmentText>>;
};

/** A fitted segmentation: the model to keep, today's segments, and how well they separate. */
export type SegmentationFit = {
  model: SegmentationModel;
  segmentation: Segmentation;
  /** one number, or row and column, per segment of the segmentation */
  measures: SegmentMeasures;
};

/**
 * Makes a fit of found segments: names those without a name, and portrays and measures them all.
 *
 * @param ids the id of each found segment
 * @param nextNumber the number the next new segment's id will carry
 * @param keptNames segment id → the name it has from the last fit
 */
export function completeFit(
  found: FoundSegments,
  ids: readonly string[],
  nextNumber: number,
  keptNames: ReadonlyMap<string, SegmentText>,
  specification: SegmentationSpecification,
  { seed, names = {} }: FitOptions,
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
      id: ids[i]!,
      kind,
      name: leftOver,
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
  const given = new Map<string, SegmentText>(keptNames);
  if (labelling.by === 'rules') for (const { id, name } of labelling.rules) given.set(id, name);
  given.set('noise', noise);
  given.set('rest', leftOver);
  for (const [id, name] of Object.entries(names)) given.set(id, name);
  const derived = nameSegments(
    unnamed.segments
      .filter(({ id }) => !given.has(id))
      .map(({ id, features }) => ({
        id,
        standardScores: Object.fromEntries(
          features.map(({ feature, standardScore }) => [feature, standardScore]),
        ),
      })),
    Object.fromEntries(
      specification.features.flatMap(({ feature, words }) => (words ? [[feature, words]] : [])),
    ),
    ids.flatMap((id) => given.get(id) ?? []),
  );
  for (const segment of model.segments) {
    segment.name = given.get(segment.id) ?? derived.get(segment.id) ?? leftOver;
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

const noise: SegmentText = { en: 'unlike any group', zh: '不属于任何群' };
const leftOver: SegmentText = { en: 'everyone else', zh: '其他客户' };
