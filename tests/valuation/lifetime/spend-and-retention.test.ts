import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  customerLifetimeValue,
  expectedSpend,
  expectedTransactions,
  fitGammaGamma,
  fitRetentionByTenure,
  fitShiftedBetaGeometric,
  type GammaGammaModel,
  lifetimeValueIfStaying,
  seededRandom,
  survivalCurve,
  type TransactionModel,
} from '../../../src/valuation/index.ts';
import { logGamma } from '../../../src/valuation/numeric/special-functions.ts';
import { readCdnow } from './cdnow.ts';
import { nelderMead } from './nelder-mead.ts';
import { gammaDraw } from './simulation.ts';

const fitted = { logLikelihood: 0, converged: true, iterations: 1 };
const spend: GammaGammaModel = { kind: 'gamma-gamma', p: 6.25, q: 3.74, v: 15.44, ...fitted };

/** Gamma-Gamma customers: mean amounts of x transactions each. */
function spenders(seed: number, customers: number) {
  const random = seededRandom(seed);
  const x = new Float64Array(customers).map(() => 1 + random.integer(12));
  const meanSpend = x.map((count) => {
    const rate = gammaDraw(random, 4, 16);
    return gammaDraw(random, 6 * count, rate * count);
  });
  return { x, meanSpend };
}

