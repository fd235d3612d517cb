import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';

/** A node of the tree: a parent comes before its children, a leaf may stand for several customers. */
export type TreeNode = {
  id: number;
  parent: number | null;
  /** left to right */
  position: number;
  /** where its children join; 0 for a leaf */
  height: number;
};

/**
 * The tree of a hierarchical segmentation, with the cut that leaves the segments. Branches below it are coloured.
 * @param input.nodes heights in any unit from 0
 */
export function dendrogramChart(input: {
  nodes: readonly TreeNode[];
  segments: number;
  locale: Locale;
}): TopLevelSpec {
  const { nodes, segments, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.dendrogram.title');
  const key = say('charts.dendrogram.key');
  const joins = nodes.map(({ height }) => height).filter((height) => height > 0);
  if (joins.length === 0) return emptyChart(title, locale);
  joins.sort((a, b) => b - a);
  const top = joins[0] ?? 1;
  const above = joins[segments - 2] ?? top * 1.05;
  const level = (above + (joins[segments - 1] ?? 0)) / 2;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const strokes = nodes.flatMap((node) => {
    const parent = node.parent === null ? undefined : byId.get(node.parent);
    if (parent === undefined) return [];
    const side = { y: parent.height, y2: parent.height, x: node.position, x2: parent.position };
    const upright = { x: node.position, x2: node.position };
    const rise = (y: number, y2: number, part: Part) => ({ ...upright, y, y2, part });
    const across = { ...side, part: partOf(parent.height, level) };
    return parent.height > level && node.height < level
      ? [across, rise(node.height, level, 'segment'), rise(level, parent.height, 'trunk')]
      : [across, rise(node.height, parent.height, partOf(parent.height, level))];
  });
  const x = { field: 'x', type: 'quantitative', axis: null } as const;
  // The root draws out the low joins, which would lie on top of each other otherwise.
  const y = { field: 'y', type: 'quantitative', axis: null, scale: { type: 'sqrt' } } as const;
  const { title: _, ...framed } = frame(title);
  return {
    ...framed,
    title: { text: title, subtitle: [key, say('charts.dendrogram.cut', { segments })] },
    height: 240,
    layer: [
      {
        data: { values: strokes },
        mark: { type: 'rule', strokeWidth: 2, strokeCap: 'round' },
        encoding: {
          x,
          y,
          x2: { field: 'x2' },
          y2: { field: 'y2' },
          color: {
            field: 'part',
            type: 'nominal',
            scale: { domain: ['segment', 'cut', 'trunk'] },
            legend: null,
          },
        },
      },
      {
        data: { values: [{ y: level, part: 'cut' }] },
        mark: { type: 'rule', strokeDash: [6, 5], strokeWidth: 2 },
        encoding: { y, color: { field: 'part', type: 'nominal' } },
      },
    ],
  };
}

type Part = 'segment' | 'trunk';
const partOf = (height: number, level: number): Part => (height > level ? 'trunk' : 'segment');
