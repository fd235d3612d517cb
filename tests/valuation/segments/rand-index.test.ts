import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kMeans } from '../../../src/valuation/segments/k-means.ts';
import { adjustedRandIndex, contingencyTable } from '../../../src/valuation/segments/rand-index.ts';
import { iris, species } from './iris.ts';

const indexOf = (a: readonly number[], b: readonly number[]) =>
  adjustedRandIndex(contingencyTable(Int32Array.from(a), Int32Array.from(b), 8, 8), 8);

describe('the adjusted Rand index', () => {
  test('of the three k-means clusters of iris and its species is the published 0.7302', () => {
    const { labels } = kMeans(iris, 4, 3, { seed: 1, starts: 20 });
    expect(adjustedRandIndex(contingencyTable(labels, species, 3, 3), 3)).toBeCloseTo(0.7302383, 6);
  });

  test('is 4/7 where one of two pairs is split', () => {
    expect(indexOf([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(4 / 7, 12);
  });

  test('is 1 however the groups are numbered', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 40 });
    const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    fc.assert(
      fc.property(labels, shuffled, (a, names) => {
        expect(
          indexOf(
            a,
            a.map((label) => names[label]!),
          ),
        ).toBe(1);
      }),
    );
  });

  test('is symmetric and at most 1', () => {
    const pairs = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (rows) => {
        const a = rows.map(([left]) => left);
        const b = rows.map(([, right]) => right);
        expect(indexOf(a, b)).toBeCloseTo(indexOf(b, a)!, 12);
        expect(indexOf(a, b)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test('leaves out rows that are not in both, and is null where there are none', () => {
    expect(indexOf([0, 0, 1, -1, 1], [1, 1, 0, 0, -1])).toBe(1);
    expect(indexOf([-1, 0], [0, -1])).toBeNull();
    expect(() => indexOf([0], [0, 1])).toThrow(/1 and 2/);
  });
});
