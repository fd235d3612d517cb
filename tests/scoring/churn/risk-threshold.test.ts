import { describe, expect, it } from 'vitest';
import { contactThreshold } from '../../../src/scoring/churn/churn-metrics.ts';
import { riskThreshold, usualRiskThreshold } from '../../../src/scoring/churn/risk-threshold.ts';

/** Of a hundred customers said to leave with 50 %, half left; of nine hundred said to leave with 2 %, nobody. */
const labels = Uint8Array.from({ length: 1000 }, (_, n) => (n < 100 && n % 2 === 0 ? 1 : 0));
const said = Float64Array.from({ length: 1000 }, (_, n) => (n < 100 ? 0.5 : 0.02));
const costs = (cost: number) =>
  contactThreshold(labels, said, { cost, saved: 1200, success: 0.15 });

describe('the probability from which customers are at risk', () => {
  it('is where a contact pays: its cost over what it saves on average', () => {
    expect(riskThreshold('auto', costs(25), 0.05)).toEqual({
      value: 25 / (1200 * 0.15),
      from: 'contact',
      pays: 25 / (1200 * 0.15),
    });
  });

  it('is never below the share of customers who leave', () => {
    expect(riskThreshold('auto', costs(25), 0.2)).toEqual({
      value: 0.2,
      from: 'baseRate',
      pays: 25 / (1200 * 0.15),
    });
    expect(riskThreshold('auto', undefined, 0.45)).toMatchObject({ value: 0.45, from: 'baseRate' });
  });

  it('is the usual one where the model was not judged, or no costs are set', () => {
    const usual = { value: usualRiskThreshold, pays: null };
    expect(riskThreshold('auto', undefined, 0.05)).toEqual({ ...usual, from: 'notJudged' });
    expect(riskThreshold('auto', contactThreshold(labels, said, undefined), 0.05)).toEqual({
      ...usual,
      from: 'noCosts',
    });
  });

  it('is not where contacts would have lost money', () => {
    // 50 % of those contacted would have to be won back, each saving less than two contacts cost.
    expect(riskThreshold('auto', costs(100), 0.05)).toEqual({
      value: 100 / 180,
      from: 'notPaid',
      pays: null,
    });
    const overconfident = contactThreshold(
      labels,
      said.map((p) => p + 0.3),
      {
        cost: 45,
        saved: 1000,
        success: 0.15,
      },
    );
    expect(riskThreshold('auto', overconfident, 0.05)).toMatchObject({
      from: 'notPaid',
      value: 0.3,
    });
  });

  it('is what the bank set, beside what would pay', () => {
    expect(riskThreshold(0.4, costs(25), 0.5)).toEqual({
      value: 0.4,
      from: 'settings',
      pays: 25 / (1200 * 0.15),
    });
    expect(riskThreshold(0, undefined, 0.5)).toEqual({ value: 0, from: 'settings', pays: null });
  });
});
