import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BasketGroup,
  cosineOfProducts,
  fitRecommendations,
  type Holdings,
  leaveOneOut,
  rankProducts,
  recommenders,
  scoreProducts,
  seededRandom,
} from '../../../src/valuation/index.ts';

const bounds = { minSupport: 0.05, minConfidence: 0.1, maxItems: 3 };

function holdingsOf(products: number, baskets: readonly (readonly number[])[]): Holdings {
  return {
    products,
    baskets: baskets.map((each) => Int32Array.from(each)),
    customers: new Float64Array(baskets.length).fill(1),
  };
}

const products = 5;
const bankWithRow = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: products - 1 })), {
    minLength: 2,
    maxLength: 30,
  })
  .chain((baskets) =>
    fc.record({
      baskets: fc.constant(baskets),
      row: fc.integer({ min: 0, max: baskets.length - 1 }),
      which: fc.nat(),
    }),
  );

describe('scoreProducts', () => {
  it('takes the cosine over the columns of the customer × product matrix', () => {
    // Rows: customers; 0 and 1 together twice, 0 held thrice, 1 held twice.
    const model = fitRecommendations(holdingsOf(3, [[0, 1], [0, 1], [0, 2], [2]]), bounds);
    expect(cosineOfProducts(model.counts, 0, 1)).toBeCloseTo(2 / Math.sqrt(3 * 2), 15);
    expect(cosineOfProducts(model.counts, 1, 2)).toBe(0);
    const [first, , third] = scoreProducts(model, 'cosine', [1]);
    expect([first, third]).toEqual([2 / Math.sqrt(6), 0]);
  });

  it('scores nothing that is held, and everything else from 0 to 1', () => {
    fc.assert(
      fc.property(bankWithRow, ({ baskets, row }) => {
        const model = fitRecommendations(holdingsOf(products, baskets), bounds);
        const held = baskets[row] ?? [];
        for (const recommender of recommenders) {
          const scores = scoreProducts(model, recommender, held);
          for (const [product, score] of scores.entries()) {
            if (held.includes(product)) expect(score).toBeNaN();
            else expect(score >= 0 && score <= 1 + 1e-6).toBe(true);
          }
          const ranked = rankProducts(model, recommender, held);
          expect([...ranked, ...held].sort()).toEqual([0, 1, 2, 3, 4]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('scores with a holding left out as a model that never saw it', () => {
    fc.assert(
      fc.property(bankWithRow, ({ baskets, row, which }) => {
        const basket = baskets[row] ?? [];
        if (basket.length === 0) return;
        const leftOut = basket[which % basket.length] ?? 0;
        const rest = basket.filter((product) => product !== leftOut);
        const model = fitRecommendations(holdingsOf(products, baskets), bounds);
        const without = fitRecommendations(
          holdingsOf(
            products,
            baskets.map((each, i) => (i === row ? rest : each)),
          ),
          bounds,
        );
        for (const recommender of recommenders) {
          const scores = scoreProducts(model, recommender, basket, leftOut);
          const expected = scoreProducts(without, recommender, rest);
          for (const [product, score] of scores.entries()) {
            if (Number.isNaN(score)) expect(expected[product]).toBeNaN();
            else expect(score).toBeCloseTo(expected[product] ?? Number.NaN, 12);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('falls back to who holds most where nothing is held', () => {
    const model = fitRecommendations(holdingsOf(3, [[0, 1], [1], [1, 2], [2], []]), bounds);
    for (const recommender of ['popularity', 'cosine', 'rules', 'combined'] as const) {
      expect(rankProducts(model, recommender, [])).toEqual([1, 2, 0]);
    }
  });
});

/** Customers of two kinds, who hold products 0 to 2 and 3 to 5; product 6 is held by nearly all. */
function twoKinds(customers: number, seed: number, apart: number): BasketGroup[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, customer) => {
    const kind = random.next() < 0.4 ? 0 : 3;
    const basket = [0, 1, 2, 3, 4, 5].filter(
      (product) =>
        random.next() < (product >= kind && product < kind + 3 ? 0.3 + apart : 0.3 - apart),
    );
    if (random.next() < 0.9) basket.push(6);
    return { basket: Int32Array.from(basket), customers: 1, half: customer % 2, group: kind };
  });
}

const modelOf = (groups: readonly BasketGroup[]) =>
  fitRecommendations(
    {
      products: 7,
      baskets: groups.map(({ basket }) => basket),
      customers: Float64Array.from(groups, (each) => each.customers),
    },
    bounds,
  );

describe('leaveOneOut', () => {
  it('chooses what beats popularity where holdings tell customers apart', async () => {
    const groups = twoKinds(600, 1, 0.25);
    const judged = await leaveOneOut(modelOf(groups), groups, 3);
    expect(judged.chosen).not.toBe('popularity');
    expect(judged.recommender).toBeGreaterThan(judged.popularity + 3 * judged.standardError);
    expect(judged.leftOut).toBe(
      groups.reduce((sum, { basket }) => sum + (basket.length > 1 ? basket.length : 0), 0),
    );
    expect(judged.groups.map(({ group }) => group)).toEqual([0, 3]);
    const inGroups = judged.groups.reduce((sum, each) => sum + each.leftOut, 0);
    expect(inGroups).toBe(judged.leftOut);
  });

  it('keeps to popularity, or no further from it than chance, where holdings tell nothing', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const groups = twoKinds(600, seed, 0);
      const judged = await leaveOneOut(modelOf(groups), groups, 3);
      expect(judged.recommender).toBeGreaterThanOrEqual(judged.popularity);
      expect(judged.recommender - judged.popularity).toBeLessThan(3 * judged.standardError + 1e-9);
      if (judged.chosen === 'popularity') expect(judged.recommender).toBe(judged.popularity);
    }
  });

  it('gives the same for equal baskets given once with how many customers hold them', async () => {
    const groups = twoKinds(200, 5, 0.2);
    const once = new Map<string, BasketGroup>();
    for (const each of groups) {
      const key = [each.basket.join(), each.half, each.group].join('/');
      once.set(key, { ...each, customers: (once.get(key)?.customers ?? 0) + 1 });
    }
    const { standardError, ...judged } = await leaveOneOut(modelOf(groups), groups, 3);
    const merged = [...once.values()];
    const { standardError: same, ...folded } = await leaveOneOut(modelOf(merged), merged, 3);
    expect(folded).toEqual(judged);
    expect(same).toBeCloseTo(standardError, 12);
  });

  it('has no rate where nobody holds two products', async () => {
    const groups = [{ basket: Int32Array.of(6), customers: 10, half: 0, group: null }];
    const judged = await leaveOneOut(modelOf(groups), groups, 3);
    expect(judged).toMatchObject({ leftOut: 0, chosen: 'popularity', groups: [] });
    expect(judged.recommender).toBeNaN();
  });
});
