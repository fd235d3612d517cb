import { describe, expect, test } from 'vitest';
import { buildHierarchy } from '../../../src/valuation/segments/hierarchical.ts';
import { adjustedRandIndex, contingencyTable } from '../../../src/valuation/segments/rand-index.ts';
import { iris, species } from './iris.ts';

describe('hierarchical clustering', () => {
  test('merges by Ward: the height is √(2·n·m / (n + m)) times the distance of the means', () => {
    const nodes = buildHierarchy(Float64Array.of(0, 1, 5), 1).dendrogram();
    const heights = nodes.filter(({ leaf }) => !leaf).map(({ height }) => height);
    expect(heights[0]).toBeCloseTo(Math.sqrt(4 / 3) * 4.5, 12);
    expect(heights[1]).toBe(1);
  });

  test('three clusters of iris have R’s adjusted Rand index with its species: 0.7311986', () => {
    // R: mclust::adjustedRandIndex(cutree(hclust(dist(iris[, 1:4]), "ward.D2"), 3), iris$Species)
    const { labels, count } = buildHierarchy(iris, 4).cut(3);
    expect(count).toBe(3);
    expect(adjustedRandIndex(contingencyTable(labels, species, 3, 3), 3)).toBeCloseTo(0.7311986, 5);
  });

  test('identical customers are not separated', () => {
    const hierarchy = buildHierarchy(Float64Array.of(2, 2, 7, 7), 1);
    expect(hierarchy.cut(4).count).toBe(2);
    expect(hierarchy.cut(1)).toEqual({ labels: new Int32Array(4), count: 1 });
    expect(buildHierarchy(Float64Array.of(3), 1).cut(5).count).toBe(1);
  });

  test('the drawn tree has at most thirty leaves, every customer below them, and no crossings', () => {
    const nodes = buildHierarchy(iris, 4).dendrogram();
    const leaves = nodes.filter(({ leaf }) => leaf);
    expect(leaves).toHaveLength(30);
    expect(leaves.map(({ position }) => position)).toEqual([...new Array(30).keys()]);
    expect(leaves.reduce((sum, { customers }) => sum + customers, 0)).toBe(150);
    for (const node of nodes) {
      if (node.parent === null) continue;
      expect(nodes[node.parent]!.height).toBeGreaterThanOrEqual(node.height);
      expect(node.parent).toBeLessThan(node.id);
    }
  });
});