describe('Gamma-Gamma', () => {
  it('gives the published parameters on CDNOW', () => {
    const model = fitGammaGamma(readCdnow());
    expect([model.p, model.q, model.v].map((value) => value.toFixed(2))).toEqual([
      '6.25',
      '3.74',
      '15.44',
    ]);
    expect(model.converged).toBe(true);
  });

  it('expects spend between the customer’s own mean and the population’s, nearer their own with more transactions', () => {
    const population = (6.25 * 15.44) / 2.74;
    const amounts = expectedSpend(spend, {
      x: Float64Array.of(0, 1, 5, 100_000),
      meanSpend: Float64Array.of(0, 100, 100, 100),
    });
    const [never = 0, once = 0, often = 0, always = 0] = amounts;
    expect(never).toBeCloseTo(population, 10);
    expect(once).toBeGreaterThan(never);
    expect(often).toBeGreaterThan(once);
    expect(always).toBeCloseTo(100, 2);
  });

  it('reads no mean where there is no repeat transaction', () => {
    const x = Float64Array.of(0, 2);
    const known = expectedSpend(spend, { x, meanSpend: Float64Array.of(0, 5) });
    expect(expectedSpend(spend, { x, meanSpend: Float64Array.of(Number.NaN, 5) })).toEqual(known);
  });

  it('recovers the parameters of simulated spending, with no less likelihood than Nelder–Mead', () => {
    const data = spenders(1, 300);
    const model = fitGammaGamma(data);
    const found = nelderMead((point) => gammaGammaLikelihood(data, point.map(Math.exp)), [1, 1, 1]);
    expect(model.logLikelihood).toBeGreaterThan(found - 1e-6);
    expect(model.logLikelihood).toBeLessThan(found + 1e-3);
    const errors = model.standardErrors;
    if (!errors) throw new Error('The fit should converge.');
    expect(Math.abs(model.p - 6)).toBeLessThan(4 * errors.p);
    expect(Math.abs(model.q - 4)).toBeLessThan(4 * errors.q);
    expect(Math.abs(model.v - 16)).toBeLessThan(4 * errors.v);
  });

  it('does not depend on the currency, and treats weights like repeated rows', () => {
    const { x, meanSpend } = spenders(2, 200);
    const one = fitGammaGamma({ x, meanSpend });
    const other = fitGammaGamma({ x, meanSpend: meanSpend.map((amount) => amount * 25.3) });
    const double = fitGammaGamma({ x, meanSpend, weight: x.map(() => 2) });
    const twice = (values: Float64Array) => Float64Array.from([...values, ...values]);
    const rows = fitGammaGamma({ x: twice(x), meanSpend: twice(meanSpend) });
    expect(Math.abs(other.v / (25.3 * one.v) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(other.p / one.p - 1)).toBeLessThan(1e-9);
    expect(Math.abs(rows.q / double.q - 1)).toBeLessThan(1e-9);
    expect(double.logLikelihood).toBeCloseTo(2 * one.logLikelihood, 7);
  });

  it('reports that all customers spend the same where they do', () => {
    const model = fitGammaGamma({
      x: Float64Array.of(1, 2, 3, 4),
      meanSpend: Float64Array.of(50, 50, 50, 50),
    });
    expect(model).toMatchObject({ converged: false, boundary: 'equal-spend' });
    const [amount = 0] = expectedSpend(model, {
      x: Float64Array.of(0),
      meanSpend: Float64Array.of(0),
    });
    expect(amount).toBeCloseTo(50, 1);
  });

  it('has no mean for a new customer where the population’s is infinite', () => {
    const heavy = { ...spend, q: 0.9 };
    const [never, often] = expectedSpend(heavy, {
      x: Float64Array.of(0, 3),
      meanSpend: Float64Array.of(0, 20),
    });
    expect(never).toBeNaN();
    expect(often).toBeGreaterThan(20);
  });

  it('takes purchases of 0: they say nothing of the others, and something of who made them', () => {
    const { x, meanSpend } = spenders(3, 100);
    const model = fitGammaGamma({ x, meanSpend });
    const withFree = fitGammaGamma({
      x: Float64Array.from([...x, 1, 7]),
      meanSpend: Float64Array.from([...meanSpend, 0, 0]),
    });
    expect(withFree).toEqual(model);
    const [never = 0, once = 0, often = 0] = expectedSpend(model, {
      x: Float64Array.of(0, 1, 7),
      meanSpend: Float64Array.of(0, 0, 0),
    });
    expect(once).toBeLessThan(never);
    expect(often).toBeLessThan(once);
    expect(often).toBeGreaterThan(0);
    const free = { x: Float64Array.of(2), meanSpend: Float64Array.of(0) };
    expect(() => fitGammaGamma(free)).toThrow(/of an amount above 0/);
  });

  it('refuses an invalid row, naming it and the field, and a bank without repeat transactions', () => {
    const fitOf = (x: number[], amount: number[]) => () =>
      fitGammaGamma({ x: Float64Array.from(x), meanSpend: Float64Array.from(amount) });
    expect(fitOf([1, 2], [10, -4])).toThrow(/Row 1, field meanSpend: found -4/);
    expect(fitOf([1, 2], [10, Number.NaN])).toThrow(/Row 1, field meanSpend: found NaN/);
    expect(fitOf([1, -2], [10, 4])).toThrow(/Row 1, field x: found -2/);
    expect(fitOf([0, 0], [0, 0])).toThrow(/No customer has a repeat transaction/);
  });
});

/** Eq. 1a of Fader and Hardie (2013), implemented again without aggregation. */
function gammaGammaLikelihood(
  { x, meanSpend }: { x: Float64Array; meanSpend: Float64Array },
  [p = 0, q = 0, v = 0]: number[],
): number {
  let sum = 0;
  x.forEach((n, row) => {
    const m = meanSpend[row]!;
    sum +=
      logGamma(p * n + q) -
      logGamma(p * n) -
      logGamma(q) +
      q * Math.log(v) +
      (p * n - 1) * Math.log(m) +
      p * n * Math.log(n) -
      (p * n + q) * Math.log(n * m + v);
  });
  return sum;
}

describe('the shifted beta-geometric model', () => {
  const regular = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1];

  it('gives the figures of Fader and Hardie (2007) for the Regular cohort', () => {
    const model = fitShiftedBetaGeometric({ survivors: regular });
    expect(model.alpha.toFixed(3)).toBe('0.704');
    expect(model.beta.toFixed(3)).toBe('1.182');
    expect(model.converged).toBe(true);
  });

  it('projects the cohort to within a percentage point of the observed', () => {
    const curve = survivalCurve(fitShiftedBetaGeometric({ survivors: regular }), 7);
    regular.forEach((share, year) => {
      expect(Math.abs(100 * curve[year]! - share)).toBeLessThan(1);
    });
  });

  it('is the same for customers of many cohorts, by tenure, who are not all seen from the start', () => {
    const one = fitShiftedBetaGeometric({ survivors: regular });
    const atRisk = regular.slice(0, -1);
    const left = atRisk.map((there, period) => there - regular[period + 1]!);
    const sameTable = fitRetentionByTenure({ atRisk, left });
    expect(sameTable.alpha).toBeCloseTo(one.alpha, 12);
    expect(sameTable.logLikelihood).toBeCloseTo(one.logLikelihood, 9);
    // 4,000 customers leave by probabilities drawn from beta(2, 18); each is seen for two years from some month on.
    const random = seededRandom(3);
    const exposure = new Float64Array(120);
    const gone = new Float64Array(120);
    for (let customer = 0; customer < 4000; customer++) {
      const [a, b] = [gammaDraw(random, 2, 1), gammaDraw(random, 18, 1)];
      const leaves = a / (a + b);
      const from = random.integer(96);
      for (let month = 0; month < from + 24; month++) {
        const goes = random.next() < leaves;
        if (month >= from) {
          exposure[month]! += 1;
          if (goes) gone[month]! += 1;
        }
        if (goes) break;
      }
    }
    const model = fitRetentionByTenure({ atRisk: exposure, left: gone });
    const errors = model.standardErrors;
    if (!errors) throw new Error('The fit should converge.');
    expect(Math.abs(model.alpha - 2)).toBeLessThan(4 * errors.alpha);
    expect(Math.abs(model.beta - 18)).toBeLessThan(4 * errors.beta);
    expect(() => fitRetentionByTenure({ atRisk: [5, 2], left: [1, 3] })).toThrow(
      /Entry 1, field left: found 3, expected a number from 0 to 2/,
    );
  });

  it('reports what no beta can be fitted to', () => {
    const fitOf = (...survivors: number[]) => fitShiftedBetaGeometric({ survivors });
    expect(fitOf(1000, 900, 810, 729)).toMatchObject({
      converged: false,
      boundary: 'equal-dropout',
    });
    const stays = fitOf(1000, 1000, 1000);
    expect(stays.boundary).toBe('no-dropout');
    expect([...survivalCurve(stays, 3)]).toEqual([1, 1, 1, 1]);
  });

  it('refuses a cohort that grows or is empty', () => {
    const fitOf =
      (...survivors: number[]) =>
      () =>
        fitShiftedBetaGeometric({ survivors });
    expect(fitOf(100, 110)).toThrow(/Entry 1, field survivors: found 110/);
    expect(fitOf(100, Number.NaN)).toThrow(/Entry 1, field survivors: found NaN/);
    expect(fitOf(0, 0)).toThrow(/cohort size above 0/);
    expect(fitOf(100)).toThrow(/at least one period/);
  });

  it('never increases', () => {
    const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (alpha, beta) => {
        const curve = survivalCurve({ alpha, beta }, 60);
        return curve.every((share, t) => share > 0 && share <= (t === 0 ? 1 : curve[t - 1]!));
      }),
    );
  });
});

