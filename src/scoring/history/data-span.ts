import { dayNumber, dayOf, monthStart } from './calendar.ts';

/** Rows that are not the bank's data: how many, and their first and last day, YYYY-MM-DD. */
export type StrayRows = { rows: number; first: string; last: string };

/** The first and the last day of a bank's data, YYYY-MM-DD, and what is dated elsewhere; null where nothing is. */
export type DataSpan = {
  first: string;
  last: string;
  /** up to today, but far from all others */
  before: StrayRows | null;
  after: StrayRows | null;
  /** after today */
  future: StrayRows | null;
};

/** Beyond so many days without a row, a few rows are strays. */
const gapDays = 62;
/** Fewer than this part of the rows of a typical month are few. */
const fewRows = 0.05;
/** A day of before 1970 that stands alone for so long is what programs write for a day that is not known. */
const placeholderGapDays = 366;

/**
 * From which day to which a bank's data goes. Nothing after today is its data, nor are a few rows far from all others:
 * beyond a gap of two months, and less than a twentieth of the rows of a typical month. Otherwise one mistyped date
 * would decide as of when, and by how long a history, everybody is valued.
 *
 * @param day the days with rows, ascending, counted from 1 January 1970
 * @param rows how many each has
 * @param today YYYY-MM-DD
 * @returns null where no row is dated today or before
 */
export function dataSpan(
  { day, rows }: { day: Float64Array; rows: Float64Array },
  today: string,
): DataSpan | null {
  const known = day.subarray(0, indexAfter(day, dayNumber(today)));
  const few = fewRows * typicalMonth(known, rows);
  const total = sumOf(rows, 0, known.length);
  let from = 0;
  let to = known.length;
  let before = 0;
  for (let i = 1; i < known.length; i++) {
    before += rows[i - 1]!;
    const gap = known[i]! - known[i - 1]!;
    const strays = gap > gapDays && before < few;
    const placeholders = gap > placeholderGapDays && known[i - 1]! <= 0 && before < total / 2;
    if (strays || placeholders) from = i;
    if (gap > gapDays && total - before < few && to === known.length) to = i;
  }
  const [first, last] = [known[from], known[to - 1]];
  if (first === undefined || last === undefined) return null;
  const strayRows = (begin: number, end: number): StrayRows | null =>
    begin === end
      ? null
      : {
          rows: sumOf(rows, begin, end),
          first: dayOf(day[begin]!),
          last: dayOf(day[end - 1]!),
        };
  return {
    first: dayOf(first),
    last: dayOf(last),
    before: strayRows(0, from),
    after: strayRows(to, known.length),
    future: strayRows(known.length, day.length),
  };
}

function indexAfter(days: Float64Array, day: number): number {
  const index = days.findIndex((one) => one > day);
  return index === -1 ? days.length : index;
}

/** The median of how many rows a month has, of the months with any. */
function typicalMonth(day: Float64Array, rows: Float64Array): number {
  const months = new Map<string, number>();
  day.forEach((one, i) => {
    const month = monthStart(dayOf(one));
    months.set(month, (months.get(month) ?? 0) + rows[i]!);
  });
  const counts = [...months.values()].sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

function sumOf(values: Float64Array, begin: number, end: number): number {
  return values.subarray(begin, end).reduce((sum, value) => sum + value, 0);
}
