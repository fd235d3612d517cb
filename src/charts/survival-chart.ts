import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { frame } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/**
 * The chance that a customer is still there over the months to come, as a curve from 100 % down, beside that of the bank's
 * customers as a whole; points where figures are told.
 * @param input.customer, input.bank shares from 0 to 1 by months from now, 0 first, as many of each
 * @param input.marked months at which a point stands on the customer's curve
 */
export function survivalChart(input: {
  customer: readonly number[];
  bank: readonly number[];
  marked: readonly number[];
  title: string;
  locale: Locale;
}): TopLevelSpec {
  const { customer, bank, marked, title, locale } = input;
  const say = sayIn(locale);
  const names = { customer: say('charts.survival.customer'), bank: say('charts.survival.bank') };
  const last = customer.length - 1;
  const domain = [0, last];
  const step = [3, 6, 12, 24].find((each) => last / each <= 8) ?? 24;
  const curve = (shares: readonly number[], series: string) =>
    shares.map((share, months) => ({ months, share, series }));
  const series = [names.customer, names.bank];
  const x = {
    field: 'months',
    type: 'quantitative',
    title: say('charts.survival.months'),
    scale: { domain, nice: false },
    axis: {
      values: Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step),
      grid: false,
      domain: false,
    },
  } as const;
  const color = {
    field: 'series',
    type: 'nominal',
    sort: series,
    scale: { domain: series },
    legend: { title: null, orient: 'top' },
  } as const;
  const y = {
    field: 'share',
    type: 'quantitative',
    title: null,
    ...valueAxis([0, 1], 'percent', 'EUR', locale),
  } as const;
  return {
    ...frame(title, say('charts.survival.key')),
    height: 220,
    data: { values: [...curve(customer, names.customer), ...curve(bank, names.bank)] },
    layer: [
      { mark: 'rule', encoding: { y: { datum: 0.5, type: 'quantitative' } } },
      {
        transform: [{ filter: { field: 'series', equal: names.customer } }],
        mark: { type: 'line' },
        encoding: { x, y, color },
      },
      {
        transform: [{ filter: { field: 'series', equal: names.bank } }],
        mark: { type: 'line', strokeDash: [6, 4] },
        encoding: { x, y, color },
      },
      {
        transform: [
          { filter: { field: 'series', equal: names.customer } },
          { filter: { field: 'months', oneOf: [...marked] } },
        ],
        mark: { type: 'point', opacity: 1, size: 60 },
        encoding: { x, y },
      },
    ],
  };
}
