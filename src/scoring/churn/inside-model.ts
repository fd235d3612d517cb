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

/**
 * What is typical of the bank's customers: the median of each feature, of a category the most frequent level; null where more
 * than half lack it.
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
      return [name, 2 * known.length < asked ? null : (known[known.length >> 1] ?? null)];
    }),
  );
}

function mostFrequent(codes: Float64Array, levels: number): number {
  const counts = new Float64Array(levels);
  for (const code of codes) counts[code]!++;
  return counts.indexOf(Math.max(...counts));
}
