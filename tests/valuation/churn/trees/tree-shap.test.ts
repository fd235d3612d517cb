import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  churnContributions,
  churnLogOdds,
  explainChurn,
  explanationBase,
  trainChurn,
} from '../../../../src/valuation/churn/churn-model.ts';
import {
  compileTrees,
  type TreeEnsemble,
} from '../../../../src/valuation/churn/trees/tree-ensemble.ts';
import {
  ensembleBase,
  ensembleContributions,
} from '../../../../src/valuation/churn/trees/tree-shap.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';
import { numberColumn } from '../tables.ts';
import { randomTree } from './random-tree.ts';

/** What a tree expects of a row of which only the features in `known` are known. */
function expectation(tree: TreeEnsemble, row: number[], known: Set<number>, node = 0): number {
  const f = tree.feature[node]!;
  if (f < 0) return tree.value[node]!;
  const left = node + 1;
  const right = tree.right[node]!;
  const value = row[f]!;
  if (known.has(f)) {
    const goesLeft = Number.isNaN(value)
      ? tree.missingLeft[node] === 1
      : value <= tree.threshold[node]!;
    return expectation(tree, row, known, goesLeft ? left : right);
  }
  const share = tree.cover[left]! / tree.cover[node]!;
  return (
    share * expectation(tree, row, known, left) + (1 - share) * expectation(tree, row, known, right)
  );
}

describe('TreeSHAP', () => {
  it('is the Shapley value by its definition: the mean over all orders of features', () => {
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const cell = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.integer(), fc.tuple(cell, cell, cell), (seed, row) => {
        const tree = randomTree(seed);
        const trees = compileTrees(tree, [false, false, false]);
        const columns = row.map((value) => Float64Array.of(value));
        const given = ensembleContributions(trees, columns, 1);
        const byDefinition = [0, 0, 0];
        for (const order of orders) {
          const known = new Set<number>();
          for (const f of order) {
            const before = expectation(tree, row, known);
            known.add(f);
            byDefinition[f]! += (expectation(tree, row, known) - before) / orders.length;
          }
        }
        byDefinition.forEach((value, f) => {
          expect(Math.abs(given[f]! - value)).toBeLessThan(1e-12);
        });
        expect(ensembleBase(trees)).toBeCloseTo(0.25 + expectation(tree, row, new Set()), 12);
      }),
    );
  });
});

/** More rows than go through a tree in one block, and paths of more features than are cached. */
const rows = 5000;
const features = 16;
const random = seededRandom(9);
const values = Array.from({ length: features }, () =>
  new Float64Array(rows).map(() => (random.next() < 0.05 ? Number.NaN : random.normal())),
);
const dataset = { columns: values.map((column, f) => numberColumn(`f${f}`, column)), rows };
const y = new Uint8Array(rows).map((_, row) => {
  const sum = values.reduce((total, column) => total + Math.sign(column[row]! || 0), 0);
  return random.next() < 1 / (1 + Math.exp(-sum)) ? 1 : 0;
});
const model = trainChurn('forest', dataset, y, { seed: 1, trees: 6, maxDepth: 20 });
const contributions = churnContributions(model, dataset);

describe('contributions of deep trees', () => {
  it('add up to the log-odds', () => {
    const base = explanationBase(model);
    const furthest = churnLogOdds(model, dataset).reduce((most, logOdds, row) => {
      const mine = contributions.subarray(row * features, (row + 1) * features);
      return Math.max(most, Math.abs(base + mine.reduce((a, b) => a + b) - logOdds));
    }, 0);
    expect(furthest).toBeLessThan(1e-9);
  });

  it('are the same to the last bit for one customer and among many', () => {
    for (const row of [0, 4095, 4096, 4999]) {
      expect(explainChurn(model, dataset, row).map(({ contribution }) => contribution)).toEqual(
        Array.from(contributions.subarray(row * features, (row + 1) * features)),
      );
    }
  });
});
