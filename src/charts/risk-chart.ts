import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { firstOf, mostBars } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { figureFormat } from './value-format.ts';

/**
 * Customers by how likely they are to leave, in the order given, with what the bank would lose.
 * Above fifteen only the first fifteen are drawn, and the chart says so.
 * @param input.bars `probability` from 0 to 1, `valueAtStake` in `currency`
 */
export function riskChart(input: {
  bars: readonly { label: string; probability: number; valueAtStake: number }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.risk.title');
  const columns = say('charts.risk.columns');
  const known = input.bars.filter((bar) => Number.isFinite(bar.probability + bar.valueAtStake));
  const bars = known.slice(0, mostBars);
  if (bars.length === 0) return emptyChart(title, locale);
  const largest = Math.max(...bars.map(({ valueAtStake }) => Math.abs(valueAtStake)));
  const money = figureFormat('money', currency, locale, largest);
  const percent = figureFormat('percent', currency, locale, 1);
  const rest = firstOf(known.length, locale);
  return {
    ...frame(title, rest === undefined ? columns : `${columns} · ${rest}`),
    ...barsWithFigures({
      names: bars.map(({ label }) => label),
      domain: [0, 1],
      bars: bars.map(({ probability, valueAtStake }) => ({
        value: probability,
        figure: `${percent(probability)} · ${money(valueAtStake)}`,
        sign: 'below',
      })),
    }),
  };
}
