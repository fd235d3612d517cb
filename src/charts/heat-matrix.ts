import type { TopLevelSpec } from 'vega-lite';
import { bandHeight, nameAxis } from './bands.ts';
import { frame, textSize } from './frame.ts';

/** The most columns whose figures can be read on a phone. */
export const mostColumns = 8;
/** From so many columns on, names give way and figures are smaller. */
const manyColumns = 7;

/** A field of a heat matrix: `row` and `column` from 0; `heat` from 0 to 1 is how strongly it is coloured. */
export type HeatCell = { row: number; column: number; heat: number; figure: string };

/**
 * A table of figures that are coloured by size. The figures themselves say what the colours say.
 * @param input.rows their names, at the left
 * @param input.columns what stands above them: a few letters each
 * @param input.key lines below the title, such as what the columns stand for
 */
export function heatMatrix(input: {
  title: string;
  key: readonly string[];
  rows: readonly string[];
  columns: readonly string[];
  cells: readonly HeatCell[];
}): TopLevelSpec {
  const { title, key, rows, columns, cells } = input;
  const nameWidth = columns.length >= manyColumns ? 110 : undefined;
  const y = { field: 'row', type: 'ordinal' } as const;
  const x = { field: 'column', type: 'ordinal' } as const;
  const { title: _, ...framed } = frame(title);
  return {
    ...framed,
    title: { text: title, subtitle: [...key] },
    height: bandHeight(rows, nameWidth),
    data: { values: [...cells] },
    encoding: {
      y: {
        ...y,
        scale: { domain: [...rows.keys()], paddingInner: 0.06 },
        axis: nameAxis(rows, nameWidth),
      },
      x: {
        ...x,
        scale: { domain: [...columns.keys()], paddingInner: 0.03 },
        axis: { ...nameAxis(columns), orient: 'top', labelAngle: 0 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3 },
        encoding: {
          color: { datum: 'heat', type: 'nominal', legend: null },
          opacity: {
            field: 'heat',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0.05, 0.6] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: textSize },
        encoding: { text: { field: 'figure', type: 'nominal' } },
      },
    ],
  };
}
