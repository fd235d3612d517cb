import { z } from 'zod';

/** When a digest goes out: a cron expression of five fields, in an IANA time zone. */
export const schedule = z.object({ cron: z.string(), timezone: z.string() });
export type Schedule = z.infer<typeof schedule>;

/** What a sentence says of when that no digest can keep, in its own words. */
export const unkeptSchedule = z.object({ unkept: z.string() });
