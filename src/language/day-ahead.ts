/**
 * A day to come as somebody says it, before it is known which day it is today:
 * `2026-12-04`; `--12-04`, the next fourth of December; `---15`, the next 15th; `+3d`, `+2w` or `+1m` from today;
 * `fri`, the next Friday; `next-fri`, that of next week; `eow` and `eom`, the last working day of the week and of the month.
 */
export type DayAhead = string;

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const kept =
  /^(?:\d{4}-\d\d-\d\d|--\d\d-\d\d|---\d\d|\+\d{1,3}[dwm]|(?:next-)?(?:sun|mon|tue|wed|thu|fri|sat)|eow|eom)$/;

/** The day of the week, 0 for Sunday, as a day ahead names it. */
export const weekdayAhead = (day: number, next: boolean): DayAhead =>
  `${next ? 'next-' : ''}${names[day]}`;

/** Whether a text is a day ahead as it is kept. */
export const isDayAhead = (text: string): boolean => kept.test(text);

/** A day of a month, the next that comes; undefined for one that no calendar has. */
export function dateAhead(day: number, month: number, year?: number): DayAhead | undefined {
  const of = year ?? 2028;
  if (!isDate(of, month, day)) return undefined;
  const [m, d] = [two(month), two(day)];
  return year === undefined ? `--${m}-${d}` : `${year}-${m}-${d}`;
}

const two = (number: number): string => String(number).padStart(2, '0');

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * Which day is meant.
 * @param today ISO, where whoever says it is
 * @returns ISO; undefined for no day of the calendar, or none that is kept
 */
export function dayMeant(said: DayAhead, today: string): string | undefined {
  const [year = 0, month = 0, day = 0] = today.split('-').map(Number);
  const on = (y: number, m: number, d: number): string =>
    new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  if (/^\d{4}-/.test(said)) {
    const [y = 0, m = 0, d = 0] = said.split('-').map(Number);
    return isDate(y, m, d) ? said : undefined;
  }
  const inMonth = /^--(\d\d)-(\d\d)$/.exec(said);
  if (inMonth !== null) {
    const [m, d] = [Number(inMonth[1]), Number(inMonth[2])];
    // The 29th of February may be years away.
    for (let y = year; y <= year + 8; y++)
      if (isDate(y, m, d) && on(y, m, d) >= today) return on(y, m, d);
    return undefined;
  }
  const ofMonth = /^---(\d\d)$/.exec(said);
  if (ofMonth !== null) {
    const d = Number(ofMonth[1]);
    for (let m = month; m <= month + 12; m++) {
      const [y, of] = [year + Math.floor((m - 1) / 12), ((m - 1) % 12) + 1];
      if (isDate(y, of, d) && on(y, of, d) >= today) return on(y, of, d);
    }
    return undefined;
  }
  const later = /^\+(\d{1,3})([dwm])$/.exec(said);
  if (later !== null) {
    const count = Number(later[1]);
    if (later[2] === 'd') return on(year, month, day + count);
    if (later[2] === 'w') return on(year, month, day + 7 * count);
    const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
    return on(year, month + count, Math.min(day, last));
  }
  if (said === 'eow') return on(year, month, day + ((5 - weekday + 7) % 7));
  if (said === 'eom') return lastWorkingDay(year, month, on);
  const next = said.startsWith('next-');
  const named = names.indexOf(next ? said.slice(5) : said);
  if (named < 0) return undefined;
  if (!next) return on(year, month, day + ((named - weekday + 6) % 7) + 1);
  // A week begins on Monday.
  const monday = day + 7 - ((weekday + 6) % 7);
  return on(year, month, monday + ((named + 6) % 7));
}

function lastWorkingDay(
  year: number,
  month: number,
  on: (y: number, m: number, d: number) => string,
): string {
  const last = new Date(Date.UTC(year, month, 0));
  const weekday = last.getUTCDay();
  const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return on(year, month, last.getUTCDate() - back);
}
