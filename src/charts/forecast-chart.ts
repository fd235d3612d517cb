import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { frame } from './frame.ts';
import { markedMonths } from './marked-months.ts';
import { monthAxis } from './month-axis.ts';
import { valueAxis } from './value-axis.ts';
import type { ValueFormat } from './value-format.ts';

/**
 * Months that were as a line, those to come as a broken line in the band that should hold them.
 * @param input.history `month` as `YYYY-MM-01`, each after the one before; `value` in `currency` or as a count, null where missing
 * @param input.months the months after those
 * @param input.level the chance with which the band holds a month, from 0 to 1
 */
export function forecastChart(input: {
  history: readonly { month: string; value: number | null }[];
  months: readonly { month: string; value: number; low: number; high: number }[];
  level: number;
  /** what falls due in some of the months: letters that the text beside the chart explains */
  marks?: readonly { month: string; letters: string }[];
  title: string;
  format: ValueFormat;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { history, months, level, title, format, currency, locale } = input;
  const last = history.at(-1);
  const joint =
    last?.value == null
      ? []
      : [{ month: last.month, forecast: last.value, low: last.value, high: last.value }];
  const toCome = [
    ...joint,
    ...months.map(({ month, value, low, high }) => ({ month, forecast: value, low, high })),
  ];
  const known = history.flatMap(({ value }) => (value === null ? [] : [value]));
  const axis = {
    type: 'quantitative',
    title: null,
    ...valueAxis(
      [...known, ...months.flatMap(({ low, high }) => [low, high])],
      format,
      currency,
      locale,
    ),
  } as const;
  const all = [...history, ...months].map(({ month }) => month);
  const x = {
    field: 'month',
    type: 'ordinal',
    scale: { type: 'point', padding: 0.6, domain: all },
    axis: monthAxis(all, locale),
  } as const;
  const brokenByGaps = { invalid: 'break-paths-show-path-domains' } as const;
  return {
    ...frame(title, sayIn(locale)('charts.forecast.key', { level })),
    height: 220,
    data: { values: history.map(({ month, value }) => ({ month, value })) },
    layer: [
      { mark: 'rule', encoding: { y: { datum: 0, ...axis } } },
      ...markedMonths(
        (input.marks ?? []).filter(({ month }) => all.includes(month)),
        x,
      ),
      {
        data: { values: toCome },
        mark: { type: 'area', opacity: 0.2 },
        encoding: { x, y: { field: 'low', ...axis }, y2: { field: 'high' } },
      },
      { mark: { type: 'line', ...brokenByGaps }, encoding: { x, y: { field: 'value', ...axis } } },
      {
        data: { values: toCome },
        mark: { type: 'line', strokeDash: [6, 4] },
        encoding: { x, y: { field: 'forecast', ...axis } },
      },
      {
        data: { values: toCome.slice(joint.length) },
        mark: { type: 'point', opacity: 1, size: 40 },
        encoding: { x, y: { field: 'forecast', ...axis } },
      },
    ],
  };
}
