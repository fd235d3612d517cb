import { describe, expect, it } from 'vitest';
import {
  criticalValues,
  differenceOfMeans,
  differenceOfProportions,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
  seededRandom,
  smallestVisibleRise,
} from '../../../src/valuation/index.ts';
import { normalQuantile, studentQuantile } from '../../../src/valuation/numeric/quantiles.ts';

const z95 = normalQuantile(0.975);

describe('quantiles', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.8, 0.8416212335729143],
    [0.001, -3.090232306167813],
    [1e-9, -5.9978070150076865],
    [0.5, 0],
    [0.3, -0.5244005127080409],
  ])('of the normal distribution at %d', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 12);
  });

  it.each([
    [0.05, 5, 2.5705818356363146],
    [0.1, 12.7, 1.7741379366456707],
    [0.01, 300, 2.5923164108477925],
    [0.05, 1, 12.706204736],
    [0.05, 2, 4.30265273],
  ])('of Student’s t, tails of %d, %d degrees', (tails, degrees, t) => {
    expect(studentQuantile(tails, degrees) / t).toBeCloseTo(1, 4);
  });

  it('refuses what is no probability', () => {
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => studentQuantile(0.05, 0.5)).toThrow(RangeError);
  });
});

describe('the difference of two proportions', () => {
  // Newcombe 1998b, table II, method 11.
  it.each([
    [56, 70, 48, 80, 0.0428, 0.3422],
    [9, 10, 3, 10, 0.1013, 0.8387],
    [10, 10, 0, 10, 0.5128, 1],
    [10, 10, 0, 20, 0.6014, 1],
  ])('of %d of %d and %d of %d has the published interval', (a, m, b, n, low, high) => {
    const found = differenceOfProportions({ events: a, of: m }, { events: b, of: n }, z95);
    expect(found.difference).toBeCloseTo(a / m - b / n, 12);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });

  it('turns round with its groups', () => {
    const one = differenceOfProportions({ events: 30, of: 90 }, { events: 5, of: 31 }, z95);
    const other = differenceOfProportions({ events: 5, of: 31 }, { events: 30, of: 90 }, z95);
    expect(other.low).toBeCloseTo(-one.high, 12);
    expect(other.high).toBeCloseTo(-one.low, 12);
  });

  it.each([
    [5, 0],
    [-1, 5],
    [6, 5],
    [0.5, 5],
  ])('refuses %d of %d', (events, of) => {
    expect(() => differenceOfProportions({ events, of }, { events: 1, of: 2 }, z95)).toThrow(
      /whole number/,
    );
  });
});

describe('the difference of two means', () => {
  it('has Welch’s interval', () => {
    // SciPy 1.x, ttest_ind(equal_var=False).confidence_interval(0.95) of (1, 2, 3, 4, 10) and (2, 2, 3, 3.5).
    const { difference, low, high } = differenceOfMeans(
      { of: 5, mean: 4, variance: 12.5 },
      { of: 4, mean: 2.625, variance: 0.5625 },
      z95,
    );
    expect(difference).toBe(1.375);
    expect(low).toBeCloseTo(-2.9644, 2);
    expect(high).toBeCloseTo(5.7144, 2);
  });

  it('is a point where nobody differs, and refuses a group of one', () => {
    const same = { of: 3, mean: 1, variance: 0 };
    expect(differenceOfMeans(same, same, z95)).toEqual({ difference: 0, low: 0, high: 0 });
    expect(() => differenceOfMeans(same, { ...same, of: 1 }, z95)).toThrow(/two customers/);
    expect(() => differenceOfMeans(same, { ...same, mean: Number.NaN }, z95)).toThrow(RangeError);
  });
});

