import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { firstOf, mostBars } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { signOf } from './sign-colour.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/**
 * Customers, or whatever is ranked, as horizontal bars in the order given, each with its value at the right.
 * Above fifteen only the first fifteen are drawn, and the chart says so.
 * @param input.bars `value` in `currency`, as a share from 0 to 1, or as a count
 */
export function rankingChart(input: {
  bars: readonly { label: string; value: number }[];
  title: string;
  format: ValueFormat;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { title, format, currency, locale } = input;
  const known = input.bars.filter(({ value }) => Number.isFinite(value));
  const bars = known.slice(0, mostBars);
  if (bars.length === 0) return emptyChart(title, locale);
  const values = bars.map(({ value }) => value);
  const figure = figureFormat(format, currency, locale, Math.max(...values.map(Math.abs)));
  return {
    ...frame(title, firstOf(known.length, locale)),
    ...barsWithFigures({
      names: bars.map(({ label }) => label),
      domain: [Math.min(0, ...values), Math.max(0, ...values)],
      bars: values.map((value) => ({ value, figure: figure(value), sign: signOf(value) })),
    }),
  };
}
