import { describe, expect, it } from 'vitest';
import {
  churnContributions,
  churnLogOdds,
  explanationBase,
  trainChurn,
} from '../../../../src/valuation/churn/churn-model.ts';
import type { Dataset } from '../../../../src/valuation/churn/dataset.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';
import { numberColumn } from '../tables.ts';

describe('a forest on categories of many levels', () => {
  it('predicts the log-odds that its contributions add up to', () => {
    const rows = 1500;
    const random = seededRandom(8);
    const levels = Array.from({ length: 60 }, (_, level) => `branch ${level}`);
    const codes = new Float64Array(rows).map(() =>
      random.next() < 0.05 ? Number.NaN : random.integer(60),
    );
    const x = new Float64Array(rows).map(() => random.normal());
    const y = Uint8Array.from(x, (value, row) =>
      random.next() < 1 / (1 + Math.exp(1 - value - ((codes[row] || 0) % 7) / 3)) ? 1 : 0,
    );
    const dataset: Dataset = {
      rows,
      columns: [{ name: 'branch', kind: 'category', levels, values: codes }, numberColumn('x', x)],
    };
    const model = trainChurn('forest', dataset, y, { seed: 1 });
    if (model.kind !== 'forest') throw new Error('The model should be a forest.');
    // So many sets of levels that they are not looked up for every row.
    expect(new Set(model.parameters.levelSets.map(String)).size).toBeGreaterThan(300);
    const logOdds = churnLogOdds(model, dataset);
    const contributions = churnContributions(model, dataset);
    const base = explanationBase(model);
    for (let row = 0; row < rows; row++) {
      expect(
        Math.abs(base + contributions[2 * row]! + contributions[2 * row + 1]! - logOdds[row]!),
      ).toBeLessThan(1e-9);
    }
  });
});
