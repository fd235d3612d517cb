import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { champion } from '../../../src/store/models/champion.ts';
import { models } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ChurnModel } from '../../../src/valuation/index.ts';
import {
  churnContributions,
  churnKinds,
  explanationBase,
  predictChurn,
  trainChurn,
} from '../../../src/valuation/index.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { madeUpCustomers } from '../../valuation/churn/tables.ts';

const { dataset, y } = madeUpCustomers(300, 6);

describe.each(storeKinds)('a churn model stored in %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  async function throughStore(body: unknown): Promise<unknown> {
    await store.db.insert(models).values({
      kind: 'churn',
      method: 'any',
      trainedAt: new Date('2026-01-01T00:00:00Z'),
      asOf: '2026-01-01',
      champion: true,
      body,
      card: {},
    });
    return (await champion(store.db, 'churn'))?.body;
  }

  it.each(churnKinds)('predicts and explains bit for bit when read back: %s', async (method) => {
    const model: ChurnModel = {
      ...trainChurn(method, dataset, y, { seed: 2, trees: 15 }),
      calibration: { method: 'platt', slope: 1.0000000000000002, intercept: -1e-21 },
    };
    // What was written is what comes back; that it is a churn model follows.
    const back = (await throughStore(model)) as ChurnModel;
    expect(predictChurn(back, dataset)).toEqual(predictChurn(model, dataset));
    expect(churnContributions(back, dataset)).toEqual(churnContributions(model, dataset));
    expect(explanationBase(back)).toBe(explanationBase(model));
  });

  it('keeps numbers that are hard to write down', async () => {
    const hard = [5e-324, 1.7976931348623157e308, 2 ** -1022, 0.1 + 0.2, 1e21, -1e-7, 2 ** 53 + 2];
    expect(await throughStore({ hard })).toEqual({ hard });
  });
});
