import { z } from 'zod';
import type { EventKind } from '../store/kinds.ts';

const days = (from: number, to: number) => z.number().int().min(from).max(to);
/** Every rule can be turned off. */
const enabled = z.boolean().default(true);

const unusualSum = z
  .strictObject({
    enabled,
    times: z.number().min(1).max(100).default(3),
    least: z.number().min(0).default(1000),
  })
  .prefault({});

const longestShown = 60;

export const eventsConfig = z
  .strictObject({
    shownDays: days(1, longestShown).default(30),
    income: z.strictObject({ enabled, fall: z.number().gt(0).max(1).default(0.5) }).prefault({}),
    inflow: unusualSum,
    outflow: unusualSum,
    'to-other-bank': z
      .strictObject({
        enabled,
        least: z.number().min(0).default(1000),
        banks: z.array(z.string().trim().min(1).max(100)).max(100).default([]),
      })
      .prefault({}),
    'deposit-maturing': z.strictObject({ enabled, days: days(1, 365).default(30) }).prefault({}),
    'loan-repaid': z
      .strictObject({ enabled, monthsEarly: z.number().int().min(1).max(120).default(3) })
      .prefault({}),
    // Silence that is shorter than events are told for could not be told from them.
    awake: z
      .strictObject({ enabled, silentDays: days(longestShown, 3650).default(90) })
      .prefault({}),
    complaint: z.strictObject({ enabled, days: days(1, 365).default(7) }).prefault({}),
    'complaint-waiting': z.strictObject({ enabled, days: days(1, 365).default(7) }).prefault({}),
    anniversary: z
      .strictObject({
        enabled,
        years: z.number().int().min(1).max(100).default(5),
        days: days(1, 60).default(7),
      })
      .prefault({}),
  })
  .prefault({}) satisfies z.ZodType<Record<EventKind, { enabled: boolean }>>;

/** The section `events` of the configuration: a rule by kind, with its thresholds. Units stand in `config/bellwether.yaml`. */
export type EventsConfig = z.infer<typeof eventsConfig>;
