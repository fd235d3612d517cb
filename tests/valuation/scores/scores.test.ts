import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  churnRate,
  contributionRate,
  estimateSatisfaction,
  lifecycleStages,
  meanRating,
  percentileRanks,
  repurchaseRate,
  rfmScore,
  stages,
  surveySatisfaction,
  tiers,
  tiersByShareOfValue,
  valueScore,
  weightedSatisfaction,
  weightedScore,
} from '../../../src/valuation/index.ts';

const NONE = Number.NaN;
const amounts = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 60,
});

describe('percentileRanks', () => {
  it('gives equal values the same rank and leaves out missing ones', () => {
    expect([...percentileRanks(Float64Array.of(10, 20, 20, NONE, 30))]).toEqual([
      0.125,
      0.5,
      0.5,
      NONE,
      0.875,
    ]);
    expect([...percentileRanks(Float64Array.of(-5, 3, 0))]).toEqual([1 / 6, 5 / 6, 0.5]);
  });
});

describe('estimateSatisfaction', () => {
  it('takes a tone from −1 to 1 for a satisfaction from 0 to 1 where few both answered and wrote', () => {
    const { values, estimated } = estimateSatisfaction(
      Float64Array.of(0.2, NONE, NONE, NONE),
      Float64Array.of(0.9, 0.5, -0.5, NONE),
    );
    expect([...values]).toEqual([0.2, 0.75, 0.25, NONE]);
    expect([...estimated]).toEqual([0, 1, 1, 0]);
  });

  it('learns what a tone means from a hundred who did both: answers that move a tenth as much', () => {
    const tones = Float64Array.from({ length: 102 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
    const answered = tones.map((tone, i) => (i < 100 ? 0.6 + 0.1 * tone : NONE));
    const { values, estimated } = estimateSatisfaction(answered, tones);
    expect(values[100]).toBeCloseTo(0.65, 12);
    expect(values[101]).toBeCloseTo(0.55, 12);
    expect(values.slice(0, 100)).toEqual(answered.slice(0, 100));
    expect(estimated.reduce((sum, each) => sum + each, 0)).toBe(2);
  });

  it('estimates nothing where answers do not rise with the tone, or every tone is the same', () => {
    for (const slope of [-0.1, 0]) {
      const tones = Float64Array.from({ length: 101 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5));
      const answered = tones.map((tone, i) => (i < 100 ? 0.6 + slope * tone : NONE));
      expect(estimateSatisfaction(answered, tones).values[100]).toBeNaN();
    }
    const same = new Float64Array(101).fill(0.5);
    const answered = same.map((_, i) => (i < 100 ? (i % 10) / 10 : NONE));
    expect(estimateSatisfaction(answered, same).values[100]).toBeNaN();
  });

  it('keeps within 0 and 1', () => {
    const tones = Float64Array.from({ length: 101 }, (_, i) =>
      i === 100 ? 1 : i % 2 === 0 ? 0.5 : 0,
    );
    const answered = tones.map((tone, i) => (i < 100 ? (tone > 0 ? 1 : 0) : NONE));
    expect(estimateSatisfaction(answered, tones).values[100]).toBe(1);
  });
});

describe('rfmScore', () => {
  it('divides a hundred different customers into fifths, the most recent and largest best', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => i);
    const score = rfmScore({ recency: values, frequency: values, monetary: values });
    for (const fifth of [1, 2, 3, 4, 5]) {
      expect(score.frequency.filter((value) => value === fifth)).toHaveLength(20);
    }
    expect([score.frequency[0], score.frequency[99]]).toEqual([1, 5]);
    expect([score.recency[0], score.recency[99]]).toEqual([5, 1]);
  });

  it('gives equal values the same score, and never a higher one to a smaller value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 40 }),
        (list) => {
          const values = Float64Array.from(list);
          const { monetary } = rfmScore({ recency: values, frequency: values, monetary: values });
          return list.every((a, i) =>
            list.every((b, j) =>
              a < b ? monetary[i]! <= monetary[j]! : a > b || monetary[i] === monetary[j],
            ),
          );
        },
      ),
    );
  });

  it('scores a customer without a transaction 1', () => {
    const { recency } = rfmScore({
      recency: Float64Array.of(NONE, 3),
      frequency: Float64Array.of(0, 1),
      monetary: Float64Array.of(0, 1),
    });
    expect(recency[0]).toBe(1);
  });
});

describe('the value score', () => {
  const equal = { revenue: 1, transactionFrequency: 1, satisfaction: 1 };

  it('is 60 for ranks 0.9, 0.6 and 0.3 with equal weights', () => {
    const ranks = { revenue: 0.9, transactionFrequency: 0.6, satisfaction: 0.3 };
    expect(weightedScore(ranks, equal)).toBeCloseTo(60, 12);
    expect(
      weightedScore(ranks, { revenue: 5, transactionFrequency: 5, satisfaction: 5 }),
    ).toBeCloseTo(60, 12);
  });

  it('does not depend on units or on the scale of the weights', () => {
    const parts = {
      revenue: Float64Array.of(5, 900, 20),
      transactionFrequency: Float64Array.of(3, 1, 2),
      satisfaction: Float64Array.of(4, 5, NONE),
    };
    const weights = { revenue: 0.5, transactionFrequency: 0.3, satisfaction: 0.2 };
    const score = valueScore(parts, weights);
    const scaled = valueScore(
      { ...parts, revenue: parts.revenue.map((amount) => amount * 1000) },
      { revenue: 50, transactionFrequency: 30, satisfaction: 20 },
    );
    score.forEach((value, row) => {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(100);
      expect(scaled[row]).toBeCloseTo(value, 10);
    });
  });

  it('is NaN for a customer of whom nothing is known', () => {
    const none = Float64Array.of(NONE);
    expect(
      valueScore({ revenue: none, transactionFrequency: none, satisfaction: none }, equal)[0],
    ).toBeNaN();
  });

  it('refuses negative weights, and weights that are all 0', () => {
    const ranks = Float64Array.of(1);
    const parts = { revenue: ranks, transactionFrequency: ranks, satisfaction: ranks };
    expect(() => valueScore(parts, { ...equal, revenue: -1 })).toThrow(/weight of revenue is -1/);
    expect(() =>
      valueScore(parts, { revenue: 0, transactionFrequency: 0, satisfaction: 0 }),
    ).toThrow(/All weights/);
  });
});

