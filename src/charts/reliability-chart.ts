import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { noCurrency, sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/** Two-sided 95 % of the normal distribution. */
const z = 1.96;

/**
 * Whether probabilities mean what they say: for groups of customers with like probabilities, the share who left over the
 * mean probability, and the diagonal on which they would agree.
 * @param input.bins shares from 0 to 1; a group without customers is left out
 */
export function reliabilityChart(input: {
  bins: readonly { customers: number; predicted: number; observed: number }[];
  locale: Locale;
}): TopLevelSpec {
  const { locale } = input;
  const say = sayIn(locale);
  const title = say('charts.reliability.title');
  const axes = say('charts.reliability.axes');
  const bins = input.bins.filter(({ customers }) => customers > 0);
  if (bins.length === 0) return emptyChart(title, locale);
  const points = bins.map(({ customers, predicted, observed }) => ({
    predicted,
    observed,
    ...wilson(observed, customers),
  }));
  const axis = {
    type: 'quantitative',
    title: null,
    // Percentages have no currency; Intl asks for one only to write money.
    ...valueAxis([1], 'percent', noCurrency, locale),
  } as const;
  const x = { field: 'predicted', ...axis } as const;
  return {
    ...frame(title, axes),
    height: 260,
    data: { values: points },
    layer: [
      {
        data: {
          values: [
            { predicted: 0, observed: 0 },
            { predicted: 1, observed: 1 },
          ],
        },
        mark: { type: 'line', strokeDash: [5, 5], strokeWidth: 1.5, opacity: 0.6 },
        encoding: {
          x,
          y: { field: 'observed', ...axis },
          color: { datum: 'diagonal', ...colour },
        },
      },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x, y: { field: 'low', ...axis }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'line', point: { size: 90, opacity: 1 } },
        encoding: {
          x,
          y: { field: 'observed', ...axis },
          color: { datum: 'observed', ...colour },
        },
      },
    ],
  };
}

const colour = {
  type: 'nominal',
  scale: { domain: ['observed', 'other', 'diagonal'] },
  legend: null,
} as const;

/** Wilson's interval for a share of so many (Wilson 1927), which stays within 0 and 1 for few as well. */
function wilson(share: number, of: number): { low: number; high: number } {
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half =
    (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
