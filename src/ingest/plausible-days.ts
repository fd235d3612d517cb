import { todayIn } from '../language/today.ts';
import type { Plausibility } from '../store/ingest/plausibility.ts';
import type { Mapping } from './mapping.ts';

/** A contract may be signed this long before it begins. */
const startsAhead = 366;
/** No holding runs longer than this from today. */
const endsAhead = 50 * 366;

/** What a mapping takes for plausible at a moment, by the calendar of its bank. */
export function plausibilityAt({ bank, plausible }: Mapping, now: Date): Plausibility {
  const today = todayIn(bank.timezone, now);
  const ahead = (days: number) => later(today, days);
  return {
    today,
    earliest: plausible.earliest,
    latest: ahead(plausible.daysAhead),
    earliestBirth: yearsBefore(today, plausible.oldest),
    earliestStart: plausible.earliestStart,
    latestStart: ahead(Math.max(startsAhead, plausible.daysAhead)),
    latestEnd: ahead(Math.max(endsAhead, plausible.daysAhead)),
    placeholders: plausible.placeholders,
    largestAmount: plausible.largestAmount ?? null,
    keep: plausible.otherwise === 'keep',
  };
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function yearsBefore(day: string, years: number): string {
  const year = Math.max(1, Number(day.slice(0, 4)) - years);
  return `${String(year).padStart(4, '0')}${day.slice(4)}`;
}
