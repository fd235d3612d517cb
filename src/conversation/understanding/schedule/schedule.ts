import { z } from 'zod';
import { scheduleRule } from '../../../store/digests/schedule-rule.ts';

/** Which parts of when a text says itself, where it does not say both days and time; the others are what is usual. */
const saidOfWhen = z.object({ days: z.boolean(), time: z.boolean(), zone: z.boolean() });
export type SaidOfWhen = z.infer<typeof saidOfWhen>;

/** Days that are taken from those on which something goes out, or added to them; 0 is a Sunday. */
const changeOfDays = z.union([
  z.object({ drop: z.object({ days: z.array(z.number()), holidays: z.boolean() }) }),
  z.object({ add: z.array(z.number()) }),
]);
export type ChangeOfDays = z.infer<typeof changeOfDays>;

/** When a digest goes out: a cron expression of five fields in an IANA time zone, and what that cannot say. */
export const schedule = z.object({
  cron: z.string(),
  timezone: z.string(),
  rule: scheduleRule.optional(),
  said: saidOfWhen.optional(),
  /** of one that is changed: which days it loses or gains, in place of the days of the expression */
  change: changeOfDays.optional(),
});
export type Schedule = z.infer<typeof schedule>;

/** What a sentence says of when that no digest can keep, in its own words. */
export const unkeptSchedule = z.object({ unkept: z.string() });
