import type { TopLevelSpec } from 'vega-lite';
import { bandHeight, figureAxis, nameAxis } from './bands.ts';
import { type Sign, signColour } from './sign-colour.ts';

type Panel = Extract<TopLevelSpec, { hconcat: unknown }>['hconcat'][number];
type LayeredPanel = Extract<Panel, { layer: unknown }>;

/**
 * A panel of horizontal bars with their names, if any, at the left and their figures in a column at the right.
 * @param input.domain the values at the left and the right edge of the area of the bars
 */
export function barsWithFigures(input: {
  names: readonly string[] | undefined;
  domain: [number, number];
  bars: readonly { value: number; figure: string; sign: Sign }[];
}): LayeredPanel {
  const { names, domain, bars } = input;
  const band = { field: 'band', type: 'ordinal' } as const;
  return {
    height: bandHeight(names ?? bars.map(() => '')),
    data: { values: bars.map(({ value, sign }, at) => ({ band: at, value, sign })) },
    resolve: { axis: { y: 'independent' } },
    layer: [
      {
        mark: { type: 'bar', cornerRadiusEnd: 3, height: { band: 0.66 } },
        encoding: {
          y: { ...band, axis: names ? nameAxis(names) : null },
          x: { field: 'value', type: 'quantitative', axis: null, scale: { domain, nice: false } },
          color: signColour,
        },
      },
      {
        mark: 'rule',
        encoding: {
          y: { ...band, axis: figureAxis(bars.map(({ figure }) => figure)) },
          x: { datum: 0 },
        },
      },
    ],
  };
}