describe('customerLifetimeValue', () => {
  const transactions: TransactionModel = {
    kind: 'mbg-nbd',
    r: 0.525,
    alpha: 6.183,
    a: 0.891,
    b: 1.614,
    ...fitted,
  };
  const rfm = {
    x: Float64Array.of(0, 2, 26),
    tx: Float64Array.of(0, 30.43, 30.86),
    T: Float64Array.of(38.86, 38.86, 31),
  };
  const meanSpend = Float64Array.of(0, 22, 74);
  const valued = (horizon: number, discountRatePerPeriod: number, steps?: number) =>
    customerLifetimeValue({ transactions, spend }, rfm, meanSpend, {
      horizon,
      discountRatePerPeriod,
      ...(steps === undefined ? {} : { steps }),
    });

  it('is transactions times spend where nothing is discounted', () => {
    const expected = expectedTransactions(transactions, 52, rfm);
    const amount = expectedSpend(spend, { x: rfm.x, meanSpend });
    valued(52, 0).forEach((value, row) => {
      expect(value).toBeCloseTo(expected[row]! * amount[row]!, 9);
    });
  });

  it('adds up discounted steps, one for each period', () => {
    const amount = expectedSpend(spend, { x: rfm.x, meanSpend });
    const byHand = new Float64Array(3);
    for (let week = 1; week <= 4; week++) {
      const now = expectedTransactions(transactions, week, rfm);
      const before = expectedTransactions(transactions, week - 1, rfm);
      byHand.forEach((_, row) => {
        byHand[row]! += ((now[row]! - before[row]!) * amount[row]!) / 1.01 ** week;
      });
    }
    valued(4, 0.01).forEach((value, row) => {
      expect(value).toBeCloseTo(byHand[row]!, 10);
    });
  });

  it('decreases with the discount and increases with the horizon and the spend', () => {
    const rates = fc.double({ min: 0, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(rates, rates, fc.integer({ min: 1, max: 60 }), (rate, more, horizon) => {
        const value = valued(horizon, rate);
        const discounted = valued(horizon, rate + more + 1e-6);
        const longer = valued(horizon + 1, rate);
        const richer = customerLifetimeValue(
          { transactions, spend },
          rfm,
          meanSpend.map((m) => m * 1.1),
          {
            horizon,
            discountRatePerPeriod: rate,
          },
        );
        return value.every(
          (amount, row) =>
            discounted[row]! < amount &&
            longer[row]! > amount &&
            (row === 0 ? richer[row]! >= amount : richer[row]! > amount),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the unit of time', () => {
    const days = { x: rfm.x, tx: rfm.tx.map((t) => t * 7), T: rfm.T.map((t) => t * 7) };
    const inDays = customerLifetimeValue(
      { transactions: { ...transactions, alpha: 6.183 * 7 }, spend },
      days,
      meanSpend,
      { horizon: 364, discountRatePerPeriod: 1.002 ** (1 / 7) - 1, steps: 52 },
    );
    valued(52, 0.002).forEach((value, row) => {
      expect(Math.abs(inDays[row]! / value - 1)).toBeLessThan(1e-9);
    });
  });

  it('is worth more to a customer who never leaves, and as much where nobody does', () => {
    const options = { horizon: 52, discountRatePerPeriod: 0.002 };
    const ifStays = lifetimeValueIfStaying({ transactions, spend }, rfm, meanSpend, options);
    const amount = expectedSpend(spend, { x: rfm.x, meanSpend });
    let periods = 0;
    for (let week = 1; week <= 52; week++) periods += 1.002 ** -week;
    ifStays.forEach((value, row) => {
      const rate = (0.525 + rfm.x[row]!) / (6.183 + rfm.T[row]!);
      expect(value).toBeCloseTo(rate * periods * amount[row]!, 9);
      expect(value).toBeGreaterThan(valued(52, 0.002)[row]!);
    });
    const faithful = { ...transactions, a: 1e-9 };
    const models = { transactions: faithful, spend };
    const staying = lifetimeValueIfStaying(models, rfm, meanSpend, options);
    customerLifetimeValue(models, rfm, meanSpend, options).forEach((value, row) => {
      expect(Math.abs(value / staying[row]! - 1)).toBeLessThan(1e-6);
    });
  });

  it('refuses invalid options', () => {
    expect(() => valued(0, 0.01)).toThrow(/horizon is 0/);
    expect(() => valued(12, Number.NaN)).toThrow(/discount rate per period is NaN/);
    expect(() => valued(12, 0.01, 2.5)).toThrow(/steps is 2.5/);
  });
});
