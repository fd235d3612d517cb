import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { kMeans } from '../../../src/valuation/segments/k-means.ts';
import { squaredDistance } from '../../../src/valuation/segments/nearest-centroid.ts';
import { iris } from './iris.ts';

/** Points of whole numbers from a small range, so that they often coincide. */
const points = (dimensions: number) =>
  fc
    .array(
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: dimensions, maxLength: dimensions }),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .map((rows) => Float64Array.from(rows.flat()));

const distinct = (block: Float64Array, dimensions: number) =>
  new Set(
    Array.from({ length: block.length / dimensions }, (_, row) =>
      block.subarray(row * dimensions, (row + 1) * dimensions).join(),
    ),
  ).size;

describe('k-means on published data', () => {
  // R: kmeans(iris[, 1:4], k, nstart = 20)$tot.withinss
  test.each([
    [2, 152.348],
    [3, 78.85144],
    [4, 57.22847],
  ])('%i clusters of iris have an inertia of %f', (k, inertia) => {
    expect(kMeans(iris, 4, k, { seed: 1, starts: 20 }).inertia).toBeCloseTo(inertia, 3);
  });

  test('three clusters of iris have 38, 50 and 62 flowers', () => {
    const { labels, centroids } = kMeans(iris, 4, 3, { seed: 5, starts: 20 });
    const sizes = [0, 1, 2].map((label) => labels.filter((other) => other === label).length);
    expect(sizes.sort((a, b) => a - b)).toEqual([38, 50, 62]);
    expect(centroids).toHaveLength(12);
  });
});

describe('k-means on any points', () => {
  test('labels every row with its nearest centroid, has no empty cluster, and adds up to its inertia', () => {
    fc.assert(
      fc.property(points(2), fc.integer({ min: 1, max: 6 }), fc.nat(1000), (block, k, seed) => {
        const { centroids, labels, inertia } = kMeans(block, 2, k, { seed });
        const count = centroids.length / 2;
        expect(count).toBe(Math.min(k, distinct(block, 2)));
        expect(new Set(labels).size).toBe(count);
        let sum = 0;
        for (let row = 0; row < labels.length; row++) {
          const own = squaredDistance(block, row, centroids, labels[row]!, 2);
          for (let other = 0; other < count; other++) {
            expect(own).toBeLessThanOrEqual(squaredDistance(block, row, centroids, other, 2));
          }
          sum += own;
        }
        expect(inertia).toBeCloseTo(sum, 9);
      }),
    );
  });

  test('gives the same result for the same seed', () => {
    fc.assert(
      fc.property(points(3), fc.integer({ min: 1, max: 5 }), fc.nat(1000), (block, k, seed) => {
        expect(kMeans(block, 3, k, { seed })).toEqual(kMeans(block, 3, k, { seed }));
      }),
    );
  });

  test('does not move when it starts from its own centroids', () => {
    fc.assert(
      fc.property(points(2), fc.integer({ min: 1, max: 5 }), fc.nat(1000), (block, k, seed) => {
        const first = kMeans(block, 2, k, { seed, starts: 8 });
        const again = kMeans(block, 2, k, { seed, starts: 8, initial: first.centroids });
        expect(again.centroids).toEqual(first.centroids);
        expect(again.labels).toEqual(first.labels);
      }),
    );
  });

  test('finds well separated groups, also where it starts on a sample', () => {
    const random = seededRandom(3);
    const rows = 20_000;
    const block = new Float64Array(rows * 2);
    // One customer in a thousand is far out: a simple random sample would contain few of them.
    const groupOf = (row: number) => (row % 1000 === 0 ? 3 : row % 3);
    const centres = [0, 0, 20, 0, 0, 20, 300, 300];
    for (let row = 0; row < rows; row++) {
      for (let d = 0; d < 2; d++)
        block[row * 2 + d] = centres[groupOf(row) * 2 + d]! + random.normal();
    }
    const { labels } = kMeans(block, 2, 4, { seed: 9 });
    const named = [0, 1, 2, 3].map((group) => labels.find((_, row) => groupOf(row) === group));
    expect(new Set(named).size).toBe(4);
    expect(labels.every((label, row) => label === named[groupOf(row)])).toBe(true);
  });
});

describe('k-means at the edges', () => {
  test('one customer is one cluster', () => {
    expect(kMeans(Float64Array.of(3, 4), 2, 5, { seed: 1 })).toMatchObject({
      centroids: Float64Array.of(3, 4),
      labels: Int32Array.of(0),
      inertia: 0,
    });
  });

  test('identical customers are one cluster', () => {
    const { centroids, labels } = kMeans(new Float64Array(30).fill(7), 3, 4, { seed: 1 });
    expect(centroids).toEqual(Float64Array.of(7, 7, 7));
    expect(labels).toEqual(new Int32Array(10));
  });

  test('a rare point that the sample misses still becomes a cluster', () => {
    const block = new Float64Array(10_000);
    block[9_999] = 1e-3;
    block[5_000] = -5;
    const { centroids, inertia } = kMeans(block, 1, 3, { seed: 1 });
    expect([...centroids].sort((a, b) => a - b)).toEqual([-5, 0, 1e-3]);
    expect(inertia).toBe(0);
  });

  test('a constant column changes nothing', () => {
    const flat = Float64Array.from(iris, (value, at) => (at % 4 === 1 ? 5 : value));
    const { labels, centroids } = kMeans(flat, 4, 3, { seed: 2 });
    expect(new Set(labels).size).toBe(3);
    for (let row = 0; row < 3; row++) expect(centroids[row * 4 + 1]).toBe(5);
  });

  test('a missing value is refused, with its row and column', () => {
    const block = Float64Array.of(1, 2, 3, Number.NaN, 5, 6);
    expect(() => kMeans(block, 2, 2, { seed: 1 })).toThrow(/row 1, column 1 is NaN/);
  });

  test('no customers, a ragged block and an invalid k are refused', () => {
    expect(() => kMeans(new Float64Array(0), 2, 2, { seed: 1 })).toThrow(/at least one point/);
    expect(() => kMeans(new Float64Array(5), 2, 2, { seed: 1 })).toThrow(/5 numbers in all/);
    expect(() => kMeans(new Float64Array(4), 2, 0, { seed: 1 })).toThrow(
      /k must be a whole number/,
    );
  });
});
