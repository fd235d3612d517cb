import { describe, expect, it } from 'vitest';
import { leafOf } from '../../../../src/valuation/churn/trees/grown-tree.ts';
import { type GrowthLimits, growTree } from '../../../../src/valuation/churn/trees/tree-growth.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';
import { binned, randomRows, upTo } from './binned.ts';

const rows = 500;
const { columns, negativeGradient, hessian } = randomRows(rows, 7);

function grow(changes: Partial<GrowthLimits> = {}, of: Uint32Array = upTo(rows)) {
  const limits: GrowthLimits = {
    maxDepth: 6,
    maxLeaves: Number.POSITIVE_INFINITY,
    minLeafRows: 5,
    minChildWeight: 0,
    minGain: 0,
    l2Regularization: 1,
    columns: { count: columns.length, drawnFor: 'tree' },
    monotone: new Int8Array(columns.length),
    ...changes,
  };
  const ordered = of.slice();
  const tree = growTree(columns, { negativeGradient, hessian }, ordered, limits, seededRandom(3));
  return { tree, ordered };
}

const depthOf = (tree: ReturnType<typeof grow>['tree'], node = 0): number =>
  tree.column[node] === -1
    ? 0
    : 1 + Math.max(depthOf(tree, tree.left[node]!), depthOf(tree, tree.right[node]!));

describe('growTree', () => {
  it.each<[string, Partial<GrowthLimits>]>([
    ['from its parent’s histograms', {}],
    ['with columns drawn for each split', { columns: { count: 2, drawnFor: 'split' } }],
    ['with columns drawn once', { columns: { count: 2, drawnFor: 'tree' } }],
    ['with few leaves', { maxLeaves: 5 }],
  ])('%s, divides its rows among the leaves that walking it finds', (_, changes) => {
    const { tree, ordered } = grow(changes);
    expect(ordered.slice().sort()).toEqual(upTo(rows));
    let covered = 0;
    for (const { node, from, to } of tree.leaves) {
      expect(tree.column[node]).toBe(-1);
      expect(tree.cover[node]).toBe(to - from);
      covered += to - from;
      for (const row of ordered.subarray(from, to)) expect(leafOf(tree, columns, row)).toBe(node);
    }
    expect(covered).toBe(rows);
    expect(tree.leaves.length).toBeGreaterThan(2);
  });

  it('gives each leaf the mean of its rows, shrunk towards 0 by λ', () => {
    const { tree, ordered } = grow({ l2Regularization: 3 });
    for (const { node, from, to } of tree.leaves) {
      const mine = [...ordered.subarray(from, to)];
      const gradients = mine.reduce((sum, row) => sum + negativeGradient[row]!, 0);
      const hessians = mine.reduce((sum, row) => sum + hessian[row]!, 0);
      expect(tree.value[node]).toBeCloseTo(gradients / (hessians + 3), 9);
    }
  });

  it('respects its limits', () => {
    expect(depthOf(grow({ maxDepth: 2 }).tree)).toBe(2);
    expect(grow({ maxLeaves: 4 }).tree.leaves).toHaveLength(4);
    expect(grow({ maxDepth: 0 }).tree.leaves).toEqual([{ node: 0, from: 0, to: rows }]);
    for (const { from, to } of grow({ minLeafRows: 60 }).tree.leaves) {
      expect(to - from).toBeGreaterThanOrEqual(60);
    }
    const { tree } = grow({ minGain: 20 });
    tree.gain.forEach((gain, node) => {
      if (tree.column[node] !== -1) expect(gain).toBeGreaterThan(20);
    });
  });

  it('makes the split of the largest gain first where leaves are limited', () => {
    const whole = grow().tree;
    const below = [whole.gain[whole.left[0]!]!, whole.gain[whole.right[0]!]!];
    const { tree } = grow({ maxLeaves: 3 });
    const made = tree.gain.filter((gain) => gain > 0);
    expect(made).toEqual([whole.gain[0], Math.max(...below)]);
    expect(Math.min(...below)).toBeLessThan(Math.max(...below));
  });

  it('counts a row as often as it is given', () => {
    const twice = Uint32Array.from({ length: 2 * rows }, (_, i) => i >> 1);
    const doubled = grow({ maxDepth: 1, minLeafRows: 10, l2Regularization: 2 }, twice).tree;
    const once = grow({ maxDepth: 1 }).tree;
    expect(doubled.column).toEqual(once.column);
    expect(doubled.cover).toEqual(once.cover.map((count) => 2 * count));
    doubled.value.forEach((value, node) => {
      expect(value).toBeCloseTo(once.value[node]!, 9);
    });
  });

  it('holds a monotone constraint over the whole tree', () => {
    const { tree } = grow({ monotone: Int8Array.of(-1, 0, 0) });
    for (const second of [0, 1, 2]) {
      for (const third of [0, 1, 2, 3, 4]) {
        let before = Number.POSITIVE_INFINITY;
        for (let code = 0; code < 12; code++) {
          const one = [
            binned('number', 12, [code]),
            binned('number', 3, [second]),
            binned('category', 5, [third]),
          ];
          const value = tree.value[leafOf(tree, one, 0)]!;
          expect(value).toBeLessThanOrEqual(before);
          before = value;
        }
      }
    }
  });
});

describe('leafOf', () => {
  it('stops at splits that gain less than the least gain', () => {
    const { tree } = grow();
    expect(leafOf(tree, columns, 0, Number.POSITIVE_INFINITY)).toBe(0);
    const [gain = 0] = tree.gain;
    const child = leafOf(tree, columns, 0, gain);
    expect([0, tree.left[0], tree.right[0]]).toContain(child);
  });
});
