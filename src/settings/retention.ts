import { z } from 'zod';

const period = (usual: number | 'keep') =>
  z.union([z.literal('keep'), z.number().int().min(1).max(36_500)]).default(usual);

/**
 * The section `retention` of the configuration: for how many days what has ended, or happened, is kept. What the bank's files
 * bring is kept unless it says otherwise, for the next file would bring it again.
 */
export const retentionConfig = z
  .strictObject({
    transactions: period('keep'),
    balances: period('keep'),
    interactions: period('keep'),
    surveys: period('keep'),
    feedback: period('keep'),
    /** from the answer */
    offers: period('keep'),
    /** from the day on which they no longer belong together */
    households: period('keep'),
    /** from when they were won or lost */
    opportunities: period('keep'),
    /** from when it was done */
    followUps: period('keep'),
    /** from when it no longer counts */
    riskOverrides: period('keep'),
    /** what moved with followed customers, from when it was told */
    followedChanges: period(365),
    /** what people had the bot change, and how that is undone */
    actions: period(365),
    /** when which digest went where, but for the last of each */
    deliveries: period(365),
    /** messages of the web page */
    inbox: period(365),
    /** rows of files that were not taken in */
    rejects: period(365),
    accessLog: period('keep'),
  })
  .prefault({});

/** For how long rows are kept, in days, by what they are. */
export type RetentionConfig = z.infer<typeof retentionConfig>;
