import { setImmediate } from 'node:timers/promises';
import type { EventsConfig } from '../../settings/events.ts';
import { type EventKind, eventKinds } from '../../store/kinds.ts';
import { eventGrounds, type Lacking } from '../../store/money-events/event-grounds.ts';
import { customersMeasured, measuredEvents } from '../../store/money-events/measured-events.ts';
import { rowsByDay } from '../../store/scoring/rows-by-day.ts';
import type { Database } from '../../store/store.ts';
import { dayAfter, monthsBefore } from '../history/calendar.ts';
import { dataSpan } from '../history/data-span.ts';

/** How many customers, and how many of them left within the churn horizon. */
export type Leavers = { customers: number; left: number };

/**
 * What a rule found in the bank's past. `lacking` says why it tells nothing; then it was not measured. `weekly` is how many events
 * it finds a week. `withEvent` and `without` add up the past days, a customer counting once on each; null where no day is long
 * enough ago, or what the rule goes by is known of today alone.
 */
export type MeasuredRule = {
  kind: EventKind;
  lacking: Lacking | null;
  weekly: number | null;
  withEvent: Leavers | null;
  without: Leavers | null;
};

/** The rules, the past days on which they were tried, newest first, and how many customers were looked at of how many. */
export type EventsMeasured = {
  rules: MeasuredRule[];
  days: string[];
  sampled: { customers: number; of: number };
};

/** How many days a churn horizon apart are looked at. */
const mostDays = 4;
/** Months of history before a day that the rules go by. */
const leastHistory = 8;
/** More customers than this are sampled, so that the answer does not keep anybody waiting for long. */
const mostCustomers = 4000;
/** Few, so that an embedded store answers others in between. */
const customersAtATime = 1000;
/** A file tells of a deposit's maturity as it is now: in the past, it was another. */
const ofTodayAlone: ReadonlySet<EventKind> = new Set(['deposit-maturing']);

/**
 * Tries the rules for events on days in the past: how many they found, and how many of those customers left within the churn
 * horizon, against those without.
 * @param options.dormantDays the silence that counts as leaving; null where only closing does
 */
export async function measureEvents(
  db: Database,
  {
    rules,
    asOf,
    timezone,
    horizonMonths,
    dormantDays,
  }: {
    rules: EventsConfig;
    asOf: string;
    timezone: string;
    horizonMonths: number;
    dormantDays: number | null;
  },
): Promise<EventsMeasured> {
  const grounds = await eventGrounds(db, rules, { day: asOf, timezone });
  const kinds = eventKinds.filter((kind) => grounds[kind] === null);
  const { last, customers } = await customersMeasured(db);
  const everyNth = Math.max(1, Math.ceil(customers / mostCustomers));
  const first = dataSpan(await rowsByDay(db), asOf)?.first ?? asOf;
  const days = Array.from({ length: mostDays }, (_, i) => (i + 1) * horizonMonths)
    .filter((months) => dayAfter(monthsBefore(asOf, months + leastHistory)) >= first)
    .map((months) => ({
      day: monthsBefore(asOf, months),
      later: monthsBefore(asOf, months - horizonMonths),
    }));
  const found = new Map(
    kinds.map((kind) => [kind, { weeks: 0, inWeeks: 0, all: none(), with: none() }]),
  );
  for (const { day, later } of [{ day: asOf, later: null }, ...days]) {
    const tried = kinds.filter((kind) => later === null || !ofTodayAlone.has(kind));
    for (const kind of tried) found.get(kind)!.weeks++;
    for (let from = 0; from <= last && tried.length > 0; from += customersAtATime * everyNth) {
      const range = { from, to: from + customersAtATime * everyNth };
      const parts = await measuredEvents(
        db,
        rules,
        tried,
        { range, everyNth },
        { day, timezone },
        { later: later ?? day, dormantDays },
      );
      for (const { kind, lastWeek, all, withEvent } of parts) {
        const sum = found.get(kind)!;
        sum.inWeeks += lastWeek;
        if (later === null) continue;
        add(sum.all, all);
        add(sum.with, withEvent);
      }
      await setImmediate();
    }
  }
  return {
    rules: eventKinds.map((kind) => {
      const sum = found.get(kind);
      if (sum === undefined)
        return { kind, lacking: grounds[kind], weekly: null, withEvent: null, without: null };
      const past = days.length > 0 && !ofTodayAlone.has(kind);
      return {
        kind,
        lacking: null,
        weekly: (sum.inWeeks * everyNth) / sum.weeks,
        withEvent: past ? sum.with : null,
        without: past
          ? {
              customers: sum.all.customers - sum.with.customers,
              left: sum.all.left - sum.with.left,
            }
          : null,
      };
    }),
    days: days.map(({ day }) => day),
    sampled: { customers: Math.ceil(customers / everyNth), of: customers },
  };
}

const none = (): Leavers => ({ customers: 0, left: 0 });

function add(to: Leavers, more: Leavers): void {
  to.customers += more.customers;
  to.left += more.left;
}
