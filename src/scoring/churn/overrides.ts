import { z } from 'zod';
import type { Stacked, Window } from './churn-windows.ts';
import { takeStacked } from './churn-windows.ts';

/** Of all rows that are learnt from, at most so many count twice, whatever anybody says. */
const mostTwice = 0.05;

/**
 * What a model learns from: each row once and, of customers of whom somebody who knows them had said that they are not at risk,
 * twice. The label stays what happened, whether they stayed or left: nobody's word changes it, so that nobody can talk a list
 * empty. It draws the model to the cases that people looked at and found it wrong, or were wrong themselves.
 */
export function withReviewedTwice(stacked: Stacked): Stacked {
  const rows = Uint32Array.from(stacked.customers.keys());
  const reviewed = rows.filter((row) => !Number.isNaN(stacked.overridden[row]!));
  if (reviewed.length === 0) return stacked;
  const stride = Math.max(1, Math.ceil(reviewed.length / (mostTwice * rows.length)));
  const again = reviewed.filter((_, i) => i % stride === 0);
  return takeStacked(stacked, Uint32Array.of(...rows, ...again));
}

/** How often people were right who said that somebody is not at risk, where it is known by now who left. */
export const overridesShape = z.object({
  /** how many were said of customers whose leaving is known */
  said: z.number(),
  /** how many of them stayed */
  stayed: z.number(),
  /** how many would have, by the probabilities that were contradicted */
  expected: z.number(),
});
export type OverridesJudged = z.output<typeof overridesShape>;

/** Judges what was said by what came, over the windows that are learnt from; null where nothing was said. */
export function judgeOverrides(windows: readonly Window[]): OverridesJudged | null {
  const judged = { said: 0, stayed: 0, expected: 0 };
  for (const { overridden, labels } of windows) {
    overridden.forEach((probability, row) => {
      if (Number.isNaN(probability)) return;
      judged.said += 1;
      judged.stayed += 1 - labels[row]!;
      judged.expected += 1 - probability;
    });
  }
  return judged.said === 0 ? null : judged;
}
