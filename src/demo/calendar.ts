/** A day, counted from 1970-01-01. */
export type Day = number;

const millisecondsPerDay = 86_400_000;

/** A calendar month of the demo's history, or what has passed of the current one. */
export type Month = {
  /** 0 is the first complete month told */
  readonly index: number;
  readonly first: Day;
  /** the last day of the month that has passed */
  readonly last: Day;
  /** 1 for January */
  readonly ofYear: number;
  /** how much of the month has passed, 0 to 1 */
  readonly share: number;
  /** whether the month has ended, so that it has a month-end balance */
  readonly complete: boolean;
};

/** How many complete months the demo bank tells. */
export const monthsTold = 24;

/** Reads a day. @throws RangeError when the text is no date of the form YYYY-MM-DD */
export function dayOf(text: string): Day {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new RangeError(`A day is written YYYY-MM-DD, but was given ${JSON.stringify(text)}.`);
  }
  return time / millisecondsPerDay;
}

const written = new Map<Day, string>();

/** Writes a day as YYYY-MM-DD. */
export function dayText(day: Day): string {
  let text = written.get(day);
  if (text === undefined) {
    text = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
    written.set(day, text);
  }
  return text;
}

/**
 * The months of the demo's history: 24 complete ones that ended before today, then the current one up to today.
 */
export function monthsUntil(today: Day): Month[] {
  const date = new Date(today * millisecondsPerDay);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return Array.from({ length: monthsTold + 1 }, (_, index) => {
    const offset = month - monthsTold + index;
    const first = Date.UTC(year, offset, 1) / millisecondsPerDay;
    const end = Date.UTC(year, offset + 1, 0) / millisecondsPerDay;
    const last = Math.min(end, today);
    return {
      index,
      first,
      last,
      ofYear: new Date(first * millisecondsPerDay).getUTCMonth() + 1,
      share: (last - first + 1) / (end - first + 1),
      complete: index < monthsTold,
    };
  });
}
