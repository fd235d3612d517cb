import { describe, expect, it } from 'vitest';
import { predictChurn } from '../../../src/valuation/churn/churn-model.ts';
import { selectChurn } from '../../../src/valuation/churn/selection.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { madeUpCustomers, numberColumn } from './tables.ts';

/** Customers whose leaving is linear in a, or depends on whether the signs of a and b agree. */
function customers(rows: number, truth: 'line' | 'interaction') {
  const random = seededRandom(11);
  const a = new Float64Array(rows).map(() => random.normal());
  const b = new Float64Array(rows).map(() => random.normal());
  const y = Uint8Array.from(a, (value, row) => {
    const logOdds = truth === 'line' ? value - 1 : 2.5 * Math.sign(value * b[row]!) - 0.5;
    return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  return { dataset: { columns: [numberColumn('a', a), numberColumn('b', b)], rows }, y };
}

const asOf = (rows: number) =>
  new Float64Array(rows).map((_, row) => Math.floor((12 * row) / rows));

describe('selectChurn', () => {
  it('chooses the simplest where nothing is better', async () => {
    const { dataset, y } = customers(1000, 'line');
    const { champion, candidates, judgedOn, rows } = await selectChurn(dataset, y, {
      seed: 1,
      kinds: ['boosting', 'logistic'],
      time: { asOf: asOf(1000), horizon: 2 },
    });
    expect(champion.kind).toBe('logistic');
    expect(champion.rows).toBe(1000);
    expect(judgedOn).toBe('later window');
    expect(candidates.map(({ kind }) => kind)).toEqual(['logistic', 'boosting']);
    expect(Math.min(...rows)).toBeGreaterThanOrEqual(660);
  });

  it('chooses the better one where the simplest misses an effect', async () => {
    const { dataset, y } = customers(1000, 'interaction');
    const { champion, candidates, probability, rows } = await selectChurn(dataset, y, {
      seed: 1,
      kinds: ['logistic', 'boosting'],
      time: { asOf: asOf(1000), horizon: 0 },
    });
    expect(champion.kind).toBe('boosting');
    expect(candidates[0]!.withinNoise).toBe(false);
    expect(candidates[0]!.againstBest.difference).toBeGreaterThan(0);
    expect(candidates[1]!.judged.auc).toBeGreaterThan(0.8);
    expect(probability.length).toBe(rows.length);
  });

  it('judges on cross-validation where there is no later window', async () => {
    const { dataset, y } = madeUpCustomers(300, 1);
    const sameTime = { asOf: new Float64Array(300).fill(5), horizon: 1 };
    const { judgedOn, rows, cutoff } = await selectChurn(dataset, y, {
      seed: 1,
      kinds: ['logistic', 'tree'],
      time: sameTime,
    });
    expect(judgedOn).toBe('cross-validation');
    expect(rows.length).toBe(300);
    expect(cutoff).toBeNull();
  });

  it('considers only kinds that can guarantee the given constraints', async () => {
    const { dataset, y } = madeUpCustomers(300, 1);
    const { candidates, champion } = await selectChurn(dataset, y, {
      seed: 1,
      folds: 2,
      trees: 10,
      monotone: { complaints: 1 },
    });
    expect(candidates.map(({ kind }) => kind)).toEqual(['tree', 'forest', 'boosting']);
    expect(predictChurn(champion, dataset).length).toBe(300);
  });
});
