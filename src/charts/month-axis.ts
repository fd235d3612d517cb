import { formatsOf } from '../language/catalogs.ts';
import { dateFormat } from '../language/intl-formats.ts';
import type { Locale } from '../language/locale.ts';
import { labelExpression } from './value-axis.ts';

/** Every month from the first given to the last, as `YYYY-MM-01`, without gaps. */
export function monthsBetween(months: readonly string[]): string[] {
  const sorted = months.toSorted();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const all = [first];
  for (let month = nextMonth(first); month <= last; month = nextMonth(month)) all.push(month);
  return all;
}

function nextMonth(month: string): string {
  const date = new Date(month);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
}

/**
 * An axis of months in the reader's language, with the year below the first label and below the first of each year.
 * Over six months every other month is labelled, over twelve every third, and so on, so that labels never touch.
 * @param months `YYYY-MM-01`, ascending
 */
export function monthAxis(months: readonly string[], locale: Locale) {
  const monthName = dateFormat(formatsOf(locale), {
    month: 'short',
    timeZone: 'UTC',
  });
  const yearName = dateFormat(formatsOf(locale), {
    year: 'numeric',
    timeZone: 'UTC',
  });
  const step = [1, 2, 3, 6, 12].find((every) => months.length / every <= 6) ?? 12;
  const shown = months.filter((month) => (Number(month.slice(5, 7)) - 1) % step === 0);
  let year = '';
  const labels = shown.map((month) => {
    const date = new Date(month);
    const newYear = yearName.format(date) !== year;
    year = yearName.format(date);
    return [month, newYear ? [monthName.format(date), year] : [monthName.format(date)]] as const;
  });
  return {
    values: shown,
    labelExpr: labelExpression(labels),
    labelAngle: 0,
    labelOverlap: false,
    title: null,
    grid: false,
    domain: false,
  } as const;
}
