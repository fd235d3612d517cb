import { afterAll, describe, expect, it } from 'vitest';
import {
  churnContributions,
  predictChurn,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import { startChurnWorkers } from '../../../src/valuation/churn/churn-workers.ts';
import { churnKinds } from '../../../src/valuation/churn/model.ts';
import { crossValidate } from '../../../src/valuation/evaluation/cross-validation.ts';
import { madeUpCustomers } from './tables.ts';

const { dataset, y } = madeUpCustomers(200, 9);
const workers = startChurnWorkers(2);

afterAll(() => workers.close());

describe('churn workers', () => {
  it.each(churnKinds)('train the same %s as one thread to the last bit', async (kind) => {
    const alone = trainChurn(kind, dataset, y, { seed: 4, trees: 20 });
    const together = await workers.train(kind, dataset, y, { seed: 4, trees: 20 });
    expect(JSON.stringify(together)).toBe(JSON.stringify(alone));
  });

  it('cross-validate, predict and explain as one thread does', async () => {
    const options = { seed: 2, folds: 3, trees: 20 };
    expect(await workers.crossValidate('forest', dataset, y, options)).toEqual(
      crossValidate('forest', dataset, y, options),
    );
    const model = trainChurn('boosting', dataset, y, { seed: 1 });
    expect(await workers.predict(model, dataset)).toEqual(predictChurn(model, dataset));
    expect(await workers.contributions(model, dataset)).toEqual(churnContributions(model, dataset));
  });

  it('pass on errors', async () => {
    const short = { columns: dataset.columns.slice(1), rows: dataset.rows };
    const model = trainChurn('logistic', dataset, y, { seed: 1 });
    await expect(workers.predict(model, short)).rejects.toThrow('needs column "balance"');
    await expect(workers.train('tree', dataset, new Uint8Array(200), { seed: 1 })).rejects.toThrow(
      'All 200 labels are 0',
    );
  });

  it('refuse tasks once they are closed', async () => {
    const others = startChurnWorkers(1);
    await others.close();
    const model = trainChurn('logistic', dataset, y, { seed: 1 });
    await expect(others.predict(model, dataset)).rejects.toThrow('closed');
  });

  it('need at least one thread', () => {
    expect(() => startChurnWorkers(0)).toThrow('at least one worker thread');
  });
});
