import { z } from 'zod';

const usual = { leastAtStake: 100, riskStep: 0.1, waitForRun: 45 };

export const digestsConfig = z
  .strictObject({
    leastAtStake: z.number().min(0).default(usual.leastAtStake),
    riskStep: z.number().gt(0).max(1).default(usual.riskStep),
    waitForRun: z.number().int().min(0).max(180).default(usual.waitForRun),
  })
  .default(usual);

/** The section `digests` of the configuration: the least value at stake, in the bank's currency, a step of probability, and minutes. */
export type DigestsConfig = z.infer<typeof digestsConfig>;
