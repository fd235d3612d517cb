import { describe, expect, test } from 'vitest';
import { assignSegments } from '../../../src/valuation/segments/assign-segments.ts';
import { fitSegmentation } from '../../../src/valuation/segments/fit-segmentation.ts';
import {
  hasDrifted,
  type SegmentationModel,
  type SegmentationSpecification,
  segmentIds,
} from '../../../src/valuation/segments/segmentation.ts';
import { features, groupOf, inventBank } from './bank.ts';
import { wording } from './naming-words.ts';

const bank = inventBank(4000, 1);
const specifications: SegmentationSpecification[] = [
  { method: 'k-means', features, k: { from: 3, to: 8 } },
  { method: 'hierarchical', features, k: 4 },
  { method: 'density', features, neighbours: 10 },
  {
    method: 'rules',
    features,
    rules: [
      {
        id: 'wealthy',
        name: { en: 'wealthy', zh: '富裕' },
        conditions: [{ feature: 'balance', comparison: '>', threshold: 20_000 }],
      },
      {
        id: 'impossible',
        name: { en: 'impossible', zh: '不可能' },
        conditions: [{ feature: 'tenure', comparison: '<', threshold: 0 }],
      },
    ],
  },
];

/** A model as it comes back from the store. */
const stored = (model: SegmentationModel): SegmentationModel => JSON.parse(JSON.stringify(model));

describe.each(specifications)('segments by $method', (specification) => {
  const { model, segmentation, measures, density } = fitSegmentation(bank, specification, {
    seed: 1,
    wording,
  });

  test('put every customer into a segment, and no segment is empty', () => {
    const sizes = segmentation.segments.map(() => 0);
    for (const label of segmentation.labels) sizes[label]! += 1;
    expect(segmentation.segments.map(({ size }) => size)).toEqual(sizes);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    const shares = segmentation.segments.reduce((sum, { share }) => sum + share, 0);
    expect(shares).toBeCloseTo(1, 12);
  });

  test('have unique ids and names, and are described in the features’ own units', () => {
    const { segments, labels } = segmentation;
    expect(new Set(segments.map(({ id }) => id)).size).toBe(segments.length);
    expect(new Set(segments.map(({ name }) => name.en)).size).toBe(segments.length);
    expect(new Set(segments.map(({ name }) => name.zh)).size).toBe(segments.length);
    segments.forEach((segment, label) => {
      const members = bank[0]!.values.filter((_, row) => labels[row] === label);
      const mean = members.reduce((sum, value) => sum + value, 0) / members.length;
      expect(segment.features[0]!.mean! / mean).toBeCloseTo(1, 9);
      expect(labels[segment.typicalRow!]).toBe(label);
    });
  });

  test('are the same for the same customers the next night, from the stored model', async () => {
    const again = await assignSegments(stored(model), bank);
    expect(again).toEqual(segmentation);
    expect(again.drift.stabilityIndex).toBe(0);
    expect(again.drift.distanceRatio).toBeCloseTo(1, 9);
  });

  test('are the same for the same seed', () => {
    expect(fitSegmentation(bank, specification, { seed: 1, wording })).toEqual({
      model,
      segmentation,
      measures,
      density,
    });
  });

  test('are each measured', () => {
    expect(measures.within).toHaveLength(segmentation.segments.length);
    expect(measures.silhouette).toBeGreaterThan(-1);
    expect(measures.daviesBouldin).toBeGreaterThan(0);
  });

  test('are stable: customers who moved have a feature that changed', async () => {
    const tonight = inventBank(4000, 1, 1);
    const next = await assignSegments(stored(model), tonight);
    const before = segmentIds(segmentation);
    const now = segmentIds(next);
    const moved = now.flatMap((id, row) => (id === before[row] ? [] : [row]));
    expect(moved.length).toBeLessThanOrEqual(0.03 * now.length);
    for (const row of moved) {
      expect(bank.some(({ values }, at) => values[row] !== tonight[at]!.values[row])).toBe(true);
    }
    expect(hasDrifted(next.drift)).toBe(false);
  });
});

describe('segments by k-means', () => {
  test('find the kinds of customers that exist, and name them', () => {
    const { model, segmentation } = fitSegmentation(bank, specifications[0]!, { seed: 1, wording });
    expect(model.choice?.k).toBe(4);
    const { labels } = segmentation;
    const firstOf = [0, 1, 2, 3].map((group) =>
      bank[0]!.values.findIndex((_, row) => groupOf(row) === group),
    );
    const right = labels.filter((label, row) => label === labels[firstOf[groupOf(row)]!]);
    expect(right.length / 4000).toBeGreaterThan(0.97);
    expect(segmentation.segments.map(({ id }) => id)).toEqual(['s1', 's2', 's3', 's4']);
    expect(segmentation.segments.map(({ name }) => name)).toEqual([
      { en: 'low balance, new', zh: '低余额、新客户' },
      { en: 'busy, high balance', zh: '高活跃、高余额' },
      { en: 'quiet, long-standing', zh: '低活跃、老客户' },
      { en: 'long-standing, high balance, quiet', zh: '老客户、高余额、低活跃' },
    ]);
  });

  test('use the names they are given', async () => {
    const names = { s1: { en: 'mass market', zh: '大众客户' } };
    const { model, segmentation } = fitSegmentation(bank, specifications[0]!, {
      seed: 1,
      wording,
      names,
    });
    expect(segmentation.segments[0]!.name.en).toBe('mass market');
    const later = { s2: { en: 'core', zh: '核心客户' } };
    const next = await assignSegments(model, bank, { names: later });
    expect(next.segments.slice(0, 2).map(({ name }) => name.en)).toEqual(['mass market', 'core']);
  });

  test('drift when the bank’s customers have changed', async () => {
    const { model } = fitSegmentation(bank, specifications[0]!, { seed: 1, wording });
    const richer = bank.map(({ name, values }) => ({
      name,
      values: name === 'balance' ? values.map((value) => value * 30) : values,
    }));
    expect(hasDrifted((await assignSegments(model, richer)).drift)).toBe(true);
  });
});

