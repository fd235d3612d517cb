import { z } from 'zod';
import {
  type ChurnModel,
  type Dataset,
  fitSurrogateTree,
  predictChurn,
  type SurrogateTree,
} from '../../valuation/index.ts';

/** Questions one after the other, and ends: more do not fit a phone. */
const [questions, ends] = [4, 8];

/** Reads the small tree that imitates a churn model off its card. */
export const surrogateShape = z.object({
  nodes: z.array(
    z.object({
      prediction: z.number(),
      share: z.number(),
      split: z
        .object({
          feature: z.string(),
          threshold: z.number(),
          missingLeft: z.boolean(),
          left: z.number(),
          right: z.number(),
        })
        .optional(),
    }),
  ),
  faithfulness: z.number(),
  rows: z.number(),
}) satisfies z.ZodType<SurrogateTree, unknown>;

/**
 * The small tree that imitates what a model predicts of past customers; null where it has nothing to tell apart. It asks about
 * numbers alone.
 */
export function surrogateOf(
  model: ChurnModel,
  { dataset }: { dataset: Dataset },
  seed: number,
): SurrogateTree | null {
  const predictions = predictChurn(model, dataset);
  const numbers = dataset.columns.filter(({ kind }) => kind === 'number');
  if (numbers.length === 0) return null;
  return (
    fitSurrogateTree({ ...dataset, columns: numbers }, predictions, {
      maxDepth: questions,
      maxLeaves: ends,
      seed,
    }) ?? null
  );
}

/** Customers whose median is taken; more would hardly change it. */
const enoughCustomers = 5000;

/** Of so many customers, at least, a figure is that is told to whoever may see models and not customers. */
const fewestTold = 5;

/**
 * What is typical of the bank's customers: the median of each feature, of a category the most frequent level; null where more
 * than half lack it. A median that fewer than five customers have is the mean of the five in the middle, so that it is nobody's own
 * figure; null where fewer have any.
 */
export function typicalValues({ columns, rows }: Dataset): Record<string, number | string | null> {
  const stride = Math.max(1, Math.ceil(rows / enoughCustomers));
  const asked = Math.ceil(rows / stride);
  return Object.fromEntries(
    columns.map(({ name, values, levels }) => {
      const known = values
        .filter((value, row) => row % stride === 0 && !Number.isNaN(value))
        .sort();
      if (levels !== undefined && 2 * known.length >= asked)
        return [name, levels[mostFrequent(known, levels.length)] ?? null];
      return [name, 2 * known.length < asked ? null : middleOf(known)];
    }),
  );
}

/** The middle of ascending values, as {@link typicalValues} tells it. */
function middleOf(ascending: Float64Array): number | null {
  if (ascending.length < fewestTold) return null;
  const at = ascending.length >> 1;
  const median = ascending[at]!;
  if (ascending.filter((value) => value === median).length >= fewestTold) return median;
  const beside = fewestTold >> 1;
  const middle = ascending.subarray(at - beside, at + beside + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function mostFrequent(codes: Float64Array, levels: number): number {
  const counts = new Float64Array(levels);
  for (const code of codes) counts[code]!++;
  return counts.indexOf(Math.max(...counts));
}
