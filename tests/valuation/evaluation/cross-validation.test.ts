import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../../src/valuation/evaluation/cross-validation.ts';
import { brierScore, logLoss, rocAuc } from '../../../src/valuation/evaluation/metrics.ts';
import { stratifiedFolds } from '../../../src/valuation/evaluation/stratified-folds.ts';
import { madeUpCustomers, numberColumn } from '../churn/tables.ts';

describe('stratifiedFolds', () => {
  it('gives every fold its share of rows and of those who left', () => {
    const y = Array.from({ length: 103 }, (_, row) => (row % 4 === 0 ? 1 : 0));
    const fold = stratifiedFolds(y, 5, 1);
    for (let held = 0; held < 5; held++) {
      const rows = y.filter((_, row) => fold[row] === held);
      expect([20, 21]).toContain(rows.length);
      expect([5, 6]).toContain(rows.filter((left) => left === 1).length);
    }
  });

  it('is determined by the seed', () => {
    const y = Array.from({ length: 50 }, (_, row) => row % 2);
    expect(stratifiedFolds(y, 5, 3)).toEqual(stratifiedFolds(y, 5, 3));
    expect(stratifiedFolds(y, 5, 3)).not.toEqual(stratifiedFolds(y, 5, 4));
  });

  it('refuses more folds than rows', () => {
    expect(() => stratifiedFolds([0, 1], 5, 1)).toThrow('2 to 2 folds, but 5');
  });
});

describe('crossValidate', () => {
  it('measures the pooled held-out probabilities', () => {
    const { dataset, y } = madeUpCustomers(800, 1);
    const result = crossValidate('logistic', dataset, y, { folds: 5, seed: 1 });
    expect(result.auc).toBe(rocAuc(y, result.probability));
    expect(result.brier).toBe(brierScore(y, result.probability));
    expect(result.logLoss).toBe(logLoss(y, result.probability));
    expect(result.auc).toBeGreaterThan(0.7);
  });

  it('has an AUC near one half on noise', () => {
    const { dataset, y } = madeUpCustomers(1500, 2);
    const noise = dataset.columns.filter(({ name }) => name === 'noise');
    const { auc } = crossValidate('logistic', { columns: noise, rows: 1500 }, y, {
      folds: 5,
      seed: 1,
    });
    expect(auc).toBeGreaterThan(0.42);
    expect(auc).toBeLessThan(0.58);
  });

  it('names the missing outcome when a fold trains on one class', () => {
    const dataset = { columns: [numberColumn('x', [1, 2, 3, 4])], rows: 4 };
    const y = Uint8Array.of(1, 0, 0, 0);
    expect(() => crossValidate('logistic', dataset, y, { folds: 2, seed: 1 })).toThrow(
      'All 2 labels are 0 (stayed)',
    );
  });
});
