import type { DensityCut } from './density-choice.ts';
import type { FoundSegments } from './find-segments.ts';
import { measureSegments, type SegmentMeasures } from './measures.ts';
import { nameSegments } from './naming.ts';
import { portraySegments } from './portraits.ts';
import { principalPlane } from './principal-components.ts';
import type { Segmentation, SegmentationModel, SegmentationSpecification } from './segmentation.ts';
import { type GivenNames, type SegmentName, settleNames } from './settled-names.ts';
import type { Tally } from './tally.ts';

/** How to fit. */
export type FitOptions = GivenNames & {
  /** determines every random choice */
  seed: number;
  /** the least number of a new segment; 1 by default */
  firstNumber?: number;
};

/** What a segment keeps from one fit to the next. */
export type Identity = { id: string; number: number };

/** A fitted segmentation: the model to keep, today's segments, and how well they separate. */
export type SegmentationFit = {
  model: SegmentationModel;
  segmentation: Segmentation;
  /** one number, or row and column, for each segment of the segmentation, in its order */
  measures: SegmentMeasures;
  /** how density clustering divides a sample at its radius; null for other methods */
  density: DensityCut | null;
};

/**
 * Completes the fit of segments that have been found: names those without a name, or without one in some
 * language, and describes and measures them all.
 *
 * @param identities one for each found segment
 * @param nextNumber the number of the next new segment
 * @param keptNames segment id → its name in the last fit
 */
export function completeFit(
  found: FoundSegments,
  identities: readonly Identity[],
  nextNumber: number,
  keptNames: ReadonlyMap<string, SegmentName>,
  specification: SegmentationSpecification,
  options: FitOptions,
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
  nameAll(model, tally, keptNames, specification, options);
  const segmentation = portraySegments(model, tally, {});
  return {
    model,
    segmentation,
    density: found.density,
    measures: measureSegments(
      points,
      dimensions,
      segmentation.labels,
      segmentation.segments.length,
      options.seed,
    ),
  };
}

/**
 * Sets the names of a model's segments: given ones, those of rules, kept ones and those of what is left over;
 * names derived from what distinguishes a segment where there is none, or a kept one lacks a language. A mean below 0 is called high of
 * no feature.
 */
function nameAll(
  model: SegmentationModel,
  tally: Tally,
  keptNames: ReadonlyMap<string, SegmentName>,
  { features }: SegmentationSpecification,
  { names = {}, taken = [], wording = {} }: FitOptions,
): void {
  const { labelling } = model;
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
    portraySegments(model, tally, {})
      .segments.filter(({ id }) => !known.has(id) || (keptNames.has(id) && !chosen.has(id)))
      .map((segment) => ({
        id: segment.id,
        name: known.get(segment.id) ?? {},
        // Less of a cost than with others is nothing high.
        standardScores: Object.fromEntries(
          segment.features.flatMap(({ feature, standardScore, mean }) =>
            standardScore > 0 && mean !== null && mean < 0 ? [] : [[feature, standardScore]],
          ),
        ),
      })),
    Object.fromEntries(features.flatMap(({ feature, words }) => (words ? [[feature, words]] : []))),
    wording,
    [...taken, ...known.values()],
  );
  for (const segment of model.segments) {
    segment.name = derived.get(segment.id) ?? known.get(segment.id) ?? rest;
  }
}
