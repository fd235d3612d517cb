import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { noCurrency, sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { labelExpression } from './value-axis.ts';
import { tickLabels, type ValueFormat } from './value-format.ts';

/**
 * Customers by the chance of leaving and the value if they stay, both on square-root scales, which leave room for the many who
 * are worth little and at ease; whom to call first, in the corner of much value and much risk, larger and in another colour.
 * Nobody is named. Who costs more than they bring lies on the line of zero.
 * @param input.points `probability` from 0 to 1, `value` in `currency` (ISO 4217)
 * @param input.threshold the probability from which customers count as at risk: a line
 */
export function valueRiskChart(input: {
  points: readonly { probability: number; value: number; foremost: boolean }[];
  threshold: number;
  title: string;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { threshold, title, currency, locale } = input;
  const say = sayIn(locale);
  const points = input.points.filter((each) => Number.isFinite(each.probability + each.value));
  if (points.length === 0) return emptyChart(title, locale);
  const axis = (highest: number, format: ValueFormat, of: string) => {
    const ticks = rootTicks(highest);
    const labels = tickLabels(ticks, format, of, locale);
    const domain: [number, number] = [0, Math.max(...ticks)];
    return {
      type: 'quantitative',
      scale: { type: 'sqrt', domain, nice: false },
      axis: {
        values: ticks,
        labelExpr: labelExpression(ticks.map((tick, at) => [tick, labels[at] ?? ''])),
        labelOverlap: false,
        domain: false,
      },
    } as const;
  };
  const x = {
    field: 'probability',
    title: say('charts.valueRisk.risk'),
    ...axis(Math.max(threshold, ...points.map((each) => each.probability)), 'percent', noCurrency),
  } as const;
  const y = {
    field: 'value',
    title: null,
    ...axis(Math.max(...points.map((each) => each.value)), 'money', currency),
  } as const;
  const layer = (foremost: boolean) => ({
    data: {
      values: points
        .filter((each) => each.foremost === foremost)
        .map(({ probability, value }) => ({
          probability,
          value: Math.max(0, value),
          sign: foremost ? 'below' : 'above',
        })),
    },
    mark: {
      type: 'point' as const,
      filled: true,
      opacity: foremost ? 1 : 0.55,
      size: foremost ? 110 : 30,
    },
    encoding: {
      x,
      y,
      color: {
        field: 'sign',
        type: 'nominal' as const,
        scale: { domain: ['above', 'below'] },
        legend: null,
      },
    },
  });
  return {
    ...frame(title, say('charts.valueRisk.key')),
    height: 280,
    layer: [
      {
        data: { values: [{ probability: threshold }] },
        mark: { type: 'rule', strokeDash: [4, 4], strokeWidth: 1.5 },
        encoding: { x },
      },
      layer(false),
      layer(true),
    ],
  };
}

/** Ticks from 0 to a round number at or above the highest value, about even where lengths go by square roots. */
function rootTicks(highest: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest));
  const top =
    ([1, 2, 5, 10].find((factor) => factor * power >= highest * (1 - 1e-9)) ?? 10) * power;
  return [0, 0.05, 0.2, 0.5, 1].map((part) => Number((part * top).toPrecision(6)));
}
