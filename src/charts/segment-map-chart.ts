import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { firstOf, mostBars } from './bands.ts';
import { emptyChart } from './empty-chart.ts';
import { heatMatrix, mostColumns } from './heat-matrix.ts';
import { figureFormat } from './value-format.ts';

/**
 * How the customers of each branch spread over segments, as a matrix of shares. Above fifteen only the first fifteen
 * branches, and above eight only the first eight segments,
 * are drawn, and the chart says so.
 * @param input.branches in the order to draw; `shares` from 0 to 1, one for each of `segments`
 */
export function segmentMapChart(input: {
  segments: readonly string[];
  branches: readonly { name: string; shares: readonly number[] }[];
  locale: Locale;
}): TopLevelSpec {
  const { locale } = input;
  const segments = input.segments.slice(0, mostColumns);
  const say = sayIn(locale);
  const title = say('charts.segmentMap.title');
  const key = say('charts.segmentMap.key');
  const branches = input.branches
    .slice(0, mostBars)
    .map(({ name, shares }) => ({ name, shares: shares.slice(0, mostColumns) }));
  if (branches.length === 0 || segments.length === 0) return emptyChart(title, locale);
  const cut = firstOf(input.branches.length, locale);
  const cutSegments = firstOf(input.segments.length, locale, mostColumns);
  const most = Math.max(...branches.flatMap(({ shares }) => shares)) || 1;
  const percent = figureFormat('percent', 'EUR', locale, 1);
  return heatMatrix({
    title,
    key: [
      cut === undefined ? key : `${key} · ${cut}`,
      ...segments.map((name, at) => `${at + 1} ${name}`),
      ...(cutSegments === undefined ? [] : [cutSegments]),
    ],
    rows: branches.map(({ name }) => name),
    columns: segments.map((_, at) => String(at + 1)),
    cells: branches.flatMap(({ shares }, row) =>
      shares.map((share, column) => ({
        row,
        column,
        heat: share / most,
        figure: percent(share),
      })),
    ),
  });
}
