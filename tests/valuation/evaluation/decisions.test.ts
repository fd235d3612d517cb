import { describe, expect, it } from 'vitest';
import { costThreshold } from '../../../src/valuation/evaluation/cost-threshold.ts';
import { groupPerformance } from '../../../src/valuation/evaluation/group-performance.ts';
import { liftByDecile } from '../../../src/valuation/evaluation/lift.ts';
import { comparePaired } from '../../../src/valuation/evaluation/paired-comparison.ts';
import {
  calibrationError,
  realisedAgainstPredicted,
  reliabilityBins,
} from '../../../src/valuation/evaluation/reliability.ts';
import { splitByTime } from '../../../src/valuation/evaluation/time-split.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';

describe('liftByDecile', () => {
  it('finds ten times the base rate in the first tenth of a perfect score', () => {
    const y = Array.from({ length: 100 }, (_, row) => (row < 10 ? 1 : 0));
    const scores = Float64Array.from(y, (left, row) => left - row / 1000);
    const deciles = liftByDecile(y, scores);
    expect(deciles[0]).toEqual({
      decile: 1,
      customers: 10,
      leavers: 10,
      rate: 1,
      lift: 10,
      gain: 1,
    });
    expect(deciles[9]).toMatchObject({ decile: 10, leavers: 0, lift: 0, gain: 1 });
  });

  it('has one part for each customer where there are fewer than ten', () => {
    expect(liftByDecile([1, 0, 0], Float64Array.of(0.9, 0.5, 0.1)).length).toBe(3);
  });
});

describe('costThreshold', () => {
  const probability = Float64Array.of(0.9, 0.6, 0.3, 0.2, 0.05);
  const y = [1, 1, 0, 1, 0];

  it('breaks even at contact / (saved · success)', () => {
    const { breakEven, best } = costThreshold(y, probability, {
      contact: 10,
      saved: 80,
      success: 0.5,
    });
    expect(breakEven).toEqual({ threshold: 0.25, contacted: 3, profit: 2 * 40 - 30 });
    expect(best).toEqual({ threshold: 0.2, contacted: 4, profit: 3 * 40 - 40 });
  });

  it('is null where contacting nobody is best', () => {
    expect(costThreshold(y, probability, { contact: 99, saved: 80, success: 1 }).best).toBeNull();
  });

  it('refuses costs that are not above 0', () => {
    expect(() => costThreshold(y, probability, { contact: 0, saved: 1, success: 1 })).toThrow(
      'above 0',
    );
  });
});

describe('reliability', () => {
  it('compares predicted with observed', () => {
    const probability = Float64Array.of(0.05, 0.05, 0.95, 1);
    expect(reliabilityBins([0, 1, 1, 1], probability)).toEqual([
      { low: 0, high: 0.1, customers: 2, predicted: 0.05, observed: 0.5 },
      { low: 0.9, high: 1, customers: 2, predicted: 0.975, observed: 1 },
    ]);
    expect(calibrationError([0, 1, 1, 1], probability)).toBeCloseTo((0.45 + 0.025) / 2, 12);
  });

  it('measures when more leave than predicted', () => {
    const predicted = new Float64Array(400).fill(0.1);
    const asPredicted = Array.from(predicted, (_, row) => (row % 10 === 0 ? 1 : 0));
    const twice = Array.from(predicted, (_, row) => (row % 5 === 0 ? 1 : 0));
    expect(realisedAgainstPredicted(asPredicted, predicted).standardErrors).toBeCloseTo(0, 9);
    expect(realisedAgainstPredicted(twice, predicted).standardErrors).toBeCloseTo(40 / 6, 9);
    expect(realisedAgainstPredicted(twice, predicted).realised).toBe(0.2);
  });
});

describe('groupPerformance', () => {
  it('measures each group separately', () => {
    const y = [1, 0, 1, 0, 0];
    const probability = Float64Array.of(0.8, 0.2, 0.4, 0.6, 0.1);
    const [f, m] = groupPerformance(y, probability, ['f', 'f', 'm', 'm', 'm'], 0.5);
    expect(f).toMatchObject({
      group: 'f',
      customers: 2,
      auc: 1,
      called: 0.5,
      truePositiveRate: 1,
      falsePositiveRate: 0,
    });
    expect(m).toMatchObject({
      group: 'm',
      customers: 3,
      leavers: 1,
      auc: 0.5,
      truePositiveRate: 0,
      falsePositiveRate: 0.5,
    });
  });

  it('has no AUC for a group in which nobody left', () => {
    const [only] = groupPerformance([0, 0], Float64Array.of(0.1, 0.2), ['x', 'x'], 0.5);
    expect(only!.auc).toBeNull();
  });
});

describe('comparePaired', () => {
  const random = seededRandom(5);
  const losses = new Float64Array(500).map(() => random.next());

  it('finds a consistent difference, however small', () => {
    const better = losses.map((loss) => loss - 0.01 - 0.001 * random.next());
    expect(comparePaired(better, losses)).toMatchObject({ pValue: 0 });
    expect(comparePaired(better, losses).difference).toBeCloseTo(-0.0105, 3);
  });

  it('finds no difference in noise about nineteen times in twenty', () => {
    let alarms = 0;
    for (let trial = 0; trial < 400; trial++) {
      const other = losses.map((loss) => loss + random.normal());
      if (comparePaired(losses, other).pValue < 0.05) alarms++;
    }
    expect(alarms).toBeGreaterThan(4);
    expect(alarms).toBeLessThan(40);
  });

  it('does not gain precision from counting a customer ten times', () => {
    const other = losses.map((loss) => loss + random.normal());
    const once = comparePaired(losses, other);
    const tenfold = (values: Float64Array) =>
      Float64Array.from({ length: 5000 }, (_, row) => values[row % 500]!);
    const customer = Array.from({ length: 5000 }, (_, row) => row % 500);
    const again = comparePaired(tenfold(losses), tenfold(other), customer);
    expect(again.standardError).toBeCloseTo(once.standardError, 9);
  });

  it('finds no difference between a model and itself', () => {
    expect(comparePaired(losses, losses)).toEqual({ difference: 0, standardError: 0, pValue: 1 });
  });
});

describe('splitByTime', () => {
  it('keeps rows whose outcome was still open out of the past', () => {
    const asOf = Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const split = splitByTime(asOf, { horizon: 3, share: 0.2 });
    expect(split).toEqual({
      cutoff: 8,
      past: Uint32Array.of(0, 1, 2, 3, 4, 5),
      window: Uint32Array.of(8, 9),
    });
  });

  it('is undefined where every row is of the same time', () => {
    expect(splitByTime(new Float64Array(5), { horizon: 1, share: 0.2 })).toBeUndefined();
  });
});
