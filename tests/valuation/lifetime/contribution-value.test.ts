import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Assumptions,
  assumptionsBehind,
  contributionLifetimeValue,
  type ExpectedContribution,
  expectedContribution,
  seededRandom,
  whatIf,
} from '../../../src/valuation/index.ts';

const NONE = Number.NaN;

describe('expectedContribution', () => {
  /** Three segments of customers with noise around a level of their own. */
  function bank(customers: number, months: number) {
    const random = seededRandom(9);
    const segment = new Int32Array(customers).map((_, row) => row % 3);
    const level = new Float64Array(customers).map(
      (_, row) => 50 * (1 + (row % 3)) + 10 * random.normal(),
    );
    const history = new Float64Array(customers * months).map(
      (_, i) => level[Math.floor(i / months)]! + 5 * random.normal(),
    );
    return { history, months, segment, level };
  }

  it('values a customer with many months like themselves and one with none like the segment', () => {
    const { history, months, segment } = bank(600, 24);
    const own = (month: number) => 200 + (month % 2);
    for (let month = 0; month < months; month++) {
      history[month] = own(month);
      history[3 * months + month] = NONE;
      history[6 * months + month] = month === months - 1 ? 200 : NONE;
    }
    const { level, ownShare } = expectedContribution({ history, months, segment });
    expect(ownShare[0]).toBeGreaterThan(0.9);
    expect(level[0]).toBeGreaterThan(190);
    expect(ownShare[3]).toBe(0);
    expect(Math.abs(level[3]! - 50)).toBeLessThan(5);
    // One month has some weight, not all.
    expect(ownShare[6]).toBeGreaterThan(0.3);
    expect(ownShare[6]).toBeLessThan(ownShare[0]!);
    expect(level[6]).toBeLessThan(level[0]!);
    expect(level[6]).toBeGreaterThan(level[3]!);
  });

  it('leaves an outlier of a segment what is their own', () => {
    const { history, months, segment } = bank(600, 24);
    const random = seededRandom(4);
    for (let month = 0; month < months; month++) {
      // Thirty times the segment's contribution, as steady for its size as the others'.
      history[month] = 1500 + 150 * random.normal();
      // The same until a third of it left four months ago.
      history[3 * months + month] = (month < months - 4 ? 1500 : 1000) + 150 * random.normal();
    }
    const { level } = expectedContribution({ history, months, segment });
    expect(level[0]).toBeGreaterThan(1400);
    expect(level[3]).toBeGreaterThan(900);
    expect(level[3]).toBeLessThan(1500);
  });

  it('is nearer the truth than the mean of the few months known', () => {
    const { history, months, segment, level } = bank(3000, 2);
    const found = expectedContribution({ history, months, segment }).level;
    let ours = 0;
    let plain = 0;
    level.forEach((truth, row) => {
      ours += (found[row]! - truth) ** 2;
      plain += ((history[2 * row]! + history[2 * row + 1]!) / 2 - truth) ** 2;
    });
    expect(ours).toBeLessThan(0.95 * plain);
  });

  it('follows a lasting trend, damped, and finds none where there is none', () => {
    const months = 24;
    const segment = new Int32Array(400);
    const random = seededRandom(3);
    const slopes = Float64Array.from(segment, () => 2 + random.normal());
    const rising = new Float64Array(400 * months).map((_, i) => {
      const row = Math.floor(i / months);
      return 100 + slopes[row]! * (i % months) + random.normal();
    });
    const found = expectedContribution({ history: rising, months, segment });
    expect(found.smoothing.trendShare).toBeGreaterThan(0.5);
    expect(found.damping).toBeLessThan(1);
    slopes.forEach((slope, row) => {
      expect(Math.abs(found.slope[row]! - found.smoothing.trendShare * slope)).toBeLessThan(0.5);
    });
    const flat = expectedContribution({
      history: rising.map((_, i) => 100 + Math.floor(i / months) + random.normal()),
      months,
      segment,
    });
    expect(flat.slope.every((slope) => Math.abs(slope) < 0.1)).toBe(true);
  });

  it('accepts a bank of one customer with one month', () => {
    const one = expectedContribution({
      history: Float64Array.of(12),
      months: 1,
      segment: Int32Array.of(-1),
    });
    expect([...one.level, ...one.slope, ...one.below.uncertainty, ...one.above.drift]).toEqual([
      12, 0, 0, 0,
    ]);
  });

  it('gives finite numbers for any history with an amount in it', () => {
    const amount = fc.oneof(fc.constant(NONE), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    const histories = fc.integer({ min: 1, max: 14 }).chain((months) =>
      fc
        .array(fc.array(amount, { minLength: months, maxLength: months }), {
          minLength: 1,
          maxLength: 12,
        })
        .filter((rows) => rows.some((row) => row.some((value) => !Number.isNaN(value))))
        .map((rows) => ({ months, rows })),
    );
    fc.assert(
      fc.property(histories, ({ months, rows }) => {
        const found = expectedContribution({
          history: Float64Array.from(rows.flat()),
          months,
          segment: Int32Array.from(rows, (_, row) => (row % 3) - 1),
        });
        return [found.level, found.slope, found.below.uncertainty, found.above.drift].every(
          (values) => values.every((value) => Number.isFinite(value)),
        );
      }),
    );
  });

  it('refuses a history of the wrong size, or without amounts', () => {
    const segment = Int32Array.of(0, 0);
    const of = (...values: number[]) => ({
      history: Float64Array.from(values),
      months: 2,
      segment,
    });
    expect(() => expectedContribution(of(1, 2, 3))).toThrow(/has 4 entries, but there are 3/);
    expect(() => expectedContribution(of(1, 2, 3, Number.POSITIVE_INFINITY))).toThrow(
      /Row 1, field history, month 1: found Infinity/,
    );
    expect(() => expectedContribution(of(NONE, NONE, NONE, NONE))).toThrow(/no amount at all/);
  });
});

/** One customer whose months are certain. */
const steady = (
  level: number,
  changes: Partial<ExpectedContribution> = {},
): ExpectedContribution => ({
  level: Float64Array.of(level),
  slope: Float64Array.of(0),
  damping: 0.9,
  below: { uncertainty: Float64Array.of(0), drift: Float64Array.of(0) },
  above: { uncertainty: Float64Array.of(0), drift: Float64Array.of(0) },
  ownShare: Float64Array.of(1),
  smoothing: { trendShare: 0 },
  ...changes,
});
const leaving = (churn: number) => ({ monthlyChurn: Float64Array.of(churn) });
const valued = (
  expected: ExpectedContribution,
  churn: number,
  horizonMonths = 12,
  annualDiscountRate = 0.1,
) => {
  const { clv, low, high } = contributionLifetimeValue(expected, leaving(churn), {
    horizonMonths,
    annualDiscountRate,
  });
  return { clv: clv[0]!, low: low[0]!, high: high[0]! };
};

describe('contributionLifetimeValue', () => {
  it('adds up survival × contribution × discount', () => {
    let byHand = 0;
    for (let month = 1; month <= 24; month++) byHand += 0.98 ** month * 30 * 1.1 ** (-month / 12);
    expect(valued(steady(30), 0.02, 24).clv).toBeCloseTo(byHand, 10);
  });

  it('is the plain sum for a customer who is certain to stay, with no uncertainty', () => {
    const { clv, low, high } = valued(steady(30), 0, 12, 0);
    expect(clv).toBeCloseTo(360, 10);
    expect(low).toBeCloseTo(360, 3);
    expect(high).toBeCloseTo(360, 3);
  });

  it('is 0 for a customer who is certain to leave', () => {
    expect(valued(steady(30), 1).clv).toBe(0);
  });

  it('rises with margin and retention and falls with the discount', () => {
    const share = fc.double({ min: 0.001, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 1, max: 48 }), (churn, rate, months) => {
        const base = valued(steady(30), churn, months, rate).clv;
        return (
          valued(steady(33), churn, months, rate).clv > base &&
          valued(steady(30), churn * 0.9, months, rate).clv > base &&
          valued(steady(30), churn, months, rate * 1.1).clv < base &&
          valued(steady(30), churn, months + 1, rate).clv >= base
        );
      }),
    );
  });

  it('has an interval of the stated coverage on simulated values', () => {
    const random = seededRandom(21);
    const spread = { uncertainty: Float64Array.of(6), drift: Float64Array.of(3) };
    const expected = steady(40, { below: spread, above: spread });
    const { clv, low, high } = valued(expected, 0.03);
    const draws = 60_000;
    let below = 0;
    let above = 0;
    let total = 0;
    for (let draw = 0; draw < draws; draw++) {
      let level = 40 + 6 * random.normal();
      let sum = 0;
      for (let month = 1; month <= 12 && random.next() >= 0.03; month++) {
        level += 3 * random.normal();
        sum += level * 1.1 ** (-month / 12);
      }
      total += sum;
      if (sum < low) below += 1;
      if (sum > high) above += 1;
    }
    expect(total / draws / clv).toBeCloseTo(1, 2);
    expect(Math.abs(below / draws - 0.05)).toBeLessThan(0.006);
    expect(Math.abs(above / draws - 0.05)).toBeLessThan(0.006);
  });

  it('has an interval of the stated coverage on a bank’s held-out months', () => {
    const random = seededRandom(12);
    const customers = 1500;
    const months = 24;
    const history = new Float64Array(customers * months);
    const actual = new Float64Array(customers);
    const segment = new Int32Array(customers).map((_, row) => row % 2);
    for (let row = 0; row < customers; row++) {
      let level = 40 * (1 + (row % 2)) * Math.exp(0.5 * random.normal());
      for (let month = 0; month < months + 12; month++) {
        level += 0.04 * level * random.normal();
        const amount = level + 0.1 * level * random.normal();
        if (month < months) history[row * months + month] = amount;
        else actual[row]! += amount;
      }
    }
    const value = contributionLifetimeValue(
      expectedContribution({ history, months, segment }),
      { monthlyChurn: new Float64Array(customers) },
      { horizonMonths: 12, annualDiscountRate: 0 },
    );
    let inside = 0;
    actual.forEach((sum, row) => {
      if (sum >= value.low[row]! && sum <= value.high[row]!) inside += 1;
    });
    expect(Math.abs(inside / customers - 0.9)).toBeLessThan(0.03);
  });

  it('values a customer who stays without the chance of leaving', () => {
    const options = { horizonMonths: 12, annualDiscountRate: 0.1 };
    const value = contributionLifetimeValue(steady(30), leaving(0.2), options);
    let byHand = 0;
    for (let month = 1; month <= 12; month++) byHand += 30 * 1.1 ** (-month / 12);
    expect(value.ifStays[0]).toBeCloseTo(byHand, 10);
    // A customer who is certain to leave has no value, but would have one if they stayed.
    const lost = contributionLifetimeValue(steady(30), leaving(1), options);
    expect(lost.clv[0]).toBe(0);
    expect(lost.ifStays[0]).toBeCloseTo(byHand, 10);
    const safe = contributionLifetimeValue(steady(30), leaving(0), options);
    expect(safe.clv[0]).toBeCloseTo(byHand, 10);
  });

  it('refuses what is out of range, naming it', () => {
    expect(() => valued(steady(1), 1.5)).toThrow(/Row 0, field monthlyChurn: found 1.5/);
    expect(() => valued(steady(1), 0.1, 0)).toThrow(/horizon is 0 months/);
    expect(() => valued(steady(1), 0.1, 12, -1)).toThrow(/annual discount rate is -1/);
  });
});