describe('segments at the edges', () => {
  const kMeans: SegmentationSpecification = { method: 'k-means', features, k: { from: 3, to: 8 } };
  const same = (rows: number) =>
    features.map(({ feature }) => ({ name: feature, values: new Float64Array(rows).fill(42) }));

  test.each(specifications)('one customer is one segment by $method', (specification) => {
    const { segmentation } = fitSegmentation(same(1), specification, { seed: 1, wording });
    expect(segmentation.segments.map(({ size }) => size)).toEqual([1]);
  });

  test.each(specifications)('identical customers are one segment by $method', (specification) => {
    const { segmentation, model } = fitSegmentation(same(50), specification, { seed: 1, wording });
    expect(segmentation.segments.map(({ size }) => size)).toEqual([50]);
    expect(JSON.stringify(model)).not.toMatch(/NaN|Infinity/);
    expect(stored(model)).toEqual(model);
  });

  test('more segments than kinds of customers gives as many as there are kinds', () => {
    const two = features.map(({ feature }) => ({
      name: feature,
      values: Float64Array.from({ length: 40 }, (_, row) => (row % 4 === 0 ? 100 : 5)),
    }));
    const { segmentation } = fitSegmentation(two, { ...kMeans, k: 6 }, { seed: 1, wording });
    expect(segmentation.segments.map(({ size }) => size)).toEqual([30, 10]);
  });

  test('a missing value is refused with its feature and row, in the fit and later', async () => {
    const holed = bank.map(({ name, values }) => ({ name, values: values.slice() }));
    holed[1]!.values[17] = Number.NaN;
    expect(() => fitSegmentation(holed, kMeans, { seed: 1, wording })).toThrow(
      /transactions is NaN in row 17/,
    );
    const { model } = fitSegmentation(bank, kMeans, { seed: 1, wording });
    await expect(assignSegments(model, holed)).rejects.toThrow(/transactions is NaN in row 17/);
    await expect(assignSegments(model, holed.slice(1))).rejects.toThrow(
      /no feature called balance/,
    );
  });

  test('invalid settings are refused', () => {
    const fitting = (specification: SegmentationSpecification) => () =>
      fitSegmentation(bank, specification, { seed: 1, wording });
    expect(fitting({ ...kMeans, k: 0 })).toThrow(/k must be a whole number/);
    expect(fitting({ method: 'hierarchical', features, k: 1.5 })).toThrow(/from 1.5 to 1.5/);
    expect(fitting({ method: 'density', features, neighbours: 0 })).toThrow(/neighbours must be/);
    expect(fitting({ method: 'density', features, neighbours: 3, radius: -1 })).toThrow(
      /radius must/,
    );
  });
});

test('a rule’s id may be the name of a property that every object has', async () => {
  const name = { en: 'wealthy', zh: '富裕' };
  const conditions = [{ feature: 'balance', comparison: '>' as const, threshold: 20_000 }];
  const { model, segmentation } = fitSegmentation(
    bank,
    { method: 'rules', features, rules: [{ id: 'constructor', name, conditions }] },
    { seed: 1, wording },
  );
  expect(segmentation.segments.map((segment) => segment.name)).toContainEqual(name);
  expect(await assignSegments(model, bank)).toMatchObject({ segments: segmentation.segments });
});

test('a segment that costs is called high of nothing, even where others cost more', () => {
  const rows = 200;
  const costs = Float64Array.from(
    { length: rows },
    (_, row) => (row % 2 === 0 ? -1 : -100) - row / 1000,
  );
  const words = { high: { en: 'high contribution' }, low: { en: 'low contribution' } };
  const names = (values: Float64Array) =>
    fitSegmentation(
      [{ name: 'contribution', values }],
      { method: 'k-means', features: [{ feature: 'contribution', words }], k: 2 },
      { seed: 1, wording: { en: wording.en } },
    ).segmentation.segments.map(({ name }) => name.en);
  expect(names(costs)).toContain('low contribution');
  expect(names(costs)).not.toContain('high contribution');
  expect(names(costs.map((cost) => cost + 200))).toContain('high contribution');
});
