import { describe, expect, test } from 'vitest';
import { assignSegments } from '../../../src/valuation/segments/assign-segments.ts';
import { fitSegmentation } from '../../../src/valuation/segments/fit-segmentation.ts';
import { refitSegmentation } from '../../../src/valuation/segments/refit-segmentation.ts';
import {
  type SegmentationSpecification,
  segmentIds,
} from '../../../src/valuation/segments/segmentation.ts';
import { features, groupOf, inventBank } from './bank.ts';
import { wording } from './naming-words.ts';

const specification: SegmentationSpecification = {
  method: 'k-means',
  features,
  k: { from: 3, to: 8 },
};
const bank = inventBank(4000, 1);
const first = fitSegmentation(bank, specification, { seed: 1, wording });
const ids = segmentIds(first.segmentation);

const rule = (id: string, threshold: number) => ({
  id,
  name: { en: id, zh: id },
  conditions: [{ feature: 'balance', comparison: '>' as const, threshold }],
});

describe('a refit', () => {
  test.each([1, 2, 77])('on the same customers moves nobody (seed %i)', (seed) => {
    const { changes, segmentation } = refitSegmentation(first.model, ids, bank, specification, {
      seed,
      wording,
    });
    expect(segmentIds(segmentation)).toEqual(ids);
    expect(changes).toMatchObject({ births: [], deaths: [], splits: [], merges: [] });
    expect(changes.kept.map(({ id, distance, overlap }) => [id, distance, overlap])).toEqual(
      first.model.segments.map(({ id }) => [id, 0, 1]),
    );
    expect(changes.adjustedRandIndex).toBe(1);
  });

  test('months later keeps ids and names, and counts who moved', () => {
    const later = inventBank(4000, 1, 60);
    const { changes, segmentation, model } = refitSegmentation(
      first.model,
      ids,
      later,
      specification,
      { seed: 9, wording },
    );
    expect(changes.kept.map(({ id }) => id).sort()).toEqual(['s1', 's2', 's3', 's4']);
    expect(changes.births).toEqual([]);
    expect(changes.adjustedRandIndex).toBeGreaterThan(0.7);
    for (const { id, name } of segmentation.segments) {
      expect(name).toEqual(first.segmentation.segments.find((segment) => segment.id === id)?.name);
    }
    expect(changes.movement.reduce((sum, { customers }) => sum + customers, 0)).toBe(4000);
    const now = segmentIds(segmentation);
    for (const { from, to, customers } of changes.movement) {
      expect(now.filter((id, row) => id === to && ids[row] === from)).toHaveLength(customers);
    }
    expect(model.nextNumber).toBe(5);
  });

  test('keeps existing names, and adds those of a new language', () => {
    const { zh: _, ...english } = wording;
    const before = fitSegmentation(bank, specification, { seed: 1, wording: english });
    const kept = before.segmentation.segments.map(({ name }) => name.en);
    expect(before.segmentation.segments[0]?.name.zh).toBeUndefined();
    const { segmentation } = refitSegmentation(before.model, ids, bank, specification, {
      seed: 1,
      wording,
    });
    expect(segmentation.segments.map(({ name }) => name)).toEqual(
      first.segmentation.segments.map(({ name }) => name),
    );
    expect(segmentation.segments.map(({ name }) => name.en)).toEqual(kept);
  });

  test('finds a new kind of customer, with an id never used before', () => {
    const arrivals = 800;
    const grown = bank.map(({ name, values }) => {
      const more = new Float64Array(values.length + arrivals);
      more.set(values);
      for (let i = 0; i < arrivals; i++) {
        const wave = 1 + 0.1 * Math.sin(i);
        more[values.length + i] =
          wave * (name === 'balance' ? 3e5 : name === 'transactions' ? 300 : 0.5);
      }
      return { name, values: more };
    });
    const before = [...ids, ...new Array<null>(arrivals).fill(null)];
    const { changes, segmentation } = refitSegmentation(
      { ...first.model, nextNumber: 12 },
      before,
      grown,
      { ...specification, k: 5 },
      { seed: 1, wording },
    );
    expect(changes.births).toEqual(['s12']);
    expect(changes.deaths).toEqual([]);
    expect(changes.movement).toContainEqual({ from: null, to: 's12', customers: arrivals });
    expect(new Set(segmentation.segments.map(({ name }) => name.en)).size).toBe(5);
  });

  test('finds that a kind of customer is gone', () => {
    const stay = ids.flatMap((_, row) => (groupOf(row) === 0 ? [] : [row]));
    const shrunk = bank.map(({ name, values }) => ({
      name,
      values: Float64Array.from(stay, (row) => values[row]!),
    }));
    const { changes } = refitSegmentation(
      first.model,
      stay.map((row) => ids[row]!),
      shrunk,
      { ...specification, k: 3 },
      { seed: 1, wording },
    );
    expect(changes.deaths).toEqual([ids[0]]);
    expect(changes.births).toEqual([]);
  });

  test('with other features still recognises the segments by their customers', () => {
    const { changes } = refitSegmentation(
      first.model,
      ids,
      bank,
      { method: 'k-means', features: features.slice(0, 2), k: 4 },
      { seed: 1, wording },
    );
    expect(changes.kept.length).toBeGreaterThanOrEqual(3);
    for (const { distance, overlap } of changes.kept) {
      expect(distance).toBeNull();
      expect(overlap).toBeGreaterThan(1 / 3);
    }
  });

  test('identifies rules by their own ids', async () => {
    const rules = (...given: ReturnType<typeof rule>[]): SegmentationSpecification => ({
      method: 'rules',
      features,
      rules: given,
    });
    const one = fitSegmentation(bank, rules(rule('rich', 2e4), rule('some', 1e3)), {
      seed: 1,
      wording,
    });
    const { changes, model } = refitSegmentation(
      one.model,
      segmentIds(one.segmentation),
      bank,
      rules(rule('rich', 3e4), rule('few', 100)),
      { seed: 1, wording },
    );
    expect(changes.kept.map(({ id }) => id)).toEqual(['rich']);
    expect(changes.births).toEqual(['few']);
    expect(changes.deaths).toEqual(['some']);
    const assigned = await assignSegments(model, bank);
    expect(assigned.segments.map(({ id }) => id)).toEqual(['rich', 'few', 'rest']);
  });

  test.each(['hierarchical', 'density'] as const)(
    'of segments by %s on the same customers moves nobody',
    (method) => {
      const other: SegmentationSpecification =
        method === 'density' ? { method, features, neighbours: 10 } : { method, features, k: 4 };
      const fit = fitSegmentation(bank, other, { seed: 3, wording });
      const before = segmentIds(fit.segmentation);
      const again = refitSegmentation(fit.model, before, bank, other, { seed: 3, wording });
      expect(segmentIds(again.segmentation)).toEqual(before);
      expect(again.changes).toMatchObject({ births: [], deaths: [], adjustedRandIndex: 1 });
    },
  );

  test('needs the last segment of each customer', () => {
    expect(() =>
      refitSegmentation(first.model, ids.slice(1), bank, specification, { seed: 1, wording }),
    ).toThrow(/each of 4000 customers, but got 3999/);
  });
});
