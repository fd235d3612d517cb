import { z } from 'zod';

/**
 * What a schedule says beside its cron expression, which takes too many days or too few times without it.
 */
export const scheduleRule = z.strictObject({
  /** as soon as a run is published, whenever that is: the expression says nothing then */
  afterRun: z.literal(true).optional(),
  /** every so many weeks, counted from the week of a date (from Monday); which is the first, is known once it is set up */
  weeks: z
    .strictObject({ every: z.number().int().min(2).max(12), from: z.iso.date().optional() })
    .optional(),
  /** working days as the bank's calendar has them, or any day but its holidays */
  only: z.enum(['workingDays', 'notHolidays']).optional(),
  /** one working day of the month, from 1; from the last, -1, backwards */
  workingDay: z
    .number()
    .int()
    .min(-5)
    .max(5)
    .refine((number) => number !== 0)
    .optional(),
  /** times of the day, in order, `HH:MM`, where one expression cannot say them; the expression has the first */
  times: z
    .array(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))
    .min(2)
    .max(6)
    .optional(),
});
export type ScheduleRule = z.infer<typeof scheduleRule>;
