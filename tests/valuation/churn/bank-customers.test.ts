import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../../src/valuation/evaluation/cross-validation.ts';
import { calibrationError } from '../../../src/valuation/evaluation/reliability.ts';
import { bankCustomers, readBankCustomers } from './tables.ts';

describe('on 10,000 bank customers in five folds', bankCustomers.needed, () => {
  // The slower kinds are held to their figures by benchmarks/churn.ts.
  it.each([
    ['logistic', 0.766, 0.136, 0.429],
    ['tree', 0.837, 0.11, 0.45],
    ['boosting', 0.867, 0.101, 0.332],
  ] as const)('%s has AUC ≥ %d, Brier ≤ %d, log loss ≤ %d and is calibrated', (...row) => {
    const [kind, auc, brier, logLoss] = row;
    const { dataset, y } = readBankCustomers();
    const result = crossValidate(kind, dataset, y, { folds: 5, seed: 1 });
    expect(result.auc).toBeGreaterThanOrEqual(auc);
    expect(result.brier).toBeLessThanOrEqual(brier);
    expect(result.logLoss).toBeLessThanOrEqual(logLoss);
    expect(calibrationError(y, result.probability)).toBeLessThanOrEqual(0.02);
  });
});
