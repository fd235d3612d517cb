import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Calibration,
  calibrate,
  chooseCalibration,
  fitIsotonic,
} from '../../../src/valuation/churn/calibration.ts';
import {
  churnContributions,
  churnLogOdds,
  explanationBase,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import { fitPlatt } from '../../../src/valuation/churn/platt.ts';
import { calibrationError } from '../../../src/valuation/evaluation/reliability.ts';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { madeUpCustomers } from './tables.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** Predicted log-odds, and outcomes drawn from the true ones. */
function outcomes(rows: number, truth: (predicted: number) => number) {
  const random = seededRandom(21);
  const predicted = new Float64Array(rows).map(() => 2 * random.normal() - 1);
  const y = Uint8Array.from(predicted, (z) => (random.next() < sigmoid(truth(z)) ? 1 : 0));
  return { predicted, y };
}

describe('fitPlatt', () => {
  it('finds the line the outcomes were drawn from', () => {
    const { predicted, y } = outcomes(20_000, (z) => 0.5 * z + 0.3);
    const { slope, intercept } = fitPlatt(predicted, y);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(intercept).toBeCloseTo(0.3, 1);
  });

  it('stays finite where a score separates the classes', () => {
    const { slope, intercept } = fitPlatt([-2, -1, 1, 2], [0, 0, 1, 1]);
    expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    expect(sigmoid(slope * 2 + intercept)).toBeLessThan(1);
  });
});

describe('fitIsotonic', () => {
  it('never decreases, and is continuous', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const predicted = new Float64Array(200).map(() => random.normal());
        const y = Uint8Array.from(predicted, () => random.integer(2));
        const calibration = fitIsotonic(predicted, y);
        let before = Number.NEGATIVE_INFINITY;
        for (let z = -5; z <= 5; z += 0.05) {
          const here = calibrate(calibration, z);
          expect(here).toBeGreaterThanOrEqual(before);
          before = here;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('chooseCalibration', () => {
  it.each([
    ['none', (z: number) => z],
    ['platt', (z: number) => 0.4 * z - 0.5],
    ['isotonic', (z: number) => (z < -1 ? -2 : z < 1 ? -1.9 : 2)],
  ] as const)('chooses %s where that is needed', (method, truth) => {
    const { predicted, y } = outcomes(5000, truth);
    const calibration = chooseCalibration(predicted, y, 1);
    expect(calibration.method).toBe(method);
    const fresh = outcomes(8000, truth);
    const probability = fresh.predicted.map((z) => sigmoid(calibrate(calibration, z)));
    expect(calibrationError(fresh.y, probability)).toBeLessThan(0.03);
  });

  it('does not calibrate where there are too few rows', () => {
    const { predicted, y } = outcomes(15, (z) => z);
    expect(chooseCalibration(predicted, y, 1)).toEqual({ method: 'none' });
  });
});

describe('a calibrated model', () => {
  const { dataset, y } = madeUpCustomers(500, 7);
  const model = trainChurn('boosting', dataset, y, { seed: 1 });
  it.each<Calibration>([
    { method: 'none' },
    { method: 'platt', slope: 0.6, intercept: -0.4 },
    { method: 'isotonic', from: [-3, -1, 0, 2], to: [-2.5, -2, -2, 3] },
  ])('by $method has contributions that add up', (calibration) => {
    const calibrated = { ...model, calibration };
    const logOdds = churnLogOdds(calibrated, dataset);
    const raw = churnLogOdds(model, dataset);
    const contributions = churnContributions(calibrated, dataset);
    const base = explanationBase(calibrated);
    for (let row = 0; row < 500; row++) {
      const mine = contributions.subarray(row * 5, row * 5 + 5);
      const sum = mine.reduce((total, value) => total + value, base);
      expect(Math.abs(sum - logOdds[row]!)).toBeLessThan(1e-9);
      expect(logOdds[row]).toBe(calibrate(calibration, raw[row]!));
    }
  });
});
