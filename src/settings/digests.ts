import { z } from 'zod';

const usual = { leastAtStake: 100, riskStep: 0.1 };

export const digestsConfig = z
  .strictObject({
    leastAtStake: z.number().min(0).default(usual.leastAtStake),
    riskStep: z.number().gt(0).max(1).default(usual.riskStep),
  })
  .default(usual);

/** The section `digests` of the configuration: the least value at stake, in the bank's currency, and a step of probability. */
export type DigestsConfig = z.infer<typeof digestsConfig>;
