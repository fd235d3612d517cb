import { compileDateFormat } from '../parse-date.ts';
import { compileNumberFormat, type NumberFormat } from '../parse-number.ts';

/** What the values of a column look like. */
export type ColumnLook = {
  name: string;
  /** values that are not missing */
  known: readonly string[];
  distinct: number;
  /** all different, and none missing */
  unique: boolean;
  /** the date formats that read all of them, the likelier first; where none does, none */
  dates: readonly string[];
  /** where it takes several formats to read all of them: those, to be tried in turn */
  mixedDates: readonly string[];
  /** whether the days name their weekday in Chinese */
  chineseWeekdays: boolean;
  /** whether they are numbers, and how these are written */
  numbers: NumberFormat | null;
  /** texts that stand for no value */
  missing: readonly string[];
};

const noValue = new Set([
  'null',
  'n/a',
  'na',
  'none',
  'nan',
  '-',
  '--',
  '?',
  '\\n',
  '#n/a',
  '无',
  '空',
]);

const days = [
  'yyyy-MM-dd',
  'yyyy/M/d',
  'yyyy.MM.dd',
  'yyyy-M-d',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'dd.MM.yy',
  'M/d/yyyy',
  'd/M/yyyy',
  'M/d/yy',
  'd/M/yy',
  'dd-MM-yyyy',
  'MM-dd-yyyy',
  'yyyy年M月d日',
  'd MMM yyyy',
  'd-MMM-yyyy',
  'd-MMM-yy',
  'd MMM yy',
  'MMM d, yyyy',
  'MMMM d, yyyy',
  'd MMMM yyyy',
  'yyyyMMdd',
  'yyMMdd',
  'yyyyMM',
  'yyyy-MM',
];
const times = [
  '',
  ' HH:mm:ss',
  ' H:mm',
  ' H:mm:ss',
  'THH:mm:ss',
  'THH:mm:ssXXX',
  ' HH:mm:ss.SSS',
  ' h:mm a',
  ' h:mm:ss a',
];
const chineseWeekday = /星期|周/;
const candidates = [
  ...times.flatMap((time) =>
    days.map((day) => ({ format: day + time, parse: compileDateFormat(day + time, 1930) })),
  ),
  ...['yyyy-MM-dd EEEE', 'yyyy-MM-dd EEE', 'yyyy年M月d日 EEEE', 'yyyy/M/d EEEE'].map((format) => ({
    format,
    parse: compileDateFormat(format, 1930, 'zh'),
  })),
];

/** Of a column a few values may be something else, such as those of a line of totals. */
const mostly = (values: readonly string[], test: (value: string) => boolean) =>
  values.filter(test).length >= values.length * (values.length < 10 ? 1 : 0.9);

/** A day in these years is taken for one; a number of eight digits may be anything. */
const plausible = (day: string) => day >= '1900' && day < '2100';

/** Formats of dates that read all the values, the likelier first. */
function datesOf(values: readonly string[]): string[] {
  const sample = evenly(values, 600);
  if (sample.length === 0) return [];
  return candidates
    .filter(({ parse }) =>
      mostly(sample, (value) => {
        const date = parse(value);
        return date !== null && plausible(date.day);
      }),
    )
    .map(({ format }) => format);
}

/** Whether the day stands before the month. */
const dayFirst = (format: string) => format.indexOf('d') < format.indexOf('M');

/**
 * Two formats that read all the values between them, where none does alone: the likeliest, and of those that read what it does
 * not, one of the same order.
 * @param first the format that reads most of them, if one does
 */
function mixedDatesOf(values: readonly string[], first: string | undefined): string[] {
  const sample = evenly(values, 600);
  const read = candidates
    .map(({ format, parse }) => ({
      format,
      fits: (value: string) => {
        const date = parse(value);
        return date !== null && plausible(date.day);
      },
    }))
    .map((one) => ({ ...one, count: sample.filter(one.fits).length }));
  const likeliest = read
    .filter(({ format, count }) => (first === undefined ? count > 0 : format === first))
    .toSorted((a, b) => b.count - a.count);
  for (const one of likeliest) {
    const others = sample.filter((value) => !one.fits(value));
    if (others.length === 0) return [];
    const fitting = read.filter(({ fits }) => others.every(fits));
    const other =
      fitting.find(({ format }) => dayFirst(format) === dayFirst(one.format)) ?? fitting[0];
    if (other !== undefined) return [one.format, other.format];
  }
  return [];
}

/** At most so many of the values, from all over them. */
function evenly(values: readonly string[], most: number): string[] {
  const step = Math.max(1, values.length / most);
  return Array.from(
    { length: Math.min(values.length, most) },
    (_, n) => values[Math.floor(n * step)] ?? '',
  );
}

const styles = [
  { decimal: '.', thousands: [] },
  { decimal: '.', thousands: [','] },
  { decimal: ',', thousands: [] },
  { decimal: ',', thousands: ['.'] },
  { decimal: ',', thousands: [' '] },
  { decimal: '.', thousands: [' '] },
  { decimal: '.', thousands: ["'"] },
] as const;

const currencyCodes = new Set(Intl.supportedValuesOf('currency'));

/** What stands before or after numbers, such as $ or EUR. */
function signsOf(values: readonly string[]): string[] {
  const found = new Set<string>();
  for (const value of values) {
    for (const sign of value.split(/[\d.,()'\s+-]/)) {
      if (currencyCodes.has(sign) || /^(?:\p{Sc}|Kč|zł|kr|Ft|元|Rs)$/u.test(sign)) found.add(sign);
    }
    if (found.size > 3) return [];
  }
  return [...found];
}

function numbersOf(values: readonly string[]): NumberFormat | null {
  const sample = values.slice(0, 1000);
  if (sample.length === 0 || !sample.some((value) => /\d/.test(value))) return null;
  const currencySigns = signsOf(sample);
  for (const { decimal, thousands } of styles) {
    const format = { decimal, thousands: [...thousands], currencySigns };
    const parse = compileNumberFormat(format);
    if (mostly(sample, (value) => parse(value) !== null)) return format;
  }
  return null;
}

/** Describes a column by what stands in it. */
export function describeColumn(name: string, values: readonly string[]): ColumnLook {
  const given = values.map((value) => value.trim()).filter((value) => value !== '');
  const known = given.filter((value) => !noValue.has(value.toLowerCase()));
  const distinct = new Set(known).size;
  const dates = datesOf(known);
  return {
    name,
    known,
    distinct,
    unique: known.length === values.length && distinct === values.length,
    dates,
    chineseWeekdays: dates.length > 0 && known.some((value) => chineseWeekday.test(value)),
    mixedDates: mixedDatesOf(known, dates[0]),
    numbers: numbersOf(known),
    missing: [...new Set(given.filter((value) => noValue.has(value.toLowerCase())))],
  };
}
