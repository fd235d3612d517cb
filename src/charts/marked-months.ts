import type { TopLevelSpec } from 'vega-lite';
import { textSize } from './frame.ts';

type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'];

/**
 * Layers that mark what happened in some months of a chart: a broken line through the month, its letters above it.
 * @param marks `month` as `YYYY-MM-01`, one of the chart's; `letters` that the text beside the chart explains
 * @param x the encoding of the chart's months
 */
export function markedMonths<X extends object>(
  marks: readonly { month: string; letters: string }[],
  x: X,
): Layer {
  if (marks.length === 0) return [];
  const data = { values: [...marks] };
  return [
    { data, mark: { type: 'rule', strokeDash: [3, 3], strokeWidth: 2 }, encoding: { x } },
    {
      data,
      mark: { type: 'text', baseline: 'bottom', dy: -2, fontSize: textSize, fontWeight: 600 },
      encoding: { x, y: { value: 0 }, text: { field: 'letters', type: 'nominal' } },
    },
  ];
}
