import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  brierScore,
  confusionAt,
  logLoss,
  rocAuc,
  rowLogLoss,
} from '../../../src/valuation/evaluation/metrics.ts';

const y = [0, 0, 1, 1];
const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8);

const labelled = fc
  .array(fc.record({ left: fc.boolean(), score: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((rows) => rows.some(({ left }) => left) && rows.some(({ left }) => !left))
  .map((rows) => ({
    y: rows.map(({ left }) => (left ? 1 : 0)),
    scores: Float64Array.from(rows, ({ score }) => score / 20),
  }));

describe('rocAuc', () => {
  it('is 0.75 for the four scores of the scikit-learn manual', () => {
    expect(rocAuc(y, scores)).toBe(0.75);
  });

  it('is the share of correctly ordered pairs, with ties counting half', () => {
    fc.assert(
      fc.property(labelled, (table) => {
        let right = 0;
        let pairs = 0;
        table.y.forEach((left, i) => {
          table.y.forEach((stayed, j) => {
            if (left !== 1 || stayed !== 0) return;
            pairs++;
            right += (Math.sign(table.scores[i]! - table.scores[j]!) + 1) / 2;
          });
        });
        expect(rocAuc(table.y, table.scores)).toBeCloseTo(right / pairs, 12);
      }),
    );
  });

  it('refuses outcomes of one class, and missing scores', () => {
    expect(() => rocAuc([1, 1], Float64Array.of(0.1, 0.2))).toThrow('one who stayed');
    expect(() => rocAuc([1, 0], Float64Array.of(0.1, Number.NaN))).toThrow('Score 1 is missing');
  });
});

describe('averagePrecision', () => {
  it('is 0.83 for the four scores of the scikit-learn manual', () => {
    expect(averagePrecision(y, scores)).toBeCloseTo(0.8333, 4);
  });

  it('is the base rate for an uninformative score', () => {
    expect(averagePrecision([1, 0, 0, 0], new Float64Array(4).fill(0.3))).toBe(0.25);
  });

  it('is 1 exactly when everyone who left scores above everyone who stayed', () => {
    fc.assert(
      fc.property(labelled, (table) => {
        const area = averagePrecision(table.y, table.scores);
        expect(area === 1).toBe(rocAuc(table.y, table.scores) === 1);
        expect(area).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('brierScore and logLoss', () => {
  it('give p(1 − p) and the entropy to a constant base rate', () => {
    const constant = new Float64Array(4).fill(0.25);
    expect(brierScore([1, 0, 0, 0], constant)).toBeCloseTo(0.1875, 12);
    expect(logLoss([1, 0, 0, 0], constant)).toBeCloseTo(0.562335, 6);
  });

  it('stay finite where a certain prediction was wrong', () => {
    expect(rowLogLoss([1], Float64Array.of(0))[0]).toBeCloseTo(15 * Math.LN10, 6);
  });

  it('refuse an outcome that is neither 0 nor 1', () => {
    expect(() => logLoss([0, Number.NaN], Float64Array.of(0.1, 0.2))).toThrow('Outcome 1 is NaN');
  });
});

describe('confusionAt', () => {
  it('counts a probability at the threshold as a positive', () => {
    expect(confusionAt(y, scores, 0.4)).toMatchObject({
      truePositives: 1,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 1,
      accuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
  });

  it('has precision 0, not NaN, where nobody is predicted to leave', () => {
    expect(confusionAt(y, scores, 0.9)).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });
});
