import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { wrappedName } from './bands.ts';
import { chartWidth, frame, textSize } from './frame.ts';

/** A branch of a tree, in the order in which it is drawn: below the branch it belongs to, further in by one step. */
export type TreeRow = {
  /** 0 for the root */
  depth: number;
  /** what holds of those on it, such as “balance up to €500” */
  label: string;
  /** their mean, 0 to 1, and its text */
  probability: number;
  figure: string;
};

/** Pixels by which a branch stands further in. */
const step = 10;
/** Pixels that the figure at the right takes, and how far a label stands from where its branch begins. */
const figureRoom = 64;
const indent = 12;
const rowHeight = 56;

/**
 * A decision tree as an outline that a phone shows whole: a row a branch, each further in than the one it belongs to, with a
 * bar for how likely customers on it leave.
 */
export function treeChart(input: { rows: readonly TreeRow[]; locale: Locale }): TopLevelSpec {
  const { rows, locale } = input;
  const say = sayIn(locale);
  const widest = Math.max(...rows.map(({ probability }) => probability), 0.01);
  const values = rows.map((row, at) => {
    const x = row.depth * step;
    return { ...row, at, x, label: wrappedName(row.label, chartWidth - figureRoom - indent - x) };
  });
  const trunks = rows.flatMap(({ depth }, at) => {
    if (depth === 0) return [];
    const from = rows.slice(0, at).findLastIndex((row) => row.depth === depth - 1);
    return [{ at: from, end: at, x: (depth - 1) * step + 5 }];
  });
  const y = { field: 'at', type: 'quantitative', axis: null } as const;
  const scale = { domain: [-0.5, rows.length - 0.5], reverse: true, nice: false };
  const across = { domain: [0, chartWidth], nice: false };
  const x = { field: 'x', type: 'quantitative', axis: null, scale: across } as const;
  return {
    ...frame(say('charts.tree.title'), say('charts.tree.key')),
    height: rowHeight * rows.length,
    data: { values },
    layer: [
      {
        data: { values: trunks },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, y: { ...y, scale }, y2: { field: 'end' } },
      },
      {
        mark: { type: 'bar', height: 5, yOffset: 25, cornerRadius: 2 },
        transform: [
          {
            calculate: `datum.x + ${indent} + ${chartWidth - 60 - 3 * step} * datum.probability / ${widest}`,
            as: 'end',
          },
          { calculate: `datum.x + ${indent}`, as: 'start' },
        ],
        encoding: {
          x: { ...x, field: 'start' },
          x2: { field: 'end' },
          y: { ...y, scale },
        },
      },
      {
        mark: {
          type: 'text',
          align: 'left',
          dx: indent,
          dy: -10,
          baseline: 'middle',
          fontSize: textSize,
        },
        encoding: { x, y: { ...y, scale }, text: { field: 'label' } },
      },
      {
        mark: { type: 'text', align: 'right', dy: -10, fontSize: textSize, fontWeight: 600 },
        encoding: {
          x: { datum: chartWidth, type: 'quantitative', axis: null, scale: across },
          y: { ...y, scale },
          text: { field: 'figure' },
        },
      },
    ],
  };
}
