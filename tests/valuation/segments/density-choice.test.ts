import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { clusterPoints } from '../../../src/valuation/segments/cluster-points.ts';
import { corePointClusters } from '../../../src/valuation/segments/density.ts';
import { bestCut, densityCuts } from '../../../src/valuation/segments/density-choice.ts';

/** Normal clouds of points, each with its size, centre and spread; further dimensions are around 0. */
function clouds(
  seed: number,
  dimensions: number,
  all: readonly { size: number; at: readonly number[]; spread: number }[],
): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(
    all.flatMap(({ size, at, spread }) =>
      Array.from({ length: size * dimensions }, (_, i) => {
        return (at[i % dimensions] ?? 0) + spread * random.normal();
      }),
    ),
  );
}

function moons(seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from(
    Array.from({ length: 800 }, (_, row) => {
      const angle = Math.PI * random.next();
      const upper = row < 400;
      return [
        (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.06 * random.normal(),
        (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.06 * random.normal(),
      ];
    }).flat(),
  );
}

const seeds = [1, 2, 3];
const best = (points: Float64Array, dimensions: number) =>
  bestCut(densityCuts(points, dimensions, 15), null);

describe('the radius of density clustering', () => {
  it.each(seeds)('tells two moons apart (seed %s)', (seed) => {
    expect(best(moons(seed), 2)).toMatchObject({ clusters: 2, telling: true });
  });

  it.each(seeds)('tells clouds of unequal density and size apart (seed %s)', (seed) => {
    const three = clouds(seed, 2, [
      { size: 400, at: [0, 0], spread: 0.3 },
      { size: 300, at: [5, 0], spread: 1 },
      { size: 200, at: [0, 6], spread: 0.6 },
    ]);
    expect(best(three, 2)).toMatchObject({ clusters: 3, telling: true });
    const two = clouds(seed, 6, [
      { size: 900, at: [0], spread: 0.4 },
      { size: 300, at: [6], spread: 1 },
    ]);
    expect(best(two, 6)).toMatchObject({ clusters: 2, telling: true });
  });

  it.each(seeds)('is none for one cloud, or points anywhere (seed %s)', (seed) => {
    expect(best(clouds(seed, 2, [{ size: 1000, at: [], spread: 1 }]), 2)).toBeNull();
    expect(best(clouds(seed, 6, [{ size: 1500, at: [], spread: 1 }]), 6)).toBeNull();
    const random = seededRandom(seed);
    expect(
      best(
        new Float64Array(2000).map(() => random.next()),
        2,
      ),
    ).toBeNull();
  });

  it('is none for customers who are all the same', () => {
    expect(best(new Float64Array(200), 2)).toBeNull();
  });

  it('stays as it is unless another is clearly better', () => {
    const points = moons(1);
    const chosen = best(points, 2);
    const near = (chosen?.radius ?? 0) * 1.02;
    const cuts = densityCuts(points, 2, 15, [near]);
    expect(bestCut(cuts, near)?.radius).toBe(near);
    const far = densityCuts(points, 2, 15, [10]);
    expect(bestCut(far, 10)?.radius).toBe(chosen?.radius);
  });
});

describe('a cut', () => {
  it('divides points as DBSCAN does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        (rows, radius, neighbours) => {
          // At most fifty points: every cluster is more than 2 % of them, or just as much.
          const points = Float64Array.from(rows.flat());
          const cut = densityCuts(points, 2, neighbours, [radius]).find((c) => c.radius === radius);
          const { labels, count } = corePointClusters(points, 2, { radius, neighbours });
          const alone = labels.filter((label) => label === -1).length / rows.length;
          const fits = neighbours <= rows.length;
          if (!fits) return;
          expect(cut?.clusters).toBe(count);
          expect(cut?.noise).toBeCloseTo(alone, 12);
        },
      ),
    );
  });

  it('is of the clustering itself, and says where it tells nothing', () => {
    const density = { method: 'density' as const, features: [], neighbours: 15 };
    const found = clusterPoints(moons(2), 2, density, 1, null);
    expect(found.density).toMatchObject({ clusters: 2, telling: true });
    expect(found.labelling).toMatchObject({ by: 'core points', radius: found.density?.radius });
    const cloud = clouds(1, 2, [{ size: 1000, at: [], spread: 1 }]);
    expect(clusterPoints(cloud, 2, density, 1, null).density).toMatchObject({ telling: false });
    const given = clusterPoints(cloud, 2, { ...density, radius: 3 }, 1, null);
    expect(given.density).toMatchObject({ radius: 3, telling: false });
  });
});
