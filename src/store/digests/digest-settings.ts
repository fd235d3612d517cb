import { z } from 'zod';
import { reportKinds } from '../kinds.ts';
import { digestFilters } from './digest-filters.ts';

/** A digest never names more customers. */
export const mostInDigest = 15;

/** What a customer is told of for: a churn probability (0 to 1) and, where said, what they are worth, in the bank's currency. */
export const passing = z.strictObject({
  risk: z.number().gt(0).lt(1),
  worth: z.number().positive().optional(),
});
export type Passing = z.infer<typeof passing>;

/** What is set of a digest beside when, where and of whom it tells; which of it counts depends on its kind. */
export const digestSettings = z.object({
  /** how many customers it names at most */
  atMost: z.number().int().min(1).max(mostInDigest).optional(),
  period: z.enum(reportKinds).optional(),
  passing: passing.optional(),
});
export type DigestSettings = z.infer<typeof digestSettings>;

/** By which run it was last looked up who passed what, and of whom. */
export const notedCrossings = z.object({
  runId: z.number(),
  passing,
  filters: digestFilters,
});
export type NotedCrossings = z.infer<typeof notedCrossings>;
