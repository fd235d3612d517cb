import type { Config } from '../config.ts';
import {
  applyTransformation,
  assignSegments,
  fitSegmentation,
  hasDrifted,
  projectOnPlane,
  refitSegmentation,
  type Segmentation,
  type SegmentationModel,
  type SegmentationSpecification,
} from '../valuation/index.ts';

/** The segmentation of the last run, if there was one. */
export type LastSegmentation = {
  model: SegmentationModel;
  /** days between its fit and now */
  ageDays: number;
  /** each customer's segment number in the last run, one entry a customer; NaN for none */
  segments: Float64Array;
};

/** One column a feature, one entry a customer of those to be segmented. */
type Columns = { name: string; values: Float64Array }[];

/** The segments of a run, and whether the model is a new one. */
export type Segmented = {
  model: SegmentationModel;
  refitted: boolean;
  segmentation: Segmentation;
  /** what the fit says of itself, for the model card */
  card: Record<string, unknown>;
};

const fewest = 3;
const most = 8;
/** Customers whose place is drawn. */
const drawn = 400;

/**
 * Assigns customers to the segments of the last run, or cuts them anew where there are none, on schedule, when they have
 * drifted, or when the configuration asks for other features or another number.
 *
 * @param rows the customers of the columns, as entries of `last.segments`
 */
export async function segmentCustomers(
  columns: Columns,
  rows: Uint32Array,
  last: LastSegmentation | null,
  config: Config['valuation']['segments'],
  seed: number,
): Promise<Segmented> {
  const specification: SegmentationSpecification = {
    method: 'k-means',
    k: config.k === 'auto' ? { from: fewest, to: most } : config.k,
    features: config.features,
  };
  const names = Object.fromEntries(
    Object.entries(config.names).map(([id, name]) => [`s${id}`, name]),
  );
  if (last === null) {
    const { model, segmentation, measures } = fitSegmentation(columns, specification, {
      seed,
      names,
    });
    const position = positionsOf(model, segmentation, columns);
    return {
      model,
      refitted: true,
      segmentation,
      card: { measures, choice: model.choice, position },
    };
  }
  const kept = await assignSegments(last.model, columns, { names });
  const due =
    last.ageDays >= config.refitDays ||
    hasDrifted(kept.drift) ||
    !fits(last.model, columns, config);
  if (!due) {
    return { model: last.model, refitted: false, segmentation: kept, card: {} };
  }
  const before = Array.from(rows, (row) => {
    const segment = last.segments[row]!;
    return Number.isNaN(segment) ? null : `s${segment}`;
  });
  const refit = refitSegmentation(last.model, before, columns, specification, { seed, names });
  return {
    model: refit.model,
    refitted: true,
    segmentation: refit.segmentation,
    card: {
      measures: refit.measures,
      choice: refit.model.choice,
      changes: refit.changes,
      position: positionsOf(refit.model, refit.segmentation, columns),
    },
  };
}

/**
 * Whether a model has the features and the number of segments that the configuration asks for; where customers differ in
 * fewer ways than that, the number of those ways is enough.
 */
function fits(
  model: SegmentationModel,
  columns: Columns,
  config: Config['valuation']['segments'],
): boolean {
  const features = model.transformation.map(({ feature }) => feature);
  const wanted = config.features.map(({ feature }) => feature);
  if (features.join() !== wanted.join()) return false;
  if (config.k === 'auto') return true;
  const clusters = model.segments.filter(({ kind }) => kind === 'cluster').length;
  return (
    clusters === config.k ||
    (clusters < config.k && clusters >= distinctCustomers(model, columns, config.k))
  );
}

/** How many customers no other is equal to in every transformed feature, counted up to `enough`. */
function distinctCustomers(model: SegmentationModel, columns: Columns, enough: number): number {
  const points = applyTransformation(model.transformation, columns);
  const dimensions = model.transformation.length;
  const distinct = new Set<string>();
  for (let at = 0; at < points.length && distinct.size < enough; at += dimensions) {
    distinct.add(points.subarray(at, at + dimensions).join());
  }
  return distinct.size;
}

/**
 * Where a sample of customers, evenly from all rows, lies on the plane of the two leading components, and in which
 * segment: nobody's name or id. `explained` is the share of the variance along each axis.
 */
function positionsOf(model: SegmentationModel, segmentation: Segmentation, columns: Columns) {
  const { labels, segments } = segmentation;
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
      segment: segmentNumber(segments[labels[row]!]!.id),
    })),
  };
}

/** The number a segment has in the store: 3 for s3. */
export function segmentNumber(id: string): number {
  return Number(id.slice(1));
}
