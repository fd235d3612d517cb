import { z } from 'zod';

/** A customer by value and risk, without who it is, as the store gives it. */
export const riskPoint = z.object({
  /** of leaving within the churn horizon, 0 to 1 */
  probability: z.number(),
  /** if they stay, in the bank's currency */
  value: z.number(),
  /** whether they are one of the fewest at risk with whom half of what stands to be lost with all at risk is lost */
  foremost: z.boolean(),
  /** how many such there are, and how many customers in all */
  allForemost: z.number(),
  all: z.number(),
});

/** A customer by value and risk, without who it is. */
export type RiskPoint = z.infer<typeof riskPoint>;
