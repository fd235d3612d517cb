import { describe, expect, it } from 'vitest';
import {
  churnBase,
  churnContributions,
  churnLogOdds,
  explainChurn,
  trainChurn,
} from '../../../../src/valuation/churn/churn-model.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';
import { numberColumn } from '../tables.ts';

/** More rows than go through a tree together, and paths of more features than are kept by pattern. */
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

describe('reasons of deep trees', () => {
  it('add up to the log-odds', () => {
    const base = churnBase(model);
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
