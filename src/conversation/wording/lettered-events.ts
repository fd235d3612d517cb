import type { ToldEvent } from '../../store/money-events/told-event.ts';

/** The letter of a mark by its place, from 0: A, B and so on. */
export const letterOf = (at: number): string => String.fromCharCode(65 + at);

/** An event that a chart marks by a letter in its month, `YYYY-MM-01`. */
export type LetteredEvent = { letters: string; month: string; event: ToldEvent };

/**
 * The events that fall into months of a chart, oldest first, with letters from A on.
 * @param points the months of the chart
 */
export function letteredEvents(
  events: readonly ToldEvent[],
  points: readonly { month: string }[],
): LetteredEvent[] {
  const months = new Set(points.map(({ month }) => month));
  return events
    .map((event) => ({ event, month: `${event.day.slice(0, 7)}-01` }))
    .filter(({ month }) => months.has(month))
    .sort((a, b) => (a.event.day < b.event.day ? -1 : 1))
    .map((each, at) => ({ ...each, letters: letterOf(at) }));
}

/** The marks of a chart: of each month, the letters of what happened in it. */
export const marksOf = (
  lettered: readonly { month: string; letters: string }[],
): { month: string; letters: string }[] =>
  [...Map.groupBy(lettered, ({ month }) => month)].map(([month, of]) => ({
    month,
    letters: of.map(({ letters }) => letters).join(' '),
  }));
