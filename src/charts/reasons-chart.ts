import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { bandHeight, mostBars, nameAxis } from './bands.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';

/** How wide the names at the left may be, in pixels. */
const nameWidth = 220;

/**
 * Why somebody may leave, as bars from the middle: to the right what raises the risk, to the left what lowers it.
 * @param input.reasons `contribution` in log-odds, positive towards leaving; drawn in the order given
 */
export function reasonsChart(input: {
  reasons: readonly { label: string; contribution: number }[];
  locale: Locale;
}): TopLevelSpec {
  const { locale } = input;
  const say = sayIn(locale);
  const title = say('charts.reasons.title');
  const sides = say('charts.reasons.sides');
  const reasons = input.reasons
    .filter(({ contribution }) => Number.isFinite(contribution))
    .slice(0, mostBars);
  if (reasons.length === 0) return emptyChart(title, locale);
  const names = reasons.map(({ label }) => label);
  const contributions = reasons.map(({ contribution }) => contribution);
  const widest = Math.max(...contributions.map(Math.abs)) || 1;
  const left = contributions.some((contribution) => contribution < 0) ? -widest : 0;
  return {
    ...frame(title, sides),
    height: bandHeight(names, nameWidth),
    data: {
      values: reasons.map(({ contribution }, band) => ({
        band,
        value: contribution,
        sign: contribution > 0 ? 'raises' : 'lowers',
      })),
    },
    layer: [
      {
        mark: { type: 'bar', cornerRadiusEnd: 3, height: { band: 0.66 } },
        encoding: {
          y: {
            field: 'band',
            type: 'ordinal',
            axis: nameAxis(names, nameWidth),
          },
          x: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: [left, widest], nice: false },
            axis: null,
          },
          color: {
            field: 'sign',
            type: 'nominal',
            scale: { domain: ['lowers', 'raises'] },
            legend: null,
          },
        },
      },
      { mark: 'rule', encoding: { x: { datum: 0 } } },
    ],
  };
}
