import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/**
 * Whether values mean what they say: for groups of customers by predicted value, the least first, the mean that was
 * predicted beside the mean that came.
 * @param input.deciles amounts in `currency`; a group without customers is left out
 */
export function backtestChart(input: {
  deciles: readonly { customers: number; predicted: number; actual: number }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.backtest.title');
  const axes = say('charts.backtest.axes');
  const predicted = say('charts.backtest.predicted');
  const actual = say('charts.backtest.actual');
  const deciles = input.deciles.filter(({ customers }) => customers > 0);
  if (deciles.length === 0) return emptyChart(title, locale);
  const bars = deciles.flatMap((decile, at) => [
    { group: at + 1, series: predicted, value: decile.predicted },
    { group: at + 1, series: actual, value: decile.actual },
  ]);
  const series = { type: 'nominal', sort: [predicted, actual] } as const;
  return {
    ...frame(title, axes),
    height: 260,
    data: { values: bars },
    mark: { type: 'bar' },
    encoding: {
      x: { field: 'group', type: 'ordinal', title: null, axis: { labelAngle: 0 } },
      xOffset: { field: 'series', ...series },
      y: {
        field: 'value',
        type: 'quantitative',
        title: null,
        ...valueAxis(
          bars.map(({ value }) => value),
          'money',
          currency,
          locale,
        ),
      },
      color: {
        field: 'series',
        ...series,
        scale: { domain: [predicted, actual] },
        legend: { title: null, orient: 'top' },
      },
    },
  };
}
