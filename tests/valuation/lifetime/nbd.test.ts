import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  akaike,
  dropoutOrNone,
  expectedTransactions,
  fitBgNbd,
  fitModifiedBgNbd,
  fitNbd,
  fitParetoNbd,
  type NbdModel,
  probabilityAlive,
  type Rfm,
  ratesDiffer,
  seededRandom,
} from '../../../src/valuation/index.ts';
import { logGamma } from '../../../src/valuation/numeric/special-functions.ts';
import { readCdnow } from './cdnow.ts';
import { gammaDraw, simulate } from './simulation.ts';

const history = (x: number, T: number): Rfm => ({
  x: Float64Array.of(x),
  tx: Float64Array.of(x === 0 ? 0 : T),
  T: Float64Array.of(T),
});
const first = (values: Float64Array): number => values[0] ?? Number.NaN;
const model = (r: number, alpha: number): NbdModel => ({
  ...{ kind: 'nbd', r, alpha },
  ...{ logLikelihood: 0, equalRatesLogLikelihood: -10, converged: true, iterations: 1 },
});

/** ∫ f(λ)·gamma(λ; r, α) dλ by the trapezoidal rule on ln λ, where it converges exponentially. */
function overRates(r: number, alpha: number, f: (rate: number) => number): number {
  const step = 0.02;
  let sum = 0;
  for (let log = -40; log < 8; log += step) {
    const rate = Math.exp(log);
    sum += f(rate) * Math.exp(r * (Math.log(alpha) + log) - alpha * rate - logGamma(r)) * step;
  }
  return sum;
}

describe('NBD', () => {
  it('fits CDNOW as Fader, Hardie and Lee (2005, table 2) print it', () => {
    const fitted = fitNbd(readCdnow());
    expect(fitted.r).toBeCloseTo(0.385, 3);
    expect(fitted.alpha).toBeCloseTo(12.072, 3);
    expect(fitted.logLikelihood).toBeCloseTo(-9763.7, 1);
    expect(fitted.converged).toBe(true);
    expect(ratesDiffer(fitted)).toBe(true);
  });

  it('has the likelihood and the expectation that integrating over rates gives', () => {
    for (const [x, T] of [
      [0, 12],
      [1, 3],
      [7, 40],
    ] as const) {
      const likelihood = (rate: number) => rate ** x * Math.exp(-rate * T);
      const expected = overRates(0.8, 6, (rate) => 5 * rate * likelihood(rate));
      expect(first(expectedTransactions(model(0.8, 6), 5, history(x, T)))).toBeCloseTo(
        expected / overRates(0.8, 6, likelihood),
        8,
      );
    }
    const bank = { x: [0, 3, 1, 0, 9], T: [10, 20, 5, 40, 31] };
    const rfm = {
      x: Float64Array.from(bank.x),
      tx: Float64Array.from(bank.x, (x, i) => (x === 0 ? 0 : (bank.T[i] ?? 0))),
      T: Float64Array.from(bank.T),
    };
    const { r, alpha, logLikelihood } = fitNbd(rfm);
    const integrated = bank.x.map((x, i) =>
      Math.log(overRates(r, alpha, (rate) => rate ** x * Math.exp(-rate * (bank.T[i] ?? 0)))),
    );
    expect(logLikelihood).toBeCloseTo(
      integrated.reduce((sum, each) => sum + each, 0),
      6,
    );
  });

  it('finds again what purchases were simulated with', () => {
    const random = seededRandom(11);
    const bank = simulate(random, {
      customers: 6000,
      longestAge: 400,
      rate: () => gammaDraw(random, 1.4, 60),
    });
    const { r, alpha, standardErrors } = fitNbd(bank);
    if (standardErrors === undefined) throw new Error('The fit should converge.');
    expect(Math.abs(r - 1.4)).toBeLessThan(3 * standardErrors.r);
    expect(Math.abs(alpha - 60)).toBeLessThan(3 * standardErrors.alpha);
  });

  it('expects more of whoever bought more often, less of whoever took longer, and in proportion to the time', () => {
    const positive = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        ...[positive, positive, positive, positive],
        fc.nat({ max: 500 }),
        (r, alpha, T, horizon, x) => {
          const fitted = model(r, alpha);
          const expected = (count: number, age: number, time = horizon) =>
            first(expectedTransactions(fitted, time, history(count, age)));
          expect(expected(x + 1, T)).toBeGreaterThan(expected(x, T));
          expect(expected(x, T * 1.1)).toBeLessThan(expected(x, T));
          expect(expected(x, T, 2 * horizon) / expected(x, T)).toBeCloseTo(2, 9);
          expect(first(probabilityAlive(fitted, history(x, T)))).toBe(1);
        },
      ),
    );
  });

  it('does not depend on the unit of time, nor on how rows are put', () => {
    const bank = readCdnow();
    const days = fitNbd({ x: bank.x, tx: bank.tx.map((t) => 7 * t), T: bank.T.map((t) => 7 * t) });
    const weeks = fitNbd(bank);
    expect(days.alpha / weeks.alpha).toBeCloseTo(7, 8);
    expect(days.r).toBeCloseTo(weeks.r, 9);
  });

  it('says that nobody came back where nobody did', () => {
    expect(
      fitNbd({ x: Float64Array.of(0, 0), tx: Float64Array.of(0, 0), T: Float64Array.of(3, 9) }),
    ).toMatchObject({ converged: false, boundary: 'flat' });
  });
});