describe('a plan', () => {
  const even = { z: z95, power: 0.8, heldOutShare: 0.5 };

  it('takes as many as Fleiss, Tytun and Ury’s equations', () => {
    // 388 and 906 a group without the correction for continuity, 408 and 946 with it (Fleiss 1981, table A.3).
    expect(sampleSizeOfProportions({ base: 0.5, effect: 0.1 }, even).treated).toBe(408);
    expect(sampleSizeOfProportions({ base: 0.8, effect: 0.05 }, even).treated).toBe(945);
  });

  it('takes more the smaller the group that is held out', () => {
    const { treated, heldOut, total } = sampleSizeOfProportions(
      { base: 0.8, effect: 0.05 },
      { ...even, heldOutShare: 0.2 },
    );
    expect(treated / heldOut).toBeCloseTo(4, 1);
    expect(total).toBeGreaterThan(2 * 945);
  });

  it('of means takes 2(z + z)²σ²/d² a group', () => {
    expect(sampleSizeOfMeans({ deviation: 10, effect: 5 }, even)).toEqual({
      treated: 63,
      heldOut: 63,
      total: 126,
    });
  });

  it('says the smallest rise that so many would show', () => {
    const rise = smallestVisibleRise(0.8, 1890, even);
    expect(rise).toBeCloseTo(0.05, 3);
    expect(smallestVisibleRise(0.99, 50, even)).toBeNull();
    expect(smallestVisibleRise(1, 5000, even)).toBeNull();
  });

  it('refuses no effect, one that leaves the scale, and no power', () => {
    expect(() => sampleSizeOfProportions({ base: 0.5, effect: 0 }, even)).toThrow(RangeError);
    expect(() => sampleSizeOfProportions({ base: 0.97, effect: 0.05 }, even)).toThrow(RangeError);
    expect(() => sampleSizeOfMeans({ deviation: 0, effect: 1 }, even)).toThrow(RangeError);
    expect(() => sampleSizeOfMeans({ deviation: 1, effect: 1 }, { ...even, power: 0.4 })).toThrow(
      RangeError,
    );
  });
});

describe('looks stated in advance', () => {
  it('spend the error as published', () => {
    // The boundaries of O'Brien–Fleming spending, two-sided 5 %, as the programs ld98 and gsDesign give them.
    const two = criticalValues([0.5, 1], 0.05);
    expect(two[0]).toBeCloseTo(2.963, 2);
    expect(two[1]).toBeCloseTo(1.969, 2);
    const five = criticalValues([0.2, 0.4, 0.6, 0.8, 1], 0.05);
    [4.877, 3.357, 2.68, 2.29, 2.031].forEach((z, look) => {
      expect(five[look]).toBeCloseTo(z, 2);
    });
    expect(criticalValues([1], 0.05)[0]).toBeCloseTo(z95, 9);
  });

  it('refuses looks that do not lead to the end', () => {
    expect(() => criticalValues([0.5], 0.05)).toThrow(/rise to 1/);
    expect(() => criticalValues([0.6, 0.5, 1], 0.05)).toThrow(RangeError);
    expect(() => criticalValues([], 0.05)).toThrow(RangeError);
    expect(() => criticalValues([1], 0)).toThrow(RangeError);
  });
});

describe('simulated campaigns', () => {
  // The full measurement is benchmarks/uplift.ts.
  const draws = 250;
  const [first = 0, last = 0] = criticalValues([0.5, 1], 0.05);
  const base = 0.8;
  const size = sampleSizeOfProportions(
    { base, effect: 0.05 },
    { z: last, power: 0.8, heldOutShare: 0.2 },
  );

  function simulate(effect: number) {
    const random = seededRandom(20 + 1000 * effect);
    const binomial = (of: number, p: number) => {
      let events = 0;
      for (let i = 0; i < of; i++) if (random.next() < p) events++;
      return events;
    };
    let covered = 0;
    let said = 0;
    for (let i = 0; i < draws; i++) {
      const halves = [0, 1].map(() => ({
        treated: binomial(size.treated / 2, base + effect),
        heldOut: binomial(size.heldOut / 2, base),
      }));
      const [one = { treated: 0, heldOut: 0 }, other = one] = halves;
      const early = differenceOfProportions(
        { events: one.treated, of: Math.ceil(size.treated / 2) },
        { events: one.heldOut, of: Math.ceil(size.heldOut / 2) },
        first,
      );
      const end = differenceOfProportions(
        { events: one.treated + other.treated, of: 2 * Math.ceil(size.treated / 2) },
        { events: one.heldOut + other.heldOut, of: 2 * Math.ceil(size.heldOut / 2) },
        last,
      );
      if (end.low <= effect && effect <= end.high) covered++;
      if ([early, end].some(({ low, high }) => low > 0 || high < 0)) said++;
    }
    return { covered: covered / draws, said: said / draws };
  }

  it('with an effect of 5 points have it in the interval, and are seen with the power stated', () => {
    const { covered, said } = simulate(0.05);
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.985);
    expect(said).toBeGreaterThan(0.75);
  });

  it('with none say so', () => {
    expect(simulate(0).said).toBeLessThan(0.075);
  });
});
