import type { Config } from '../config.ts';
import {
  assignSegments,
  fitSegmentation,
  hasDrifted,
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
    return { model, refitted: true, segmentation, card: { measures, choice: model.choice } };
  }
  const kept = await assignSegments(last.model, columns, { names });
  const due =
    last.ageDays >= config.refitDays || hasDrifted(kept.drift) || !fits(last.model, config);
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
    card: { measures: refit.measures, choice: refit.model.choice, changes: refit.changes },
  };
}

/** Whether a model has the features and the number of segments that the configuration asks for. */
function fits(model: SegmentationModel, config: Config['valuation']['segments']): boolean {
  const features = model.transformation.map(({ feature }) => feature);
  const wanted = config.features.map(({ feature }) => feature);
  const clusters = model.segments.filter(({ kind }) => kind === 'cluster').length;
  return features.join() === wanted.join() && (config.k === 'auto' || clusters === config.k);
}

/** The number a segment has in the store: 3 for s3. */
export function segmentNumber(id: string): number {
  return Number(id.slice(1));
}
