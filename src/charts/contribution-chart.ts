import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { monthAxis, monthsBetween } from './month-axis.ts';
import { signColour, signOf } from './sign-colour.ts';
import { valueAxis } from './value-axis.ts';
import { figureFormat } from './value-format.ts';

/**
 * A customer's contribution by month as bars; a month that cost the bank money hangs below the line.
 * @param input.months `month` as `YYYY-MM-01`, `contribution` in `currency` (ISO 4217); in any order, gaps stay empty
 */
export function contributionChart(input: {
  months: readonly { month: string; contribution: number }[];
  /** what the months show; otherwise the chart says what they are */
  title?: string | undefined;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = input.title ?? say('charts.contribution.title');
  const total = say('charts.contribution.total');
  const known = input.months.filter(({ contribution }) => Number.isFinite(contribution));
  if (known.length === 0) return emptyChart(title, locale);
  const byMonth = new Map(known.map(({ month, contribution }) => [month, contribution]));
  const months = monthsBetween([...byMonth.keys()]);
  const amounts = [...byMonth.values()];
  const sum = amounts.reduce((a, b) => a + b, 0);
  const y = valueAxis(amounts, 'money', currency, locale);
  const write = figureFormat('money', currency, locale, Math.abs(sum));
  return {
    ...frame(title, `${total} ${write(sum)}`),
    data: {
      values: months.map((month) => {
        const value = byMonth.get(month) ?? null;
        return { month, value, sign: signOf(value ?? 0) };
      }),
    },
    layer: [
      {
        mark: { type: 'bar', cornerRadiusEnd: 3, width: months.length > 6 ? { band: 0.7 } : 48 },
        encoding: {
          x: { field: 'month', type: 'ordinal', axis: monthAxis(months, locale) },
          y: { field: 'value', type: 'quantitative', title: null, ...y },
          color: signColour,
        },
      },
      { mark: 'rule', encoding: { y: { datum: 0, type: 'quantitative', title: null, ...y } } },
    ],
  };
}
