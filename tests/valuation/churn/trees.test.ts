import { describe, expect, it } from 'vitest';
import {
  churnContributions,
  churnLogOdds,
  explanationBase,
  predictChurn,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import type { Dataset } from '../../../src/valuation/churn/dataset.ts';
import { crossValidate } from '../../../src/valuation/evaluation/cross-validation.ts';
import { rocAuc } from '../../../src/valuation/evaluation/metrics.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { categoryColumn, madeUpCustomers, numberColumn } from './tables.ts';

const kinds = ['tree', 'forest', 'boosting'] as const;

describe.each(kinds)('%s', (kind) => {
  it('gives an uninformative feature a contribution of 0, and learns from the informative one', () => {
    const random = seededRandom(3);
    const informative = Array.from({ length: 600 }, () => random.next());
    const y = Uint8Array.from(informative, (value) =>
      random.next() < (value > 0.6 ? 0.8 : 0.1) ? 1 : 0,
    );
    const constant = Array.from(informative, () => 7);
    const dataset = {
      columns: [numberColumn('constant', constant), numberColumn('informative', informative)],
      rows: 600,
    };
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40 });
    const contributions = churnContributions(model, dataset);
    for (let row = 0; row < 600; row++) expect(contributions[2 * row]).toBe(0);
    expect(rocAuc(y, predictChurn(model, dataset))).toBeGreaterThan(0.8);
  });

  it('guarantees a monotone constraint whatever the other features are', () => {
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

  it('learns from missing values', () => {
    const random = seededRandom(8);
    const y = Uint8Array.from({ length: 500 }, () => random.integer(2));
    const values = Float64Array.from(y, (left) =>
      left === 1 && random.next() < 0.8 ? Number.NaN : random.next(),
    );
    const dataset = { columns: [numberColumn('x', values)], rows: 500 };
    const model = trainChurn(kind, dataset, y, { seed: 1, trees: 40 });
    expect(rocAuc(y, predictChurn(model, dataset))).toBeGreaterThan(0.85);
  });

  it('learns from hundreds of categories', () => {
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

  it('does not overfit hundreds of uninformative categories', () => {
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

  it('refuses a constraint on a category or an unknown feature', () => {
    const { dataset, y } = madeUpCustomers(60, 1);
    const training = (name: string) => () =>
      trainChurn(kind, dataset, y, { seed: 1, monotone: { [name]: 1 } });
    expect(training('branch')).toThrow('"branch", which is a category');
    expect(training('salary')).toThrow('"salary", which is not a feature');
  });
});

describe('a kind without trees', () => {
  it('refuses monotone constraints', () => {
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
    expect(explanationBase(model)).toBeCloseTo(0, 9);
  });
});
