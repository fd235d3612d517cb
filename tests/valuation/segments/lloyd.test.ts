import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/valuation/index.ts';
import { meansOf } from '../../../src/valuation/segments/k-means.ts';
import { LloydPasses } from '../../../src/valuation/segments/lloyd.ts';
import { labelNearest } from '../../../src/valuation/segments/nearest-centroid.ts';

describe('the passes of Lloyd’s algorithm', () => {
  it('label every row as a plain pass does, to the last bit, on ties too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(1, 2, 0),
        (seed, dimensions, k, grain) => {
          const random = seededRandom(seed);
          // On a grid many points lie on one another, and halfway between centroids.
          const draw = () => (grain === 0 ? random.normal() : Math.round(grain * random.normal()));
          const points = Float64Array.from({ length: 200 * dimensions }, draw);
          let centroids: Float64Array = Float64Array.from({ length: k * dimensions }, draw);
          const passes = new LloydPasses(points, dimensions);
          for (let pass = 0; pass < 12; pass++) {
            const labels = new Int32Array(200);
            const expected = new Int32Array(200);
            const found = passes.label(centroids, labels);
            const inertia = labelNearest(points, dimensions, centroids, expected);
            expect(labels).toEqual(expected);
            expect(found.inertia).toBe(inertia);
            const means = meansOf(points, dimensions, labels, k);
            expect(
              found.sums.map((sum, at) => sum / found.sizes[Math.floor(at / dimensions)]!),
            ).toEqual(means);
            // Those without rows, and now and then another, jump to somewhere else.
            centroids = means.map((mean) =>
              Number.isNaN(mean) || random.next() < 0.02 ? draw() : mean,
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