describe('whatIf', () => {
  const today: Assumptions = {
    monthlyContribution: 40,
    slope: 1,
    damping: 0.9,
    monthlyChurn: [0.03, 0.02],
    horizonMonths: 12,
    annualDiscountRate: 0.1,
  };

  it('starts from the same value as the card', () => {
    const expected = steady(40, { slope: Float64Array.of(1) });
    const sameChurn = { ...today, monthlyChurn: [0.03] };
    expect(whatIf(sameChurn, {}).today).toBeCloseTo(valued(expected, 0.03).clv, 10);
  });

  it('finds the assumptions behind a value on a card', () => {
    const behind = { monthlyChurn: [0.05, 0.04, 0.03], horizonMonths: 24, annualDiscountRate: 0.1 };
    const { today: clv } = whatIf({ ...today, ...behind }, {});
    const found = assumptionsBehind({ nextMonth: 40 + 0.9, clv }, behind);
    expect(found.monthlyContribution).toBeCloseTo(40, 9);
    expect(found.slope).toBeCloseTo(1, 9);
    expect(whatIf(found, {}).today).toBeCloseTo(clv, 9);
    const oneMonth = { ...behind, horizonMonths: 1 };
    expect(assumptionsBehind({ nextMonth: 40, clv: 37 }, oneMonth).slope).toBe(0);
    const gone = assumptionsBehind({ nextMonth: 40, clv: 0 }, { ...behind, monthlyChurn: [1] });
    expect([gone.slope, gone.monthlyContribution]).toEqual([0, 40]);
  });

  it('has one driver for one change', () => {
    const answer = whatIf(today, { marginFactor: 1.05 });
    expect(answer.supposed).toBeCloseTo(answer.today * 1.05, 10);
    expect(answer.drivers).toEqual([
      { assumption: 'marginFactor', effect: expect.closeTo(0.05 * answer.today, 9) },
    ]);
  });

  it('has effects that add up to the difference, whatever is changed', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const supposition = fc.record(
      {
        annualRetention: share,
        marginFactor: fc.double({ min: -1, max: 3, noNaN: true }),
        horizonMonths: fc.integer({ min: 1, max: 60 }),
        annualDiscountRate: share,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(supposition, (changes) => {
        const answer = whatIf(today, changes);
        const explained = answer.drivers.reduce((sum, { effect }) => sum + effect, 0);
        const effects = answer.drivers.map(({ effect }) => Math.abs(effect));
        return (
          Math.abs(explained - (answer.supposed - answer.today)) < 1e-9 * (1 + answer.today) &&
          effects.every((effect, i) => i === 0 || effect <= effects[i - 1]!) &&
          answer.drivers.length === Object.keys(changes).length
        );
      }),
    );
  });

  it('increases with retention', () => {
    const { drivers } = whatIf(today, { annualRetention: 0.9, annualDiscountRate: 0.12 });
    expect(
      drivers.find(({ assumption }) => assumption === 'annualRetention')?.effect,
    ).toBeGreaterThan(0);
    expect(
      drivers.find(({ assumption }) => assumption === 'annualDiscountRate')?.effect,
    ).toBeLessThan(0);
  });

  it('refuses a retention of 120 %', () => {
    expect(() => whatIf(today, { annualRetention: 1.2 })).toThrow(/retention is 1.2/);
    expect(() => whatIf(today, { horizonMonths: 0 })).toThrow(/horizon is 0 months/);
  });
});
