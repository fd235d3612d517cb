import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, commandContext } from '../../../src/conversation/command-context.ts';
import { makeDigest } from '../../../src/conversation/digest/make-digest.ts';
import type { Locale } from '../../../src/language/locale.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('the digest of customers at risk on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
  });
  afterAll(() => store.close());

  async function digest(
    principal: Asker['principal'],
    previous: number[] | null,
    locale: Locale = 'en',
  ) {
    const context = await commandContext(
      { store, config, now },
      { principal, channel: 'slack', address: 'C1', shared: false, locale },
    );
    if (context === undefined) throw new Error('The bank has a run.');
    const since = previous === null ? null : { runId: null, state: { atRisk: previous } };
    const { reply, seen, state, nothingNew } = await makeDigest('at-risk', context, { since });
    return { reply, seen, nothingNew, atRisk: state.atRisk ?? [] };
  }

  it('tells of everybody at risk when it is the first', async () => {
    const { reply, atRisk, nothingNew, seen } = await digest(people.prague, null);
    expect(nothingNew).toBe(false);
    expect(atRisk).toHaveLength(4);
    // With 1064 nothing is at stake.
    expect(seen).toHaveLength(3);
    expect(reply.summary).toBe(
      '4 customers have a churn probability of 30% or more within 3 months, with CZK\u00a042,637 at stake; 张伟 comes first.',
    );
    expect(reply.table?.rows.map((row) => row[1])).toEqual(['1042', 'C-2071', '1060']);
    expect(reply.actions.map(({ command }) => command)).toEqual(['book', 'at-risk']);
    expect(reply.charts).toHaveLength(1);
  });

  it('tells of the new ones only, from then on', async () => {
    const { atRisk } = await digest(people.prague, null);
    const { reply, seen } = await digest(people.prague, atRisk.slice(1), 'zh');
    expect(seen).toEqual(atRisk.slice(0, 1));
    expect(reply.summary).toBe(
      '自上次简报以来：新增1位流失风险客户（潜在损失CZK\u00a041,481）；潜在损失最大的是张伟。',
    );
  });

  it('has a kind word when nobody is new', async () => {
    const { atRisk } = await digest(people.prague, null);
    const { reply, nothingNew, seen } = await digest(people.prague, atRisk);
    expect([nothingNew, seen]).toEqual([true, []]);
    expect(reply.summary).toBe('Good news: nobody is newly at risk. 4 customers remain at risk.');
  });

  it('is held to the scope of its owner', async () => {
    const { reply } = await digest(people.brno, null);
    expect(reply.table?.rows.map((row) => row[1])).toEqual(['1055']);
  });
});
