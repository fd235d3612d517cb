import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { firstOf, mostBars } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { figureFormat } from './value-format.ts';

/**
 * Customers who belong together by what each is worth, in the order given, with the risk of losing them; the bars of those at
 * risk, or who cost more than they bring in, are in the colour of losses. Above fifteen only the first fifteen are drawn, and the chart says so.
 * @param input.bars `value` in `currency`; `probability` from 0 to 1, null where it is not known
 */
export function householdChart(input: {
  bars: readonly { label: string; value: number; probability: number | null; atRisk: boolean }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.household.title');
  const columns = say('charts.household.columns');
  const known = input.bars.filter(({ value }) => Number.isFinite(value));
  const bars = known.slice(0, mostBars);
  if (bars.length === 0) return emptyChart(title, locale);
  const values = bars.map(({ value }) => value);
  const money = figureFormat('money', currency, locale, Math.max(...values.map(Math.abs)));
  const percent = figureFormat('percent', currency, locale, 1);
  const rest = firstOf(known.length, locale);
  return {
    ...frame(title, rest === undefined ? columns : `${columns} · ${rest}`),
    ...barsWithFigures({
      names: bars.map(({ label }) => label),
      domain: [Math.min(0, ...values), Math.max(0, ...values)],
      bars: bars.map(({ value, probability, atRisk }) => ({
        value,
        figure: `${money(value)} · ${probability === null ? '–' : percent(probability)}`,
        sign: atRisk || value < 0 ? 'below' : 'above',
      })),
    }),
  };
}