/** Purchases thrown at customers and days at random: nobody differs from anybody but by chance. */
function thrownAtRandom(seed: number, customers: number, purchases: number): Rfm {
  const random = seededRandom(seed);
  const days = Array.from({ length: customers }, () => new Set<number>());
  for (let i = 0; i < purchases; i++)
    days[Math.floor(random.next() * customers)]?.add(Math.floor(random.next() * 365));
  const bought = days.filter(({ size }) => size > 0).map((each) => [...each].sort((a, b) => a - b));
  const of = (figure: (from: number, to: number, count: number) => number) =>
    Float64Array.from(bought, (each) => figure(each[0] ?? 0, each.at(-1) ?? 0, each.length));
  return {
    x: of((_, __, count) => count - 1),
    tx: of((from, to) => (to - from) / 7),
    T: of((from) => (364 - from) / 7),
  };
}

describe('where customers differ by no more than chance makes them', () => {
  const bank = thrownAtRandom(3, 4000, 8000);

  it.each([fitBgNbd, fitModifiedBgNbd, fitParetoNbd])(
    'NBD is taken for a model that has no best fit, and ranks them still (%o)',
    (estimate) => {
      const { chosen, other } = dropoutOrNone(estimate(bank), bank);
      expect(other.converged).toBe(false);
      expect(chosen).toMatchObject({ kind: 'nbd', converged: false, boundary: 'equal-rates' });
      // Off equal rates, though not by more than such a bank leaves open.
      const variation = 1 / Math.sqrt(chosen.r);
      expect(variation).toBeGreaterThan(0.02);
      expect(variation).toBeLessThan(0.3);
      const expected = expectedTransactions(chosen, 52, bank);
      const sharing = new Map<string, number>();
      for (const each of expected)
        sharing.set(each.toPrecision(9), (sharing.get(each.toPrecision(9)) ?? 0) + 1);
      expect(Math.max(...sharing.values())).toBeLessThan(bank.x.length / 100);
      // As many as there were, for nobody leaves and all are alike.
      const rate = bank.x.reduce((a, b) => a + b, 0) / bank.T.reduce((a, b) => a + b, 0);
      const mean = expected.reduce((a, b) => a + b, 0) / expected.length;
      expect(mean / (52 * rate)).toBeCloseTo(1, 1);
    },
  );

  it('is told so, of nineteen in twenty such banks', () => {
    const banks = Array.from({ length: 100 }, (_, seed) =>
      fitNbd(
        simulate(seededRandom(1000 + seed), {
          ...{ customers: 500, longestAge: 365 },
          rate: () => 0.005,
        }),
      ),
    );
    expect(banks.filter(ratesDiffer).length).toBeLessThanOrEqual(10);
    for (const { logLikelihood, equalRatesLogLikelihood, converged } of banks)
      if (converged) expect(logLikelihood).toBeGreaterThanOrEqual(equalRatesLogLikelihood - 1e-6);
  });

  it('the more customers show it, the more alike they are held for', () => {
    const few = fitNbd(thrownAtRandom(5, 400, 800));
    const many = fitNbd(thrownAtRandom(5, 40_000, 80_000));
    expect(1 / Math.sqrt(many.r)).toBeLessThan(1 / Math.sqrt(few.r));
  });
});

describe('with customers who leave, or without', () => {
  const random = seededRandom(21);
  const rate = () => gammaDraw(random, 1.2, 30);

  it('goes by the model in which they leave where they do', () => {
    const bank = readCdnow();
    const leaving = fitBgNbd(bank);
    const { chosen, other } = dropoutOrNone(leaving, bank);
    expect(chosen).toEqual(leaving);
    expect(akaike(other) - akaike(chosen)).toBeCloseTo(2 * (9763.7 - 9582.4) - 4, 0);
  });

  it('keeps a model that ran away where it tells of departures', () => {
    // Everybody leaves with the same chance, which no beta has.
    const bank = simulate(random, {
      ...{ customers: 3000, longestAge: 400, rate },
      leavesAfterPurchase: () => 0.3,
    });
    const { chosen, other } = dropoutOrNone(fitModifiedBgNbd(bank), bank);
    expect(chosen.kind).toBe('mbg-nbd');
    expect(akaike(chosen)).toBeLessThan(akaike(other));
  });

  it('goes by NBD where nobody leaves, with what it was simulated with', () => {
    const bank = simulate(random, { customers: 3000, longestAge: 400, rate });
    const { chosen } = dropoutOrNone(fitBgNbd(bank), bank);
    expect(chosen).toMatchObject({ kind: 'nbd', converged: true });
    expect(chosen.r).toBeCloseTo(1.2, 0);
  });
});
