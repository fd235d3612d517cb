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

/** The small tree that imitates what a model predicts of past customers; null where it has nothing to tell apart. */
export function surrogateOf(
  model: ChurnModel,
  { dataset }: { dataset: Dataset },
  seed: number,
): SurrogateTree | null {
  const predictions = predictChurn(model, dataset);
  return (
    fitSurrogateTree(dataset, predictions, { maxDepth: questions, maxLeaves: ends, seed }) ?? null
  );
}

/** Customers whose median is taken; more would hardly change it. */
const enoughCustomers = 5000;

/** What is typical of the bank's customers: the median of each feature; null where more than half lack it. */
export function typicalValues({ columns, rows }: Dataset): Record<string, number | null> {
  const stride = Math.max(1, Math.ceil(rows / enoughCustomers));
  const asked = Math.ceil(rows / stride);
  return Object.fromEntries(
    columns.map(({ name, values }) => {
      const known = values
        .filter((value, row) => row % stride === 0 && !Number.isNaN(value))
        .sort();
      return [name, 2 * known.length < asked ? null : (known[known.length >> 1] ?? null)];
    }),
  );
}
