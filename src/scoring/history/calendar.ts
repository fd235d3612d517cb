/** A day as ISO 8601 has it, YYYY-MM-DD. */
type Day = string;

/** A calendar month, from its first day to its last. */
export type Month = { start: Day; end: Day };

/**
 * The periods a run divides time into. Every day of the bank's data up to the as-of date lies in exactly one period, and
 * no period lies on both sides of an anchor or of the end of a calendar month.
 */
export type Calendar = {
  asOf: Day;
  /** the first day the bank has data of */
  dataStart: Day;
  /** the as-of date and the days 1, 2, … months before it, newest first */
  anchors: Day[];
  /** the day balances are taken of and the days 1, 2, … months before it, newest first; as many as anchors */
  balanceAnchors: Day[];
  /** first day of each period, ascending; periods are numbered from 1 */
  periodStarts: Day[];
  /** the newest calendar months that are over at the as-of date, oldest first */
  months: Month[];
};

/**
 * Divides the time of the bank's data into periods. Where the as-of date ends a month, so does every anchor.
 *
 * @param asOf not before `dataStart`
 * @param balancesOn the day balances are taken of, not after the as-of date; the as-of date unless given
 * @param anchors how many months to look back
 * @param months how many calendar months at most
 */
export function calendarOf(
  asOf: Day,
  dataStart: Day,
  { anchors, months, balancesOn = asOf }: { anchors: number; months: number; balancesOn?: Day },
): Calendar {
  const back = (day: Day) => Array.from({ length: anchors + 1 }, (_, k) => monthsBefore(day, k));
  const looksBack = back(asOf);
  const balanceAnchors = back(balancesOn);
  const starts = new Set([...looksBack, ...balanceAnchors].map(dayAfter));
  const over: Month[] = [];
  for (let month = monthOf(dataStart); month.start <= asOf; month = monthOf(dayAfter(month.end))) {
    starts.add(month.start);
    if (month.end <= asOf) over.push(month);
  }
  const first = monthOf(dataStart).start;
  return {
    asOf,
    dataStart,
    anchors: looksBack,
    balanceAnchors,
    periodStarts: [...starts].filter((day) => day >= first && day <= asOf).sort(),
    months: over.slice(-months),
  };
}

/** The number of the last period that is over on a day which ends one; 0 where the data begins later. */
export function lastPeriodBy(calendar: Calendar, day: Day): number {
  return calendar.periodStarts.filter((start) => start <= day).length;
}

/**
 * The same day of the month, `months` before; the month's last day where it has no such day, or where the
 * given day is the last of its own month.
 */
export function monthsBefore(day: Day, months: number): Day {
  const { year, month, date } = parts(day);
  const target = monthOf(isoDay(year, month - months, 1));
  const endsMonth = monthOf(day).end === day;
  const last = parts(target.end).date;
  const there = parts(target.start);
  return isoDay(there.year, there.month, endsMonth ? last : Math.min(date, last));
}

/** The first day of a day's month. */
export function monthStart(day: Day): Day {
  return monthOf(day).start;
}

/** The last day of a day's month. */
export function monthEnd(day: Day): Day {
  return monthOf(day).end;
}

/** The last day of the month before a day's. */
export function previousMonthEnd(day: Day): Day {
  const { year, month } = parts(day);
  return isoDay(year, month, 0);
}

/** Days from 1 January 1970. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

/** The day that lies so many days after 1 January 1970, or before it where negative. */
export function dayOf(number: number): Day {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Whether a text is a day that exists, written YYYY-MM-DD.
 */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDay(...numbersOf(text)) === text;
}

/** The day after. */
export function dayAfter(day: Day): Day {
  const { year, month, date } = parts(day);
  return isoDay(year, month, date + 1);
}

function monthOf(day: Day): Month {
  const { year, month } = parts(day);
  return { start: isoDay(year, month, 1), end: isoDay(year, month + 1, 0) };
}

function parts(day: Day): { year: number; month: number; date: number } {
  const [year, month, date] = numbersOf(day);
  return { year, month, date };
}

function numbersOf(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))];
}

function isoDay(year: number, month: number, date: number): Day {
  const day = new Date(0);
  // `Date.UTC` takes the years up to 99 for those of the twentieth century.
  day.setUTCFullYear(year, month, date);
  return day.toISOString().slice(0, 10);
}
