import { describe, expect, test } from 'vitest';
import { assignSegments } from '../../../src/valuation/segments/assign-segments.ts';
import { fitSegmentation } from '../../../src/valuation/segments/fit-segmentation.ts';
import type { SegmentationSpecification } from '../../../src/valuation/segments/segmentation.ts';
import { features, inventBank } from './bank.ts';

const large = inventBank(150_000, 5);

describe('assigning in worker threads', () => {
  test.each<SegmentationSpecification>([
    { method: 'k-means', features, k: 4 },
    {
      method: 'rules',
      features,
      rules: [
        {
          id: 'rich',
          name: { en: 'rich', zh: '富裕' },
          conditions: [{ feature: 'balance', comparison: '>', threshold: 2e4 }],
        },
      ],
    },
  ])('gives the same segments by $method as this thread alone', async (specification) => {
    const { model } = fitSegmentation(inventBank(2000, 5), specification, { seed: 1 });
    const alone = await assignSegments(model, large, { workers: 0 });
    expect(alone.labels).toHaveLength(150_000);
    for (const workers of [1, 2]) {
      expect(await assignSegments(model, large, { workers })).toEqual(alone);
    }
  });

  test('leaves the columns unchanged, and refuses what this thread refuses', async () => {
    const { model } = fitSegmentation(
      inventBank(2000, 5),
      { method: 'k-means', features, k: 4 },
      { seed: 1 },
    );
    await assignSegments(model, large, { workers: 2 });
    expect(large[0]!.values).toHaveLength(150_000);
    const holed = large.map(({ name, values }) => ({ name, values: values.slice() }));
    holed[2]!.values[140_000] = Number.NaN;
    await expect(assignSegments(model, holed, { workers: 2 })).rejects.toThrow(
      /tenure is NaN in row 140000/,
    );
  });
});
