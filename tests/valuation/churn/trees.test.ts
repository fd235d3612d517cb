import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  churnBase,
  churnContributions,
  churnLogOdds,
  predictChurn,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import type { Dataset } from '../../../src/valuation/churn/dataset.ts';
import type { TreeEnsemble } from '../../../src/valuation/churn/trees/tree-ensemble.ts';
import { compileTrees } from '../../../src/valuation/churn/trees/tree-ensemble.ts';
import {
  ensembleBase,
  ensembleContributions,
} from '../../../src/valuation/churn/trees/tree-shap.ts';
import { crossValidate } from '../../../src/valuation/evaluation/cross-validation.ts';
import { rocAuc } from '../../../src/valuation/evaluation/metrics.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { categoryColumn, madeUpCustomers, numberColumn } from './tables.ts';

const kinds = ['tree', 'forest', 'boosting'] as const;

/** A random tree over three features in [0, 1), some of which come twice on a path. */
function randomTree(seed: number): TreeEnsemble {
  const random = seededRandom(seed);
  const tree = {
    intercept: 0.25,
    roots: [0],
    feature: [] as number[],
    threshold: [] as number[],
    right: [] as number[],
    missingLeft: [] as number[],
    value: [] as number[],
    cover: [] as number[],
    levelSets: [],
  };
  const grow = (depth: number, cover: number): number => {
    const leaf = depth === 0 || cover < 2 || random.next() < 0.15;
    const node = tree.feature.push(leaf ? -1 : random.integer(3)) - 1;
    tree.threshold.push(leaf ? 0 : random.next());
    tree.right.push(0);
    tree.missingLeft.push(random.integer(2));
    tree.value.push(leaf ? random.normal() : 0);
    tree.cover.push(cover);
    if (!leaf) {
      const left = 1 + random.integer(cover - 1);
      grow(depth - 1, left);
      tree.right[node] = grow(depth - 1, cover - left);
    }
    return node;
  };
  grow(5, 60);
  return tree;
}

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

describe.each(kinds)('%s', (kind) => {
  it('gives nothing to a feature that says nothing, and the most to the one that says all', () => {
    const random = seededRandom(3);
    const says = Array.from({ length: 600 }, () => random.next());
    const y = Uint8Array.from(says, (value) => (random.next() < (value > 0.6 ? 0.8 : 0.1) ? 1 : 0));
    const silent = Array.from(says, () => 7);
    const dataset = {
      columns: [numberColumn('silent', silent), numberColumn('says', says)],
      rows: 600,
    };
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40 });
    const contributions = churnContributions(model, dataset);
    for (let row = 0; row < 600; row++) expect(contributions[2 * row]).toBe(0);
    expect(rocAuc(y, predictChurn(model, dataset))).toBeGreaterThan(0.8);
  });

  it('holds a monotone constraint whatever the other features are', () => {
    const { dataset, y } = madeUpCustomers(900, 6);
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40, monotone: { age: 1 } });
    const atAge = (age: number): Dataset => ({
      rows: 100,
      columns: dataset.columns.map((column) => ({
        ...column,
        values:
          column.name === 'age' ? new Float64Array(100).fill(age) : column.values.slice(0, 100),
      })),
    });
    let younger = churnLogOdds(model, atAge(18));
    for (let age = 19; age < 80; age += 3) {
      const older = churnLogOdds(model, atAge(age));
      older.forEach((logOdds, row) => {
        expect(logOdds).toBeGreaterThanOrEqual(younger[row]! - 1e-12);
      });
      younger = older;
    }
  });

  it('learns from what is missing', () => {
    const random = seededRandom(8);
    const y = Uint8Array.from({ length: 500 }, () => random.integer(2));
    const told = Float64Array.from(y, (left) =>
      left === 1 && random.next() < 0.8 ? Number.NaN : random.next(),
    );
    const dataset = { columns: [numberColumn('told', told)], rows: 500 };
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40 });
    expect(rocAuc(y, predictChurn(model, dataset))).toBeGreaterThan(0.85);
  });

  it('finds its way among hundreds of categories', () => {
    const random = seededRandom(4);
    const levels = Array.from({ length: 300 }, (_, level) => `branch ${level}`);
    const codes = Float64Array.from({ length: 4000 }, () => random.integer(300));
    const y = Uint8Array.from(codes, (code) => (random.next() < (code < 60 ? 0.7 : 0.1) ? 1 : 0));
    const dataset: Dataset = {
      columns: [{ name: 'branch', kind: 'category', levels, values: codes }],
      rows: 4000,
    };
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40 });
    const fresh = {
      ...dataset,
      columns: [{ ...dataset.columns[0]!, values: Float64Array.of(5, 200) }],
      rows: 2,
    };
    const [bad, good] = predictChurn(model, fresh);
    expect(bad! - good!).toBeGreaterThan(0.2);
  });

  it('is not taken in by hundreds of categories that say nothing', () => {
    const { dataset, y } = madeUpCustomers(900, 13);
    const random = seededRandom(14);
    const levels = Array.from({ length: 400 }, (_, level) => `code ${level}`);
    const values = Float64Array.from({ length: 900 }, () => random.integer(400));
    const code = { name: 'code', kind: 'category' as const, levels, values };
    const more: Dataset = { columns: [...dataset.columns, code], rows: 900 };
    const options = { seed: 1, folds: 3, trees: 40 };
    const without = crossValidate(kind, dataset, y, options);
    const withIt = crossValidate(kind, more, y, options);
    expect(withIt.logLoss).toBeLessThan(without.logLoss + 0.015);
  });

  it('refuses a constraint it cannot hold', () => {
    const { dataset, y } = madeUpCustomers(60, 1);
    const training = (name: string) => () =>
      trainChurn(kind, dataset, y, { seed: 1, monotone: { [name]: 1 } });
    expect(training('branch')).toThrow('"branch", which is a category');
    expect(training('salary')).toThrow('"salary", which is not a feature');
  });
});

describe('a kind without trees', () => {
  it('says that it cannot hold a monotone constraint', () => {
    const { dataset, y } = madeUpCustomers(60, 1);
    expect(() => trainChurn('logistic', dataset, y, { seed: 1, monotone: { age: 1 } })).toThrow(
      'cannot hold monotone constraints. Use tree, forest or boosting',
    );
  });
});

describe('a tree', () => {
  it('splits a category in two groups whatever the order of its levels', () => {
    const cells = Array.from({ length: 200 }, (_, row) => ['a', 'b', 'c', 'd'][row % 4]!);
    const y = Uint8Array.from(cells, (cell) => (cell === 'a' || cell === 'c' ? 1 : 0));
    const dataset = { columns: [categoryColumn('kind', cells)], rows: 200 };
    const model = trainChurn('tree', dataset, y, { seed: 1, maxDepth: 1 });
    const probability = predictChurn(model, dataset);
    expect(rocAuc(y, probability)).toBe(1);
    expect(churnBase(model)).toBeCloseTo(0, 9);
  });
});
