const tokens = {
  yyyy: '(?<year>\\d{4})',
  yy: '(?<shortYear>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  dd: '(?<day>\\d{2})',
  d: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
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
 * Compiles a date format, such as `yyMMdd`, `yyyy-MM-dd`, `dd/MM/yyyy` or `yyyy-MM-dd HH:mm:ssXXX`.
 * @param format yyyy or yy, MM or M, dd or d, HH, mm, ss, SSS, XXX (offset); `T` and anything that is no letter
 *   stand for themselves
 * @param firstYear the first of the hundred years that a two-digit year can mean: 1930 makes 29 mean 2029 and 30
 *   mean 1930
 * @throws Error that says what is wrong with the format
 */
export function compileDateFormat(format: string, firstYear: number): DateParser {
  let pattern = '';
  for (const piece of format.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? []) {
    if (isToken(piece)) pattern += tokens[piece];
    else if (piece === 'T' || !/[A-Za-z]/.test(piece)) pattern += piece.replace(/\W/g, '\\$&');
    else throw new Error(`date format "${format}" has "${piece}", expected ${allowed}`);
  }
  for (const part of ['year|shortYear', 'month', 'day']) {
    if (!new RegExp(`\\?<(${part})>`).test(pattern)) {
      throw new Error(`date format "${format}" lacks a ${part.split('|')[0]}, expected ${allowed}`);
    }
  }
  const expression = new RegExp(`^${pattern}$`);
  return (text) => {
    const parts = expression.exec(text)?.groups;
    if (parts === undefined) return null;
    const year =
      parts.year === undefined
        ? firstYear + ((Number(parts.shortYear) - (firstYear % 100) + 100) % 100)
        : Number(parts.year);
    const day = calendarDay(year, Number(parts.month), Number(parts.day));
    const { hour = '00', minute = '00', second = '00', fraction, offset = '' } = parts;
    if (day === null || hour > '23' || minute > '59' || second > '59') return null;
    return {
      day,
      time: `${hour}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`,
      offset,
    };
  };
}

const allowed = 'yyyy or yy, MM or M, dd or d, and for a time HH, mm, ss, SSS, XXX';

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
