import type { TopLevelSpec } from 'vega-lite';
import { formatsOf } from '../language/catalogs.ts';
import { dateFormat } from '../language/intl-formats.ts';
import type { Locale } from '../language/locale.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { markedMonths } from './marked-months.ts';
import { monthAxis, monthsBetween } from './month-axis.ts';
import { valueAxis } from './value-axis.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/**
 * One figure over the months as a line, its last value written below the title. A missing month breaks the line.
 * @param input.points `month` as `YYYY-MM-01`; `value` in `currency`, as a share from 0 to 1, or as a count
 */
export function trendChart(input: {
  points: readonly { month: string; value: number }[];
  /** what happened in some of the months: letters that the text beside the chart explains */
  marks?: readonly { month: string; letters: string }[];
  title: string;
  format: ValueFormat;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { title, format, currency, locale } = input;
  const known = input.points.filter(({ value }) => Number.isFinite(value));
  const byMonth = new Map(known.map(({ month, value }) => [month, value]));
  const months = monthsBetween([...byMonth.keys()]);
  const last = months.at(-1);
  if (last === undefined) return emptyChart(title, locale);
  const values = [...byMonth.values()];
  const lastValue = byMonth.get(last) ?? 0;
  const figure = figureFormat(format, currency, locale, Math.max(...values.map(Math.abs)));
  const monthName = dateFormat(formatsOf(locale), {
    year: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const x = {
    field: 'month',
    type: 'ordinal',
    scale: { type: 'point', padding: 0.6 },
    axis: monthAxis(months, locale),
  } as const;
  const axis = {
    type: 'quantitative',
    title: null,
    ...valueAxis(values, format, currency, locale),
  } as const;
  const y = { field: 'value', ...axis } as const;
  const brokenByGaps = { invalid: 'break-paths-show-path-domains' } as const;
  return {
    ...frame(title, `${monthName.format(new Date(last))}: ${figure(lastValue)}`),
    data: {
      values: months.map((month) => ({
        month,
        value: byMonth.get(month) ?? null,
        last: month === last,
      })),
    },
    layer: [
      { mark: 'rule', encoding: { y: { datum: 0, ...axis } } },
      ...markedMonths(
        (input.marks ?? []).filter(({ month }) => months.includes(month)),
        x,
      ),
      { mark: { type: 'area', opacity: 0.12, ...brokenByGaps }, encoding: { x, y } },
      { mark: { type: 'line', ...brokenByGaps }, encoding: { x, y } },
      {
        mark: { type: 'point', opacity: 1, size: months.length > 24 ? 0 : 36 },
        encoding: { x, y },
      },
      {
        transform: [{ filter: 'datum.last' }],
        mark: { type: 'point', opacity: 1, size: 110 },
        encoding: { x, y },
      },
    ],
  };
}
