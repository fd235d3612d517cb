import { describe, expect, it } from 'vitest';
import { withChurnExecutor } from '../../../src/scoring/churn/churn-executor.ts';
import { churnContributions, predictChurn, trainChurn } from '../../../src/valuation/index.ts';
import { madeUpCustomers } from '../../valuation/churn/tables.ts';

const { dataset, y } = madeUpCustomers(300, 4);

describe('who does the heavy work of churn models', () => {
  it.each([
    ['this thread', 300],
    ['worker threads, for a large bank', 1_000_000],
  ])('is %s, and the answers are the same to the last bit', async (_, rows) => {
    const alone = trainChurn('boosting', dataset, y, { seed: 3 });
    const [model, said, reasons] = await withChurnExecutor(rows, async (executor) => {
      const trained = await executor.train('boosting', dataset, y, { seed: 3 });
      return [
        trained,
        await executor.predict(trained, dataset),
        await executor.contributions(trained, dataset),
      ];
    });
    expect(JSON.stringify(model)).toBe(JSON.stringify(alone));
    expect(said).toEqual(predictChurn(alone, dataset));
    expect(reasons).toEqual(churnContributions(alone, dataset));
  });

  it('hand on what goes wrong', async () => {
    const none = new Uint8Array(300);
    await expect(
      withChurnExecutor(1_000_000, (executor) =>
        executor.train('tree', dataset, none, { seed: 1 }),
      ),
    ).rejects.toThrow('All 300 labels are 0');
  });
});
