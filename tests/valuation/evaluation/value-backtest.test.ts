import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureForecast } from '../../../src/valuation/evaluation/value-backtest.ts';
import {
  backtestSpend,
  backtestValue,
  forecastContribution,
  rankCorrelation,
  seededRandom,
  splitHistory,
} from '../../../src/valuation/index.ts';

describe('rankCorrelation', () => {
  it('is Spearman’s on a textbook example', () => {
    // IQ and hours of television of ten people: ρ = −29/165 (Wikipedia, “Spearman's rank correlation”).
    const iq = Float64Array.of(106, 100, 86, 101, 99, 103, 97, 113, 112, 110);
    const hours = Float64Array.of(7, 27, 2, 50, 28, 29, 20, 12, 6, 17);
    expect(rankCorrelation(iq, hours)).toBeCloseTo(-29 / 165, 12);
  });

  it('gives equal values the same rank, and is 0 where values do not vary', () => {
    expect(rankCorrelation(Float64Array.of(1, 2, 2, 3), Float64Array.of(1, 5, 5, 9))).toBe(1);
    expect(rankCorrelation(Float64Array.of(4, 4, 4), Float64Array.of(1, 2, 3))).toBe(0);
  });

  it('is invariant to increasing transformations', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (list) => {
        const a = Float64Array.from(list);
        const b = Float64Array.from(list, (value, i) => value + ((i * 37) % 11));
        const found = rankCorrelation(a, b);
        return (
          Math.abs(found) <= 1 &&
          found ===
            rankCorrelation(
              a.map((value) => value ** 3 + 2 * value),
              b,
            )
        );
      }),
    );
  });

  it('refuses missing values', () => {
    expect(() => rankCorrelation(Float64Array.of(1, Number.NaN), Float64Array.of(1, 2))).toThrow(
      /Row 1 is missing/,
    );
    expect(() => rankCorrelation(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(/1 values/);
  });
});

describe('splitHistory', () => {
  it('judges on a year where half a year remains before it', () => {
    expect(splitHistory(24)).toEqual({ seen: 12, judged: 12 });
    expect(splitHistory(15)).toEqual({ seen: 6, judged: 9 });
    expect(splitHistory(9)).toEqual({ seen: 6, judged: 3 });
    expect(splitHistory(8)).toBeNull();
  });
});

describe('measureForecast', () => {
  it('tells how much of the variance is explained, 1 − SSE / SST, and how far forecasts are off', () => {
    // Errors −2, 2 and −3, deviations from the mean 21 of −9, −3 and 12: SSE 17, SST 234.
    const found = measureForecast(Float64Array.of(10, 20, 30), Float64Array.of(12, 18, 33));
    expect(found.rSquared).toBeCloseTo(1 - 17 / 234, 12);
    expect(found.meanError).toBeCloseTo(-1, 12);
    expect(found.meanAbsoluteError).toBeCloseTo(7 / 3, 12);
  });

  it('explains nothing with the mean, less with anything worse, and nobody knows what where all are the same', () => {
    const actual = Float64Array.of(1, 2, 6);
    expect(measureForecast(Float64Array.of(3, 3, 3), actual).rSquared).toBeCloseTo(0, 12);
    expect(measureForecast(Float64Array.of(9, 9, 9), actual).rSquared).toBeLessThan(0);
    expect(measureForecast(actual, actual).rSquared).toBe(1);
    expect(measureForecast(actual, Float64Array.of(2, 2, 2)).rSquared).toBeNull();
  });
});

describe('backtestValue', () => {
  /** Customers with levels of their own, some of whom leave; `shown` months are seen, twelve are judged. */
  function bank(customers: number, shown: number, leaving: number) {
    const random = seededRandom(5);
    const segment = new Int32Array(customers).map((_, row) => row % 4);
    const history = new Float64Array(customers * shown).fill(Number.NaN);
    const future = new Float64Array(customers * 12).fill(Number.NaN);
    for (let row = 0; row < customers; row++) {
      let level = 20 * (1 + (row % 4)) * Math.exp(0.6 * random.normal());
      for (let month = 0; month < shown + 12; month++) {
        if (random.next() < leaving) break;
        level *= Math.exp(0.03 * random.normal());
        const amount = level * (1 + 0.2 * random.normal());
        if (month < shown) history[row * shown + month] = amount;
        else future[row * 12 + month - shown] = amount;
      }
    }
    return { past: { history, months: shown, segment }, future };
  }

  it('measures a good forecast, better than its baselines, with an interval of the stated coverage', () => {
    const { past, future } = bank(3000, 12, 0.01);
    const found = backtestValue(past, future)!;
    expect(found).toMatchObject({ monthsSeen: 12, monthsJudged: 12 });
    expect(found.left / found.customers).toBeCloseTo(1 - 0.99 ** 12, 1.5);
    expect(Math.abs(found.coverage - 0.9)).toBeLessThan(0.04);
    for (const baseline of Object.values(found.baselines)) {
      expect(found.model.rankCorrelation).toBeGreaterThan(baseline.rankCorrelation - 0.002);
      // The absolute error favours a median, and the model predicts an expectation that allows for leaving.
      expect(found.model.meanAbsoluteError).toBeLessThan(baseline.meanAbsoluteError * 1.03);
    }
    expect(found.baselines.segmentMean.rankCorrelation).toBeLessThan(0.8);
    expect(found.deciles).toHaveLength(10);
    const predicted = found.deciles.map((decile) => decile.predicted);
    expect(predicted).toEqual([...predicted].sort((a, b) => a - b));
    expect(found.deciles.reduce((sum, { customers }) => sum + customers, 0)).toBe(found.customers);
  });

  it('agrees with a computation by hand', () => {
    const customers = 20;
    const segment = new Int32Array(customers);
    const history = new Float64Array(customers * 6).map((_, i) => Math.floor(i / 6) + 1);
    const future = new Float64Array(customers * 12).map((_, i) => Math.floor(i / 12) + 1);
    const found = backtestValue({ history, months: 6, segment }, future)!;
    expect(found.left).toBe(0);
    // Everybody brings as much as before: zero growth is right, and the two best of twenty bring (19 + 20) of 210.
    expect(found.baselines.zeroGrowth).toEqual({
      rankCorrelation: 1,
      topDecileShare: expect.closeTo(39 / 210, 12),
      meanAbsoluteError: 0,
      meanError: 0,
      rSquared: 1,
    });
    expect(found.baselines.lastYear.meanAbsoluteError).toBeCloseTo(0, 9);
    expect(found.baselines.segmentMean.rankCorrelation).toBe(0);
    expect(found.baselines.segmentMean.meanAbsoluteError).toBeCloseTo(60, 9);
  });

  it('uses nothing of the months it is judged on', () => {
    const { past, future } = bank(500, 12, 0.01);
    const one = backtestValue(past, future)!;
    const other = backtestValue(
      past,
      future.map((value) => (Number.isNaN(value) ? value : 7)),
    )!;
    const predictions = ({ deciles }: typeof one) => deciles.map(({ predicted }) => predicted);
    expect(predictions(other)).toEqual(predictions(one));
  });

  it('counts a customer who left as bringing 0 from then on', () => {
    const { past, future } = bank(200, 12, 0);
    const gone = backtestValue(past, future.fill(Number.NaN))!;
    expect(gone.left).toBe(200);
    expect(gone.deciles.every(({ actual }) => actual === 0)).toBe(true);
    expect(gone.model.topDecileShare).toBe(0);
  });

  it('returns null for a bank of few customers', () => {
    const { past, future } = bank(10, 12, 0);
    expect(backtestValue(past, future)).toBeNull();
  });
});

