/**
 * A day as somebody says it, to come or gone by, before it is known which day it is today:
 * `2026-12-04`; `--12-04`, the nearest fourth of December; `---15`, the nearest 15th; `+3d`, `+2w` or `+1m` from today, `-3d`
 * and so on before it; `fri`, the nearest Friday but today; `next-fri` and `last-fri`, that of next week and of last week;
 * `eow` and `eom`, the last working day of the week and of the month; `eoq`, the last day of the quarter.
 */
export type DayAhead = string;

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const kept =
  /^(?:\d{4}-\d\d-\d\d|--\d\d-\d\d|---\d\d|[+-]\d{1,3}[dwm]|(?:next-|last-)?(?:sun|mon|tue|wed|thu|fri|sat)|eow|eom|eoq)$/;

/** Which way from today a day is looked for: to come, today among them, or gone by. */
export type Direction = 'ahead' | 'behind';

/** The day of the week, 0 for Sunday, as a day ahead names it. */
export const weekdayAhead = (day: number, next: boolean): DayAhead =>
  `${next ? 'next-' : ''}${names[day]}`;

/** The day of the week gone by, 0 for Sunday; `last` is that of last week. */
export const weekdayBehind = (day: number, last: boolean): DayAhead =>
  `${last ? 'last-' : ''}${names[day]}`;

/** Whether a text is a day ahead as it is kept. */
export const isDayAhead = (text: string): boolean => kept.test(text);

/** A day of a month, the next that comes; undefined for one that no calendar has. */
export function dateAhead(day: number, month: number, year?: number): DayAhead | undefined {
  const of = year ?? 2028;
  if (!isDate(of, month, day)) return undefined;
  const [m, d] = [two(month), two(day)];
  return year === undefined ? `--${m}-${d}` : `${year}-${m}-${d}`;
}

/** The last day of a month, of the next that comes unless a year is said; in February it is the 28th. */
export const endOfMonth = (month: number, year?: number): DayAhead | undefined =>
  dateAhead(lastDays[month - 1] ?? 0, month, year);

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of whichever month is nearest; undefined for one that no month has. */
export const dayOfMonth = (day: number): DayAhead | undefined =>
  day >= 1 && day <= 31 ? `---${two(day)}` : undefined;

const two = (number: number): string => String(number).padStart(2, '0');

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Which day is meant.
 * @param today ISO, where whoever says it is
 * @param direction where a day is looked for that comes again and again
 * @returns ISO; undefined for no day of the calendar, or none that is kept
 */
export function dayMeant(
  said: DayAhead,
  today: string,
  direction: Direction = 'ahead',
): string | undefined {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  if (/^\d{4}-/.test(said)) {
    const [y = 0, m = 0, d = 0] = said.split('-').map(Number);
    return isDate(y, m, d) ? said : undefined;
  }
  const way = direction === 'ahead' ? 1 : -1;
  const isThere = (found: string) => (way > 0 ? found >= today : found <= today);
  const inMonth = /^--(\d\d)-(\d\d)$/.exec(said);
  if (inMonth !== null) {
    const [m, d] = [Number(inMonth[1]), Number(inMonth[2])];
    // The 29th of February may be years away.
    for (let n = 0; n <= 8; n++) {
      const y = year + way * n;
      if (isDate(y, m, d) && isThere(on(y, m, d))) return on(y, m, d);
    }
    return undefined;
  }
  const ofMonth = /^---(\d\d)$/.exec(said);
  if (ofMonth !== null) {
    const d = Number(ofMonth[1]);
    for (let n = 0; n <= 12; n++) {
      const m = month - 1 + way * n;
      const [y, of] = [year + Math.floor(m / 12), (((m % 12) + 12) % 12) + 1];
      if (isDate(y, of, d) && isThere(on(y, of, d))) return on(y, of, d);
    }
    return undefined;
  }
  const away = /^([+-]\d{1,3})([dwm])$/.exec(said);
  if (away !== null) {
    const count = Number(away[1]);
    if (away[2] === 'd') return on(year, month, day + count);
    if (away[2] === 'w') return on(year, month, day + 7 * count);
    const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
    return on(year, month + count, Math.min(day, last));
  }
  if (said === 'eow') return on(year, month, day + ((5 - weekday + 7) % 7));
  if (said === 'eom') return lastWorkingDay(year, month);
  if (said === 'eoq') return on(year, 3 * Math.ceil(month / 3) + 1, 0);
  const [, which, name = ''] = /^(next-|last-)?(\w{3})$/.exec(said) ?? [];
  const named = names.indexOf(name);
  if (named < 0) return undefined;
  if (which === undefined)
    return way > 0
      ? on(year, month, day + ((named - weekday + 6) % 7) + 1)
      : on(year, month, day - ((weekday - named + 6) % 7) - 1);
  // A week begins on Monday.
  const monday = day - ((weekday + 6) % 7) + (which === 'next-' ? 7 : -7);
  return on(year, month, monday + ((named + 6) % 7));
}

const on = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

function lastWorkingDay(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0));
  const weekday = last.getUTCDay();
  const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return on(year, month, last.getUTCDate() - back);
}
