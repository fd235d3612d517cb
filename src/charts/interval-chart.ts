import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { bandHeight, figureAxis, nameAxis } from './bands.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';

/**
 * Differences with the bounds they lie between, one below the other, against a line at nothing.
 * @param input.rows in one unit; `figure` is what is written at the right
 */
export function intervalChart(input: {
  title: string;
  subtitle: string;
  rows: readonly { label: string; value: number; low: number; high: number; figure: string }[];
  locale: Locale;
}): TopLevelSpec {
  const { title, subtitle, rows, locale } = input;
  if (rows.length === 0) return emptyChart(title, locale);
  const lowest = Math.min(0, ...rows.map(({ low }) => low));
  const highest = Math.max(0, ...rows.map(({ high }) => high));
  const margin = 0.04 * (highest - lowest || 1);
  const domain: [number, number] = [lowest - margin, highest + margin];
  const y = { field: 'band', type: 'ordinal' } as const;
  const x = {
    type: 'quantitative' as const,
    axis: null,
    scale: { domain, nice: false },
  };
  const names = rows.map(({ label }) => label);
  const named = { ...y, axis: nameAxis(names) };
  return {
    ...frame(title, subtitle),
    height: bandHeight(names),
    data: { values: rows.map(({ value, low, high }, band) => ({ band, value, low, high })) },
    resolve: { axis: { y: 'independent' } },
    layer: [
      {
        mark: { type: 'bar', opacity: 0.4, height: { band: 0.2 } },
        encoding: { y: named, x: { field: 'low', ...x }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, opacity: 1, size: 90 },
        encoding: {
          y: { ...y, axis: figureAxis(rows.map(({ figure }) => figure)) },
          x: { field: 'value', ...x },
        },
      },
      {
        mark: { type: 'rule', strokeDash: [4, 3] },
        encoding: { x: { datum: 0, type: 'quantitative' } },
      },
    ],
  };
}