describe('backtestValue of a given forecast', () => {
  const customers = 20;
  const segment = new Int32Array(customers);
  const history = new Float64Array(customers * 6).map((_, i) => Math.floor(i / 6) + 1);
  const past = { history, months: 6, segment };

  it('judges it in place of the model by contribution, with the same baselines', () => {
    const future = new Float64Array(customers * 3).map((_, i) => Math.floor(i / 3) + 1);
    const predicted = Float64Array.from({ length: customers }, (_, row) => -row);
    const low = new Float64Array(customers);
    const high = new Float64Array(customers).fill(30);
    const found = backtestValue(past, future, { predicted, low, high })!;
    expect(found.model.rankCorrelation).toBe(-1);
    // 3, 6, … 30 of 3, 6, … 60 lie within.
    expect(found.coverage).toBe(0.5);
    expect(found.baselines).toEqual(backtestValue(past, future)!.baselines);
  });

  it('forecasts by the departure it is given', () => {
    const tenureMonths = Float64Array.from({ length: customers }, (_, row) => 12 * row);
    const lifetimes = { alpha: 1, beta: 9 };
    const monthlyChurn = tenureMonths.map((tenure) => 1 / (10 + tenure));
    const { predicted } = forecastContribution(past, 2, { monthlyChurn, tenureMonths, lifetimes });
    const stays = forecastContribution(past, 2, { monthlyChurn: new Float64Array(customers) });
    const share = (row: number) => predicted[row]! / stays.predicted[row]!;
    // Shifted beta-geometric: of those with tenure t, (9 + t)/(10 + t) remain after a month, and so on.
    expect(share(0)).toBeCloseTo((9 / 10 + (9 / 10) * (10 / 11)) / 2, 9);
    expect(share(19)).toBeCloseTo((237 / 238 + (237 / 238) * (238 / 239)) / 2, 9);
  });
});

describe('backtestSpend', () => {
  const spent = Float64Array.from({ length: 20 }, (_, row) => 240 * (row + 1));
  const past = {
    spent,
    newest: spent.map((amount) => amount / 2),
    ageMonths: new Float64Array(20).fill(24),
  };
  const months = { seen: 24, newest: 12, judged: 6 };
  const forecast = { predicted: spent, low: spent.map(() => 0), high: spent };

  it('agrees with a computation by hand', () => {
    // Everybody goes on spending as before, except for the best customer, who buys nothing.
    const actual = spent.map((amount, row) => (row === 19 ? 0 : amount / 4));
    const found = backtestSpend(past, months, actual, forecast)!;
    expect(found).toMatchObject({ monthsSeen: 24, monthsJudged: 6, customers: 20, left: 1 });
    expect(found.coverage).toBe(1);
    expect(found.baselines.lastYearSpend.meanAbsoluteError).toBeCloseTo(1200 / 20, 9);
    expect(found.baselines.steadyRate).toEqual(found.baselines.lastYearSpend);
    expect(found.baselines.meanSpend.rankCorrelation).toBe(0);
    // The two predicted the most bring 19 of 190.
    expect(found.model.topDecileShare).toBeCloseTo(19 / 190, 12);
  });

  it('returns null for few customers', () => {
    const few = (values: Float64Array) => values.subarray(0, 19);
    const pastOfFew = { spent: few(spent), newest: few(spent), ageMonths: few(spent) };
    const { predicted, low, high } = forecast;
    const forecastOfFew = { predicted: few(predicted), low: few(low), high: few(high) };
    expect(backtestSpend(pastOfFew, months, few(spent), forecastOfFew)).toBeNull();
  });
});
