import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequentItemsets } from '../../../src/valuation/behaviour/frequent-itemsets.ts';
import { associationRules } from '../../../src/valuation/index.ts';

/** Every set of items that occurs in a basket, with its count, by enumeration. */
function allItemsets(baskets: readonly (readonly number[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const basket of baskets) {
    const items = [...new Set(basket)].sort((a, b) => a - b);
    for (let mask = 1; mask < 2 ** items.length; mask++) {
      const key = items.filter((_, i) => (mask >> i) % 2 === 1).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

const someBaskets = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 7 }), {
  minLength: 1,
  maxLength: 25,
});
const asItems = (baskets: readonly number[][]) => baskets.map((each) => Int32Array.from(each));

describe('frequentItemsets', () => {
  it('finds the eighteen sets of the example with which FP-growth was published', () => {
    // Han, Pei and Yin (2000), table 1, at least three of five baskets.
    const baskets = ['facdgimp', 'abcflmo', 'bfhjo', 'bcksp', 'afcelpmn'].map((basket) =>
      Int32Array.from(basket, (letter) => letter.charCodeAt(0)),
    );
    const found = frequentItemsets(baskets, { minCount: 3 }).map(
      ({ items, count }) => `${String.fromCharCode(...items)}${count}`,
    );
    expect(found.sort()).toEqual(
      'f4 c4 a3 b3 m3 p3 cf3 af3 ac3 fm3 cm3 am3 cp3 acf3 afm3 acm3 cfm3 acfm3'.split(' ').sort(),
    );
  });

  it('finds what enumeration finds, and with no set longer than is wanted', () => {
    fc.assert(
      fc.property(
        someBaskets,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 7 }),
        (baskets, minCount, maxItems) => {
          const expected = [...allItemsets(baskets)].filter(
            ([key, count]) => count >= minCount && key.split(',').length <= maxItems,
          );
          const found = frequentItemsets(asItems(baskets), { minCount, maxItems });
          expect(new Map(found.map(({ items, count }) => [items.join(), count]))).toEqual(
            new Map(expected),
          );
          expect(found).toHaveLength(expected.length);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes a weight for as many equal baskets', () => {
    const once = [[0, 1], [1], [0, 1], [0, 1, 2], [1]];
    const byKey = (found: ReturnType<typeof frequentItemsets>) =>
      found.map(({ items, count }) => `${items.join()}:${count}`).sort();
    expect(
      byKey(frequentItemsets([[0, 1], [1], [0, 1, 2]], { weights: [2, 2, 1], minCount: 2 })),
    ).toEqual(byKey(frequentItemsets(once, { minCount: 2 })));
  });

  it('refuses a count that every set would reach, and weights that are not as many', () => {
    expect(() => frequentItemsets([[1]], { minCount: 0 })).toThrow(/above 0/);
    expect(() => frequentItemsets([[1]], { weights: [1, 2], minCount: 1 })).toThrow(/1 baskets/);
  });
});

describe('associationRules', () => {
  it('gives the rules that enumeration gives, bounds inclusive, empty baskets counted', () => {
    const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(someBaskets, share, share, (baskets, minSupport, minConfidence) => {
        const counts = allItemsets(baskets);
        const all = baskets.length;
        const expected = [...counts].flatMap(([key, both]) => {
          const items = key.split(',').map(Number);
          if (items.length < 2) return [];
          return items.flatMap((consequent) => {
            const antecedent = items.filter((item) => item !== consequent);
            const confidence = both / (counts.get(antecedent.join()) ?? Number.NaN);
            const support = both / all;
            if (support < minSupport || confidence < minConfidence) return [];
            const lift = confidence / ((counts.get(`${consequent}`) ?? Number.NaN) / all);
            return [{ antecedent, consequent, support, confidence, lift }];
          });
        });
        const inOrder = (rules: typeof expected) =>
          [...rules].sort((a, b) =>
            `${a.antecedent}>${a.consequent}` < `${b.antecedent}>${b.consequent}` ? -1 : 1,
          );
        const found = associationRules(asItems(baskets), { minSupport, minConfidence });
        expect(inOrder(found)).toEqual(inOrder(expected));
      }),
      { numRuns: 200 },
    );
  });

  it('counts an empty basket as one that holds nothing, and takes a bound that is just reached', () => {
    const baskets = [[0, 1], [0, 1], [0], [], []].map((each) => Int32Array.from(each));
    const rules = associationRules(baskets, { minSupport: 0.4, minConfidence: 2 / 3 });
    expect(rules).toEqual([
      { antecedent: [1], consequent: 0, support: 0.4, confidence: 1, lift: 1 / 0.6 },
      { antecedent: [0], consequent: 1, support: 0.4, confidence: 2 / 3, lift: 2 / 3 / 0.4 },
    ]);
    expect(associationRules(baskets, { minSupport: 0.41, minConfidence: 0 })).toEqual([]);
    expect(associationRules([], { minSupport: 0, minConfidence: 0 })).toEqual([]);
  });

  it('refuses a bound that is no share', () => {
    expect(() => associationRules([], { minSupport: 5, minConfidence: 0.5 })).toThrow(
      /minSupport was 5/,
    );
    expect(() => associationRules([], { minSupport: 0.1, minConfidence: Number.NaN })).toThrow(
      /minConfidence/,
    );
  });
});
