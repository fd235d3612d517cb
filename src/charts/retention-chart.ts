import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { noCurrency, sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/**
 * Which share of those who join is still there after so many years, as a falling line.
 * @param input.curve `years` from 0 on, ascending, `share` from 0 to 1
 */
export function retentionChart(input: {
  curve: readonly { years: number; share: number }[];
  title: string;
  locale: Locale;
}): TopLevelSpec {
  const { curve, title, locale } = input;
  const say = sayIn(locale);
  const last = curve.at(-1)?.years ?? 0;
  if (last === 0) return emptyChart(title, locale);
  const step = last > 10 ? 3 : last > 5 ? 2 : 1;
  const domain: [number, number] = [0, last];
  const x = {
    field: 'years',
    type: 'quantitative',
    title: say('charts.retention.years'),
    scale: { domain, nice: false },
    axis: {
      values: Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => at * step),
      grid: false,
      domain: false,
    },
  } as const;
  const y = {
    field: 'share',
    type: 'quantitative',
    title: null,
    ...valueAxis([0, 1], 'percent', noCurrency, locale),
  } as const;
  return {
    ...frame(title, say('charts.retention.key')),
    height: 220,
    data: { values: [...curve] },
    encoding: { x, y },
    layer: [
      { mark: { type: 'area', opacity: 0.12 } },
      { mark: { type: 'line' } },
      { mark: { type: 'point', opacity: 1, size: 50 } },
    ],
  };
}
