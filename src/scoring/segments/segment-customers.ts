import {
  applyTransformation,
  assignSegments,
  type FeatureColumn,
  fitSegmentation,
  type GivenNames,
  hasDrifted,
  projectOnPlane,
  refitSegmentation,
  type Segmentation,
  type SegmentationFit,
  type SegmentationModel,
  type SegmentChanges,
  type SegmentName,
} from '../../valuation/index.ts';
import type { SegmentationCard } from './segment-card.ts';
import type { StoredSegmentation } from './segmentation-model.ts';
import { decisiveParts, type WantedSegmentation } from './segmentations.ts';

/** A segmentation as the last run left it. */
export type LastSegmentation = StoredSegmentation & {
  /** days between its fit and now */
  ageDays: number;
  /** each customer's segment number in the last run, one entry a customer; NaN for none */
  segments: Float64Array;
};

/** The segments of a segmentation, and whether its model is a new one. */
export type Segmented = {
  fit: StoredSegmentation & { card: SegmentationCard };
  refitted: boolean;
  segmentation: Segmentation;
  /** what its segments are called besides what the model says */
  given: GivenNames;
};

/** What a segmentation is made under. */
export type SegmentationConditions = {
  /** YYYY-MM-DD */
  asOf: string;
  refitDays: number;
  seed: number;
  /** names of other segmentations' segments */
  taken: readonly SegmentName[];
  /** the highest number that a segment of the segmentation ever had; 0 for none */
  highestNumber: number;
};

/** Customers whose place is drawn. */
const drawn = 400;

/**
 * Assigns customers to the segments of the last run, or fits them anew where there are none, on schedule, when they have
 * drifted, when they have no names in a language yet, or when the configuration asks for another segmentation.
 *
 * @param columns one entry a customer of those to be segmented
 * @param rows these customers, as entries of `last.segments`
 * @throws RangeError when a feature is missing that the configuration refuses to fill
 */
export async function segmentCustomers(
  columns: readonly FeatureColumn[],
  rows: Uint32Array,
  last: LastSegmentation | null,
  { specification, names, wording }: WantedSegmentation,
  { asOf, refitDays, seed, taken, highestNumber }: SegmentationConditions,
): Promise<Segmented> {
  const options = { seed, names, taken, wording, firstNumber: highestNumber + 1 };
  const decisive = decisiveParts(specification);
  const anew = (fit: SegmentationFit, card: SegmentationCard): Segmented => ({
    fit: { model: fit.model, fittedOn: asOf, specification: decisive, card },
    refitted: true,
    segmentation: fit.segmentation,
    given: {},
  });
  if (last === null) {
    const fit = fitSegmentation(columns, specification, options);
    return anew(fit, cardOf(fit, null, columns, asOf));
  }
  const { model, fittedOn, card } = last;
  const named = model.segments.every(
    ({ id, kind, name }) =>
      kind === 'rule' || id in names || Object.keys(wording).every((locale) => locale in name),
  );
  if (last.ageDays < refitDays && last.specification === decisive && card !== undefined && named) {
    const given = { names, taken, wording };
    const segmentation = await assignSegments(model, columns, given);
    if (!hasDrifted(segmentation.drift)) {
      const fit = { model, fittedOn, specification: decisive, card };
      return { fit, refitted: false, segmentation, given };
    }
  }
  const idOf = new Map(model.segments.map(({ number, id }) => [number, id]));
  const before = Array.from(rows, (row) => idOf.get(last.segments[row]!) ?? null);
  const refit = refitSegmentation(model, before, columns, specification, options);
  return anew(refit, cardOf(refit, { previous: model, changes: refit.changes }, columns, asOf));
}

function cardOf(
  { model, segmentation, measures, density }: SegmentationFit,
  since: { previous: SegmentationModel; changes: SegmentChanges } | null,
  columns: readonly FeatureColumn[],
  asOf: string,
): SegmentationCard {
  return {
    method: model.method,
    asOf,
    customers: model.rows,
    segments: segmentation.segments.map(({ number, name, size }, i) => ({
      number,
      name,
      size,
      within: measures.within[i]!,
      between: measures.between[i]!,
    })),
    silhouette: measures.silhouette,
    daviesBouldin: measures.daviesBouldin,
    choice: model.choice,
    dendrogram: model.dendrogram,
    density,
    changes: since === null ? null : changesInNames(since.changes, since.previous, model),
    position: positionsOf(model, segmentation, columns),
  };
}

/** What became of the last fit's segments, by their names: those that are no more by the name they had. */
function changesInNames(
  { kept, births, deaths, splits, merges, adjustedRandIndex }: SegmentChanges,
  previous: SegmentationModel,
  model: SegmentationModel,
): SegmentationCard['changes'] {
  const names = new Map(
    [...previous.segments, ...model.segments].map(({ id, name }) => [id, name]),
  );
  const named = (ids: readonly string[]) =>
    ids.map((id) => names.get(id)).filter((name) => name !== undefined);
  return {
    kept: kept.length,
    births: named(births),
    deaths: named(deaths),
    splits: splits.flatMap(({ from, into }) =>
      named([from]).map((name) => ({ from: name, into: named(into) })),
    ),
    merges: merges.flatMap(({ from, into }) =>
      named([into]).map((name) => ({ from: named(from), into: name })),
    ),
    adjustedRandIndex,
  };
}

/**
 * Where a sample of customers, evenly from all rows, lies on the plane of the two leading components, and in which
 * segment: nobody's name or id. `explained` is the share of the variance along each axis.
 */
function positionsOf(
  model: SegmentationModel,
  { labels, segments }: Segmentation,
  columns: readonly FeatureColumn[],
): SegmentationCard['position'] {
  const taken = Math.min(drawn, labels.length);
  const rows = Array.from({ length: taken }, (_, i) => Math.floor((i * labels.length) / taken));
  const sample = columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(rows, (row) => values[row]!),
  }));
  const places = projectOnPlane(model.plane, applyTransformation(model.transformation, sample));
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    explained: model.plane.explained,
    points: rows.map((row, i) => ({
      x: rounded(places[2 * i]!),
      y: rounded(places[2 * i + 1]!),
      segment: segments[labels[row]!]!.number,
    })),
  };
}
