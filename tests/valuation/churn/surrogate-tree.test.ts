import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  fitSurrogateTree,
  seededRandom,
  surrogatePrediction,
} from '../../../src/valuation/index.ts';

const rows = 4000;
const random = seededRandom(1);
const column = (name: string, of: (row: number) => number) => ({
  name,
  kind: 'number' as const,
  values: Float64Array.from({ length: rows }, (_, row) => of(row)),
});
const dataset: Dataset = {
  rows,
  columns: [
    column('balance', () => random.next() * 100),
    column('complaints', (row) => (row % 7 === 0 ? Number.NaN : row % 3)),
    column('noise', () => random.normal()),
  ],
};
const [balance, complaints] = dataset.columns.map(({ values }) => values);

describe('fitSurrogateTree', () => {
  it('finds the questions of a model that asks a few, and is wholly faithful to it', () => {
    const rule = Float64Array.from({ length: rows }, (_, row) =>
      balance![row]! <= 30
        ? 0.6
        : Number.isNaN(complaints![row]!) || complaints![row]! < 1.5
          ? 0.05
          : 0.3,
    );
    const tree = fitSurrogateTree(dataset, rule, { maxDepth: 3, maxLeaves: 8, seed: 1 });
    const [root] = tree!.nodes;
    expect(root!.split).toMatchObject({ feature: 'balance' });
    expect(Math.abs(root!.split!.threshold - 30)).toBeLessThan(2);
    expect(root!.share).toBe(1);
    expect(tree!.faithfulness).toBeGreaterThan(0.95);
    const other = tree!.nodes[root!.split!.right]!;
    expect(other.split).toMatchObject({ feature: 'complaints', missingLeft: true });
    expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
    const errors = surrogatePrediction(tree!, dataset).map((value, row) =>
      Math.abs(value - rule[row]!),
    );
    expect(errors.filter((error) => error > 0.05).length / rows).toBeLessThan(0.03);
  });

  it('asks no more than so many questions, and says how little it explains', () => {
    const wild = Float64Array.from({ length: rows }, () => random.next());
    const tree = fitSurrogateTree(dataset, wild, { maxDepth: 2, maxLeaves: 8, seed: 1 })!;
    const depth = (node: number): number => {
      const { split } = tree.nodes[node]!;
      return split === undefined ? 0 : 1 + Math.max(depth(split.left), depth(split.right));
    };
    expect(depth(0)).toBeLessThanOrEqual(2);
    expect(tree.faithfulness).toBeLessThan(0.05);
  });

  it('has nothing to show where all predictions are the same', () => {
    expect(
      fitSurrogateTree(dataset, new Float64Array(rows).fill(0.2), {
        maxDepth: 3,
        maxLeaves: 8,
        seed: 1,
      }),
    ).toBeUndefined();
  });
});
