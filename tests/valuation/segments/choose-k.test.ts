import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/valuation/numeric/random.ts';
import { chooseK } from '../../../src/valuation/segments/choose-k.ts';

function groups(count: number, rows: number): Float64Array {
  const random = seededRandom(count);
  return Float64Array.from({ length: rows * 2 }, (_, at) => {
    const group = Math.floor(at / 2) % count;
    const angle = (2 * Math.PI * group) / count;
    return 20 * (at % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + random.normal();
  });
}

describe('choosing the number of segments', () => {
  test.each([3, 5, 7])('finds %i separate groups, and shows the elbow', (count) => {
    const { k, candidates } = chooseK(groups(count, 3000), 2, { from: 3, to: 8 }, 1);
    expect(k).toBe(count);
    expect(candidates.map((candidate) => candidate.k)).toEqual([3, 4, 5, 6, 7, 8]);
    for (let i = 1; i < candidates.length; i++) {
      expect(candidates[i]!.inertia).toBeLessThanOrEqual(candidates[i - 1]!.inertia);
    }
  });

  test('keeps the number in use where another is only slightly better', () => {
    const random = seededRandom(8);
    const cloud = Float64Array.from({ length: 4000 }, () => random.normal());
    const free = chooseK(cloud, 2, { from: 3, to: 8 }, 1);
    const scores = free.candidates.map(({ silhouette }) => silhouette!);
    const nearly = free.candidates.find(
      ({ k, silhouette }) => k !== free.k && Math.max(...scores) - silhouette! < 0.02,
    );
    expect(nearly).toBeDefined();
    const kept = chooseK(cloud, 2, { from: 3, to: 8, current: nearly!.k }, 1);
    expect(kept.k).toBe(nearly!.k);
  });

  test('replaces a number in use that no longer fits', () => {
    expect(chooseK(groups(5, 2000), 2, { from: 3, to: 8, current: 8 }, 1).k).toBe(5);
  });

  test('chooses the smallest number for identical customers, which have no silhouette', () => {
    const choice = chooseK(new Float64Array(20), 2, { from: 3, to: 5 }, 1);
    expect(choice.k).toBe(3);
    expect(choice.candidates.map(({ silhouette }) => silhouette)).toEqual([null, null, null]);
  });

  test('refuses a descending range', () => {
    expect(() => chooseK(groups(3, 30), 2, { from: 5, to: 3 }, 1)).toThrow(/from 5 to 3/);
  });
});
