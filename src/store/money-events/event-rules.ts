import type { EventKind } from '../kinds.ts';

type Rule<Thresholds = unknown> = { enabled: boolean } & Thresholds;

/** The rules by which events are found, with their thresholds. Money is in the bank's currency. */
export type EventRules = {
  /** for how many days an event is told, at most 60 */
  shownDays: number;
  /** `fall`: the share, 0 to 1, of regular income that is lost */
  income: Rule<{ fall: number }>;
  /** `times` the most at once before, and at least `least` */
  inflow: Rule<{ times: number; least: number }>;
  outflow: Rule<{ times: number; least: number }>;
  /** `banks`: names as transactions have them as counterparty */
  'to-other-bank': Rule<{ least: number; banks: readonly string[] }>;
  'deposit-maturing': Rule<{ days: number }>;
  'loan-repaid': Rule<{ monthsEarly: number }>;
  /** at least 60 */
  awake: Rule<{ silentDays: number }>;
  complaint: Rule<{ days: number }>;
  'complaint-waiting': Rule<{ days: number }>;
  anniversary: Rule<{ years: number; days: number }>;
} & Record<EventKind, Rule>;

/** The day up to which all is known, YYYY-MM-DD, and the time zone of the bank. */
export type EventDay = { day: string; timezone: string };
