import { datePeriods, monthNames, weekdayNames } from './date-names.ts';

const tokens = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<shortYear>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<halfHour>\\d{2})',
  h: '(?<halfHour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,6})',
  XXX: '(?<offset>Z|[+-]\\d{2}:\\d{2})',
} satisfies Record<string, string>;

const isToken = (piece: string): piece is keyof typeof tokens => Object.hasOwn(tokens, piece);

/** A date read from a text: ISO 8601, with the time and the offset where the format has them. */
export type ParsedDate = {
  /** yyyy-MM-dd */
  day: string;
  /** HH:mm:ss, with a fraction where given */
  time: string;
  /** Z, ±HH:mm, or '' for the bank's own time */
  offset: string;
};

/** Reads texts of one format; null for any other text and for a date that no calendar has. */
export type DateParser = (text: string) => ParsedDate | null;

/**
 * Compiles a date format, such as `yyMMdd`, `yyyy-MM-dd`, `d MMM yyyy`, `M/d/yyyy h:mm a` or `yyyy-MM-dd HH:mm:ssXXX`.
 * @param format yyyy or yy; MM, M, MMM or MMMM (a name); dd or d; HH, H, hh, h, mm, ss, SSS; a (am, pm); EEE or EEEE (a
 *   weekday, not checked); XXX (offset). `T` and anything that is no letter stand for themselves. Without a day it is the
 *   first of the month. `excel` and `excel1904` are the days since 1900 and 1904 that workbooks count.
 * @param firstYear the first of the hundred years that a two-digit year can mean: 1930 makes 29 mean 2029 and 30
 *   mean 1930
 * @param language of the names, BCP 47
 * @throws Error that says what is wrong with the format
 */
export function compileDateFormat(format: string, firstYear: number, language = 'en'): DateParser {
  if (format === 'excel') return (text) => parseSerial(text, false);
  if (format === 'excel1904') return (text) => parseSerial(text, true);
  // What a language calls things is slow to find out.
  const months = format.includes('MMM') ? monthNames(language) : new Map<string, number>();
  const afternoons = format.includes('a') ? datePeriods(language) : new Map<string, boolean>();
  const oneOf = (names: Iterable<string>) =>
    [...names]
      .toSorted((a, b) => b.length - a.length)
      .map(literal)
      .join('|');
  let pattern = '';
  for (const piece of format.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? []) {
    if (isToken(piece)) pattern += tokens[piece];
    else if (piece === 'MMM' || piece === 'MMMM')
      pattern += `(?<monthName>${oneOf(months.keys())})\\.?`;
    else if (piece === 'EEE' || piece === 'EEEE')
      pattern += `(?:${oneOf(weekdayNames(language))})\\.?`;
    else if (piece === 'a') pattern += `(?<period>${oneOf(afternoons.keys())})`;
    else if (piece === 'T' || !/[A-Za-z]/.test(piece))
      pattern += literal(piece).replaceAll(' ', '[ \u00a0\u202f]');
    else throw new Error(`date format "${format}" has "${piece}", expected ${allowed}`);
  }
  for (const part of ['year|shortYear', 'month|monthName']) {
    if (!new RegExp(`\\?<(${part})>`).test(pattern)) {
      throw new Error(`date format "${format}" lacks a ${part.split('|')[0]}, expected ${allowed}`);
    }
  }
  if (pattern.includes('<halfHour>') !== pattern.includes('<period>')) {
    throw new Error(`date format "${format}" needs both h and a, or H alone, expected ${allowed}`);
  }
  const expression = new RegExp(`^${pattern}$`, 'iu');
  return (text) => {
    const parts = expression.exec(text)?.groups;
    if (parts === undefined) return null;
    const year =
      parts.year === undefined
        ? firstYear + ((Number(parts.shortYear) - (firstYear % 100) + 100) % 100)
        : Number(parts.year);
    const month = months.get(lower(parts.monthName)) ?? Number(parts.month);
    const day = calendarDay(year, month, Number(parts.day ?? 1));
    const { minute = '00', second = '00', fraction, offset = '' } = parts;
    const hour = hourOf(parts, afternoons);
    if (day === null || hour === null || minute > '59' || second > '59') return null;
    return {
      day,
      time: `${hour}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`,
      offset: offset.toUpperCase(),
    };
  };
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const lower = (text = '') => text.toLowerCase();

/** The hour in two digits, by the clock of 24 or of 12 hours; null where the clock has no such hour. */
function hourOf(
  { hour = '0', halfHour, period }: Record<string, string | undefined>,
  afternoons: ReadonlyMap<string, boolean>,
): string | null {
  if (halfHour === undefined) return Number(hour) > 23 ? null : hour.padStart(2, '0');
  const hours = Number(halfHour);
  if (hours < 1 || hours > 12) return null;
  return String((hours % 12) + (afternoons.get(lower(period)) ? 12 : 0)).padStart(2, '0');
}

const allowed =
  'yyyy or yy, MM, M or MMM, dd or d, and for a time HH or H, or h with a, mm, ss, SSS, XXX; or excel';

/** Milliseconds of a day. */
const dayLength = 86_400_000;

/**
 * A serial date of a workbook: days, and the time as their fraction. Those since 1900 count a 29 February of that year, which
 * there was not.
 */
function parseSerial(text: string, since1904: boolean): ParsedDate | null {
  if (!/^\d{1,7}(?:\.\d{1,20})?$/.test(text)) return null;
  const serial = Number(text);
  const days = since1904 ? serial - 24_107 : serial - (serial < 60 ? 25_568 : 25_569);
  if (serial < 1 || (!since1904 && Math.trunc(serial) === 60) || days > 2_932_896) return null;
  const moment = new Date(Math.round((days * dayLength) / 1000) * 1000).toISOString();
  return { day: moment.slice(0, 10), time: moment.slice(11, 19), offset: '' };
}

/** The date as yyyy-MM-dd; null where the calendar has no such day (years 1 to 9999). */
export function calendarDay(year: number, month: number, day: number): string | null {
  if (year < 1 || month < 1 || month > 12 || day < 1) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day > days) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * The day `months` calendar months after a day; the last of the month where that month is shorter.
 * @param day yyyy-MM-dd
 */
export function addMonths(day: string, months: number): string | null {
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined) return null;
  const count = year * 12 + (month - 1) + months;
  const toYear = Math.floor(count / 12);
  for (let d = dayOfMonth; d >= 28; d--) {
    const shorter = calendarDay(toYear, (count % 12) + 1, d);
    if (shorter !== null) return shorter;
  }
  return calendarDay(toYear, (count % 12) + 1, dayOfMonth);
}

/**
 * The last day of a day's month.
 * @param day yyyy-MM-dd
 */
export function endOfMonth(day: string): string {
  for (const last of ['31', '30', '29']) {
    const [year, month] = day.split('-').map(Number);
    const found = calendarDay(year ?? 0, month ?? 0, Number(last));
    if (found !== null) return found;
  }
  return `${day.slice(0, 8)}28`;
}