describe('tiersByShareOfValue', () => {
  const names = (value: number[], high: number, medium: number) =>
    [...tiersByShareOfValue(Float64Array.from(value), { high, medium })].map((tier) => tiers[tier]);

  it('fills the high tier with half of the value and the medium tier with 30 %', () => {
    expect(names([10, 50, 20, 15, 5], 0.5, 0.3)).toEqual([
      'low',
      'high',
      'medium',
      'medium',
      'low',
    ]);
  });

  it('keeps equal values in one tier and puts losses in the low one', () => {
    expect(names([40, 40, 40, -10, 0, NONE], 0.2, 0.3)).toEqual([
      'high',
      'high',
      'high',
      'low',
      'low',
      'low',
    ]);
  });

  it('never puts a more valuable customer in a lower tier', () => {
    fc.assert(
      fc.property(amounts, (list) => {
        const tier = tiersByShareOfValue(Float64Array.from(list), { high: 0.5, medium: 0.3 });
        return list.every((a, i) => list.every((b, j) => a <= b || tier[i]! <= tier[j]!));
      }),
    );
  });

  it('refuses shares that add up to more than 1', () => {
    expect(() => names([1], 0.8, 0.3)).toThrow(/0.8 for high and 0.3 for medium/);
  });
});

describe('rates', () => {
  it('gives shares of the contribution that add up to 1', () => {
    expect([...contributionRate(Float64Array.of(30, 50, 20))]).toEqual([0.3, 0.5, 0.2]);
    expect(contributionRate(Float64Array.of(-5, 5))[0]).toBeNaN();
  });

  it('divides leavers by the customers at the start', () => {
    expect(churnRate(15, 500)).toBeCloseTo(0.03, 15);
    expect(churnRate(0, 0)).toBeNaN();
    expect(() => churnRate(20, 10)).toThrow(/20 leavers of 10 customers/);
  });

  it('divides those who bought again by those who bought', () => {
    expect(repurchaseRate([0, 1, 2, 5, 1])).toBe(0.5);
    expect(repurchaseRate([0, 0])).toBeNaN();
  });
});

describe('satisfaction', () => {
  it('is 4.75 for 80 × 5, 15 × 4 and 5 × 3', () => {
    expect(
      meanRating([
        [5, 80],
        [4, 15],
        [3, 5],
      ]),
    ).toBe(4.75);
  });

  it('is 4.50 by the weights 0.2, 0.3, 0.3, 0.2, 0.2', () => {
    expect(weightedSatisfaction([4, 5, 5, 4, 4], [0.2, 0.3, 0.3, 0.2, 0.2]).toFixed(2)).toBe(
      '4.50',
    );
    expect(weightedSatisfaction([4, NONE], [1, 3])).toBe(4);
    expect(() => weightedSatisfaction([4, 5], [1])).toThrow(/2 scores and 1 weights/);
  });

  it('is 46.9 in the survey, 9.38 a question', () => {
    const { total, perQuestion } = surveySatisfaction([38, 40, 42, 44, 45, 48, 50, 52, 54, 56], 5);
    expect(total).toBeCloseTo(46.9, 12);
    expect(perQuestion).toBeCloseTo(9.38, 12);
  });

  it('is NaN where nobody answered', () => {
    expect(meanRating([])).toBeNaN();
    expect(surveySatisfaction([NONE], 5).total).toBeNaN();
  });
});

describe('lifecycleStages', () => {
  it('derives the stages from tenure and activity', () => {
    const customers = [
      { tenure: 1, recent: 0, earlier: NONE, stage: 'onboarding' },
      { tenure: 6, recent: 4, earlier: 4, stage: 'active' },
      { tenure: 6, recent: 0, earlier: 4, stage: 'at-risk' },
      { tenure: 40, recent: 6, earlier: 4, stage: 'growing' },
      { tenure: 40, recent: 4, earlier: 4, stage: 'retained' },
      { tenure: 40, recent: 1.9, earlier: 4, stage: 'at-risk' },
      { tenure: 40, recent: NONE, earlier: 4, stage: 'at-risk' },
    ];
    const found = lifecycleStages({
      tenureMonths: Float64Array.from(customers, ({ tenure }) => tenure),
      recentActivity: Float64Array.from(customers, ({ recent }) => recent),
      earlierActivity: Float64Array.from(customers, ({ earlier }) => earlier),
    });
    expect([...found].map((stage) => stages[stage])).toEqual(customers.map(({ stage }) => stage));
  });
});
