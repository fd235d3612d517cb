import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  predictUplift,
  qiniByChance,
  seededRandom,
  trainUplift,
  upliftCandidates,
  upliftCurve,
  validateUplift,
} from '../../../src/valuation/index.ts';

/** A campaign that moves those with a high x, harms those with a low one, and knows a y that says nothing. */
function campaign(rows: number, seed: number, strength: number, heldOutShare = 0.3) {
  const random = seededRandom(seed);
  const x = Float64Array.from({ length: rows }, () => random.normal());
  const y = Float64Array.from({ length: rows }, () => random.normal());
  const treated = Uint8Array.from({ length: rows }, () => (random.next() < heldOutShare ? 0 : 1));
  const outcome = Uint8Array.from({ length: rows }, (_, row) => {
    const logOdds = 0.4 + 0.5 * y[row]! + strength * x[row]! * treated[row]!;
    return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  const dataset: Dataset = {
    rows,
    columns: [
      { name: 'x', kind: 'number', values: x },
      { name: 'y', kind: 'number', values: y },
    ],
  };
  return { dataset, x, treated, outcome };
}

const logistic = upliftCandidates.filter(({ kind }) => kind === 'logistic');

describe('an uplift model', () => {
  it.each(logistic)('by $method finds whom the campaign moves', (candidate) => {
    const { dataset, x, treated, outcome } = campaign(1500, 4, 1);
    const model = trainUplift(candidate, dataset, { treated, outcome }, { seed: 1 });
    const uplift = predictUplift(model, dataset);
    const mean = (of: (row: number) => boolean) => {
      const kept = uplift.filter((_, row) => of(row));
      return kept.reduce((sum, each) => sum + each, 0) / kept.length;
    };
    expect(mean((row) => x[row]! > 1)).toBeGreaterThan(0.15);
    expect(mean((row) => x[row]! < -1)).toBeLessThan(-0.15);
    expect(Math.max(...uplift.map(Math.abs))).toBeLessThanOrEqual(1);
    const validated = validateUplift(
      candidate,
      dataset,
      { treated, outcome },
      { seed: 1, folds: 5 },
    );
    expect(validated.qini).toBeGreaterThan(0.08);
    expect(validated.auuc).toBeGreaterThan(0.08);
    expect(validated.qini).toBeCloseTo(
      upliftCurve({ score: validated.score, treated, outcome }).qini,
      12,
    );
    expect(qiniByChance({ score: validated.score, treated, outcome }, 200, 1)).toBeLessThan(0.01);
  });

  it('of boosting is a pair of models', () => {
    const { dataset, treated, outcome } = campaign(800, 5, 1.2);
    const model = trainUplift(
      { method: 'twoModel', kind: 'boosting' },
      dataset,
      { treated, outcome },
      { seed: 1 },
    );
    const score = predictUplift(JSON.parse(JSON.stringify(model)), dataset);
    expect(score).toEqual(predictUplift(model, dataset));
    expect(upliftCurve({ score, treated, outcome }).qini).toBeGreaterThan(0.05);
  });

  it('ranks no better than chance where the campaign moves all alike', () => {
    const { dataset, treated, outcome } = campaign(1500, 8, 0);
    const validated = validateUplift(
      { method: 'classTransformation', kind: 'logistic' },
      dataset,
      { treated, outcome },
      { seed: 1, folds: 5 },
    );
    expect(qiniByChance({ score: validated.score, treated, outcome }, 200, 1)).toBeGreaterThan(
      0.05,
    );
  });

  it('gives the same again, to the last bit', () => {
    const { dataset, treated, outcome } = campaign(300, 6, 1);
    for (const candidate of logistic) {
      const once = trainUplift(candidate, dataset, { treated, outcome }, { seed: 7 });
      const again = trainUplift(candidate, dataset, { treated, outcome }, { seed: 7 });
      expect(JSON.stringify(again)).toBe(JSON.stringify(once));
    }
  });

  it('refuses a group of which all have the same outcome', () => {
    const { dataset, treated } = campaign(50, 6, 1);
    const outcome = treated.map((each) => each);
    expect(() =>
      trainUplift(
        { method: 'twoModel', kind: 'logistic' },
        dataset,
        { treated, outcome },
        { seed: 1 },
      ),
    ).toThrow(/All/);
  });
});
