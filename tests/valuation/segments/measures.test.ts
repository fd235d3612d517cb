import { describe, expect, test } from 'vitest';
import { kMeans } from '../../../src/valuation/segments/k-means.ts';
import {
  distanceMatrix,
  meanSilhouette,
  measureSegments,
} from '../../../src/valuation/segments/measures.ts';
import { iris } from './iris.ts';

describe('the measures of a segmentation', () => {
  // R: mean(cluster::silhouette(kmeans(iris[, 1:4], k, nstart = 20)$cluster, dist(iris[, 1:4]))[, 3])
  test.each([
    [2, 0.6810462],
    [3, 0.552819],
  ])('%i clusters of iris have a silhouette of %f', (k, silhouette) => {
    const { labels } = kMeans(iris, 4, k, { seed: 1, starts: 20 });
    expect(measureSegments(iris, 4, labels, k, 1).silhouette).toBeCloseTo(silhouette, 5);
  });

  test('three clusters of iris have a Davies–Bouldin index of 0.6620', () => {
    const { labels } = kMeans(iris, 4, 3, { seed: 1, starts: 20 });
    expect(measureSegments(iris, 4, labels, 3, 1).daviesBouldin).toBeCloseTo(0.662, 3);
  });

  test('agree with a computation by hand for four points', () => {
    const points = Float64Array.of(0, 2, 10, 14);
    const measures = measureSegments(points, 1, Int32Array.of(0, 0, 1, 1), 2, 1);
    expect(measures.within).toEqual([1, 2]);
    expect(measures.between).toEqual([
      [0, 11],
      [11, 0],
    ]);
    expect(measures.daviesBouldin).toBeCloseTo(3 / 11, 12);
    const expected = ((12 - 2) / 12 + (10 - 2) / 10 + (9 - 4) / 9 + (13 - 4) / 13) / 4;
    expect(measures.silhouette).toBeCloseTo(expected, 12);
  });

  test('have no separation where there is a single segment', () => {
    expect(measureSegments(Float64Array.of(1, 3), 1, new Int32Array(2), 1, 1)).toEqual({
      silhouette: null,
      daviesBouldin: null,
      within: [1],
      between: [[0]],
    });
  });

  test('a customer alone in a segment counts 0, and coinciding segments count 0', () => {
    const labels = Int32Array.of(0, 1, 1);
    const distances = distanceMatrix(Float64Array.of(0, 5, 6), 1);
    expect(meanSilhouette(distances, labels, 2)).toBeCloseTo((0 + 4 / 5 + 5 / 6) / 3, 12);
    expect(meanSilhouette(new Float64Array(16), Int32Array.of(0, 0, 1, 1), 2)).toBe(0);
  });

  test('of a large segmentation are computed on a sample that includes its smallest segment', () => {
    const rows = 20_000;
    const points = Float64Array.from({ length: rows }, (_, row) => (row < 5 ? 100 : (row % 7) / 7));
    const labels = Int32Array.from({ length: rows }, (_, row) => (row < 5 ? 1 : 0));
    expect(measureSegments(points, 1, labels, 2, 1).silhouette).toBeGreaterThan(0.99);
  });
});
