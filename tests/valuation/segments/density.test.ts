import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import {
  corePointClusters,
  labelByCorePoints,
  suggestRadius,
} from '../../../src/valuation/segments/density.ts';
import { buildKdTree } from '../../../src/valuation/segments/kd-tree.ts';
import { squaredDistance } from '../../../src/valuation/segments/nearest-centroid.ts';

const blocks = fc
  .array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 1, maxLength: 60 })
  .map((rows) => Float64Array.from(rows.flat()));

describe('the k-d tree', () => {
  test('finds every point within the radius, and no other', () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 0, max: 8 }), (block, radius) => {
        const tree = buildKdTree(block, 2);
        for (let row = 0; row < block.length / 2; row++) {
          const found: number[] = [];
          tree.within(block, row, radius, (other) => found.push(other));
          const expected = Array.from({ length: block.length / 2 }, (_, other) => other).filter(
            (other) => squaredDistance(block, row, block, other, 2) <= radius * radius,
          );
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
    );
  });
});

describe('density clustering', () => {
  test('is DBSCAN by its definition', () => {
    fc.assert(
      fc.property(
        blocks,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        (block, radius, neighbours) => {
          const rows = block.length / 2;
          const near = (a: number, b: number) =>
            squaredDistance(block, a, block, b, 2) <= radius * radius;
          const all = Array.from({ length: rows }, (_, row) => row);
          const core = all.map((a) => all.filter((b) => near(a, b)).length >= neighbours);
          const { labels, count } = corePointClusters(block, 2, { radius, neighbours });
          expect(Array.from(labels, (label) => label !== -1)).toEqual(core);
          expect(new Set(labels.filter((label) => label !== -1)).size).toBe(count);
          // Clusters are the connected components of core points within the radius of each other.
          const reach = all.map((row) => (core[row] ? row : -1));
          for (let changed = true; changed; ) {
            changed = false;
            for (const a of all) {
              for (const b of all) {
                if (!core[a] || !core[b] || !near(a, b) || reach[a] === reach[b]) continue;
                reach[a] = reach[b] = Math.min(reach[a]!, reach[b]!);
                changed = true;
              }
            }
          }
          for (const a of all) {
            for (const b of all) {
              if (core[a] && core[b]) expect(labels[a] === labels[b]).toBe(reach[a] === reach[b]);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('labels other points by the nearest core point within the radius, else as noise', () => {
    const labels = labelByCorePoints(
      Float64Array.of(0.5, 4, 9.6, 7, 2),
      1,
      Float64Array.of(0, 1, 10, 4),
      [0, 0, 1, 1],
      2,
      2,
    );
    expect([...labels]).toEqual([0, 1, 1, 2, 0]);
  });

  test('finds two crescents and an outlier, with the radius it suggests', () => {
    const random = seededRandom(4);
    const points = new Float64Array(2 * 401);
    for (let row = 0; row < 400; row++) {
      const angle = Math.PI * random.next();
      const upper = row < 200;
      points[2 * row] = (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.04 * random.normal();
      points[2 * row + 1] =
        (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.04 * random.normal();
    }
    points.set([4, 4], 800);
    const radius = suggestRadius(points, 2, 5);
    const { labels, count } = corePointClusters(points, 2, { radius, neighbours: 5 });
    expect(labels[400]).toBe(-1);
    const big = Array.from(
      { length: count },
      (_, label) => labels.filter((other) => other === label).length,
    ).filter((size) => size > 150);
    expect(big).toHaveLength(2);
  });

  test('identical customers have a radius too', () => {
    expect(suggestRadius(new Float64Array(10), 2, 3)).toBe(1);
    expect(suggestRadius(Float64Array.of(5), 1, 3)).toBe(1);
  });
});
