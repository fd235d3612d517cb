import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { chartWidth, frame, textSize } from './frame.ts';
import { monthAxis, monthsBetween } from './month-axis.ts';
import { signColour, signOf } from './sign-colour.ts';
import { valueAxis } from './value-axis.ts';

/** The labels, the padding and the axis at the left of a panel, in pixels. */
const taken = 90;
const panelHeight = 84;

type Panel = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

/**
 * The contribution of several customers by month, a panel each, one below the other over the same months and the same
 * scale, so that their bars compare; a month that cost the bank money hangs below the line.
 * @param input.customers `months` with `month` as `YYYY-MM-01` and `contribution` in `currency` (ISO 4217)
 */
export function comparisonChart(input: {
  customers: readonly {
    name: string;
    months: readonly { month: string; contribution: number }[];
  }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { customers, currency, locale } = input;
  const title = sayIn(locale)('charts.contribution.title');
  const known = customers.map(({ name, months }) => ({
    name,
    months: months.filter(({ contribution }) => Number.isFinite(contribution)),
  }));
  const all = known.flatMap(({ months }) => months);
  if (all.length === 0) return emptyChart(title, locale);
  const months = monthsBetween(all.map(({ month }) => month));
  const axis = {
    type: 'quantitative',
    title: null,
    ...valueAxis(
      all.map(({ contribution }) => contribution),
      'money',
      currency,
      locale,
    ),
  } as const;
  const { $schema, title: heading } = frame(title);
  return {
    $schema,
    title: heading,
    spacing: 18,
    vconcat: known.map((customer, at): Panel => {
      const byMonth = new Map(customer.months.map((each) => [each.month, each.contribution]));
      const last = at === known.length - 1;
      return {
        title: {
          text: customer.name,
          fontSize: textSize,
          fontWeight: 'normal',
          frame: 'group',
          offset: 6,
        },
        width: chartWidth - taken,
        height: panelHeight,
        data: {
          values: months.map((month) => {
            const value = byMonth.get(month) ?? null;
            return { month, value, sign: signOf(value ?? 0) };
          }),
        },
        layer: [
          {
            mark: { type: 'bar', cornerRadiusEnd: 3, width: { band: 0.7 } },
            encoding: {
              x: {
                field: 'month',
                type: 'ordinal',
                // A month that is missing keeps its place.
                scale: { domain: months },
                axis: last ? monthAxis(months, locale) : null,
              },
              y: { field: 'value', ...axis },
              color: signColour,
            },
          },
          { mark: 'rule', encoding: { y: { datum: 0, ...axis } } },
        ],
      };
    }),
  };
}
