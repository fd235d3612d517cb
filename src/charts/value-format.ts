import { formatsOf } from '../language/catalogs.ts';
import { currencyDecimals } from '../language/currency-decimals.ts';
import { numberFormat } from '../language/intl-formats.ts';
import type { Locale } from '../language/locale.ts';

/** What the numbers of a chart are: money in the bank's currency, a share from 0 to 1, or a count. */
export type ValueFormat = 'money' | 'percent' | 'count';

/**
 * How to write the figures of one chart in the reader's language: "€8,123", "€1.2M", "35%".
 * @param largest the largest absolute value of the chart: from a hundred thousand on figures are shortened, below
 *   ten money has the decimals of its currency
 */
export function figureFormat(
  format: ValueFormat,
  currency: string,
  locale: Locale,
  largest: number,
): (value: number) => string {
  const short = largest >= 100_000;
  switch (format) {
    case 'percent':
      return numbers(format, currency, locale, false, largest < 0.1 ? 1 : 0);
    case 'money':
      return numbers(
        format,
        currency,
        locale,
        short,
        short ? 1 : largest < 10 ? currencyDecimals(currency) : 0,
      );
    case 'count':
      return numbers(
        format,
        currency,
        locale,
        short,
        Math.max(short ? 1 : 0, largest < 10 ? 1 : 0),
      );
  }
}

/**
 * Labels for the ticks of an axis, shortened from ten thousand on ("€10k"), with as many decimals as it takes
 * that none is rounded.
 */
export function tickLabels(
  ticks: readonly number[],
  format: ValueFormat,
  currency: string,
  locale: Locale,
): string[] {
  const short = format !== 'percent' && Math.max(...ticks.map(Math.abs)) >= 10_000;
  const decimals = [0, 1, 2, 3, 4, 5, 6].find((enough) => {
    const exact = numbers('count', currency, locale, short, 12);
    const written = numbers('count', currency, locale, short, enough);
    return ticks.every((tick) => {
      const shown = format === 'percent' ? tick * 100 : tick;
      return written(shown) === exact(shown);
    });
  });
  return ticks.map(numbers(format, currency, locale, short, decimals ?? 6));
}

function numbers(
  format: ValueFormat,
  currency: string,
  locale: Locale,
  short: boolean,
  decimals: number,
): (value: number) => string {
  const style = {
    money: { style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
    percent: { style: 'percent' },
    count: { style: 'decimal' },
  } as const;
  const written = numberFormat(formatsOf(locale), {
    ...style[format],
    notation: short ? 'compact' : 'standard',
    minimumFractionDigits: format === 'money' && !short ? decimals : 0,
    maximumFractionDigits: decimals,
    useGrouping: true,
  });
  return (value) => written.format(value);
}
