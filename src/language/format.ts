import { formatsOf } from './catalogs.ts';
import { dateFormat, numberFormat } from './intl-formats.ts';
import type { Locale } from './locale.ts';

/** Numbers and dates as a reader of a locale writes them. */
export type Format = {
  /** in the bank's currency; with the decimals it has below 100, in whole units from there up */
  money(amount: number): string;
  /** 0 to 1 as a percentage, with a decimal below 10 %; what is nearly none or all is not rounded to it */
  percent(share: number): string;
  /** 0 to 1 as a percentage with so many decimals, so that what is subtracted adds up */
  fixedPercent(share: number, decimals: number): string;
  /** at most one decimal */
  number(value: number): string;
  /** with so many decimals, no more and no fewer */
  fixed(value: number, decimals: number): string;
  /** an ISO date */
  day(iso: string): string;
  /** an ISO date with its day of the week */
  weekday(iso: string): string;
  /** the month of an ISO date */
  month(iso: string): string;
  /** a moment in the reader's time zone */
  moment(at: Date): string;
  /** the time of day of a moment in the reader's time zone */
  time(at: Date): string;
  list(items: readonly string[]): string;
};

/**
 * Writes moments as a reader of a locale does.
 * @param timezone IANA
 */
export function momentIn(locale: Locale, timezone: string): (at: Date) => string {
  const format = dateFormat(formatsOf(locale), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  });
  return (at) => format.format(at);
}

/** Writes days, ISO, as a reader of a locale does. */
export function dayIn(locale: Locale): (iso: string) => string {
  const format = dateFormat(formatsOf(locale), { dateStyle: 'long', timeZone: 'UTC' });
  return (iso) => format.format(new Date(`${iso}T00:00:00Z`));
}

/** Joins what stands beside each other as a reader of a locale does: “A, B and C”. */
export function listIn(locale: Locale): (items: readonly string[]) => string {
  const format = new Intl.ListFormat(formatsOf(locale), { type: 'conjunction' });
  return (items) => format.format(items);
}

/**
 * @param currency ISO 4217
 * @param timezone IANA, for moments; a plain date has none
 */
export function formatFor(locale: Locale, currency: string, timezone: string): Format {
  const tag = formatsOf(locale);
  const exact = numberFormat(tag, { style: 'currency', currency });
  const half = 0.5 * 10 ** -(exact.resolvedOptions().maximumFractionDigits ?? 2);
  const whole = numberFormat(tag, {
    style: 'currency',
    currency,
    maximumFractionDigits: 0,
  });
  const weekday = dateFormat(tag, { dateStyle: 'full', timeZone: 'UTC' });
  const month = dateFormat(tag, { year: 'numeric', month: 'long', timeZone: 'UTC' });
  const time = dateFormat(tag, { timeStyle: 'short', timeZone: timezone });
  const number = numberFormat(tag, { maximumFractionDigits: 1, signDisplay: 'negative' });
  const tenths = numberFormat(tag, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'negative',
  });
  const wholes = numberFormat(tag, { style: 'percent', signDisplay: 'negative' });
  return {
    money: (amount) =>
      Math.abs(amount) < 100 - half && Math.abs(amount) >= half
        ? exact.format(amount)
        : whole.format(Math.round(amount) === 0 ? 0 : amount),
    percent(share) {
      if (share > 0 && share < 0.0005) return `<${tenths.format(0.001)}`;
      if (share >= 0.995 && share < 1) return `>${wholes.format(0.99)}`;
      return (Math.abs(share) < 0.0995 ? tenths : wholes).format(share);
    },
    fixedPercent: (share, decimals) =>
      numberFormat(tag, {
        style: 'percent',
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        signDisplay: 'negative',
      }).format(share),
    number: (value) => number.format(value),
    fixed: (value, decimals) =>
      numberFormat(tag, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        signDisplay: 'negative',
      }).format(value),
    day: dayIn(locale),
    weekday: (iso) => weekday.format(new Date(`${iso}T00:00:00Z`)),
    month: (iso) => month.format(new Date(`${iso.slice(0, 7)}-01T00:00:00Z`)),
    moment: momentIn(locale, timezone),
    time: (at) => time.format(at),
    list: listIn(locale),
  };
}
