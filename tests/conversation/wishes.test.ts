import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commandContext } from '../../src/conversation/command-context.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { makeDigest } from '../../src/conversation/digest/make-digest.ts';
import { ingest, readMapping } from '../../src/ingest/ingest.ts';
import { campaignCandidates } from '../../src/store/campaigns/candidates.ts';
import { noteWish, type Wish } from '../../src/store/rights/wishes.ts';
import { customerSteps, customerValues, followUps, playbooks } from '../../src/store/schema.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../banks/odd-customers.ts';
import { stageEverybody } from '../banks/staged-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-wishes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const words = { name: { en: 'Call' }, step: { en: 'Call them today' }, say: { en: 'Hello' } };

describe.each(storeKinds)('what customers asked for on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    await store.db.insert(playbooks).values({
      runId: 1,
      id: 'call',
      words: { ...words, owner: 'manager', priority: 1, dueDays: 3 },
    });
    await store.db
      .insert(customerSteps)
      .values({ customerId: 1, runId: 1, playbook: 'call', position: 1, because: [] });
    await store.db.insert(followUps).values({
      customerId: 1,
      kind: 'follow-up',
      ownerId: 1,
      dueOn: '2026-06-29',
      openedAt: now(),
      openedBy: 1,
      note: 'about the loan',
    });
  });
  afterAll(() => store.close());
  beforeEach(() =>
    store.db.execute(
      sql`update customers set restricted_at = null, contact_refused_at = null, profiling_refused_at = null`,
    ),
  );

  const note = (wish: Wish, id = '1042') => noteWish(store.db, id, wish, now());
  const ask = (text: string, locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      principal: people.prague,
      channel: 'slack',
      address: 'C1',
      shared: false,
      locale,
    });
  const digest = async () => {
    const context = await commandContext(
      { store, config, now },
      { principal: people.prague, channel: 'slack', address: 'C1', shared: false, locale: 'en' },
    );
    if (context === undefined) throw new Error('The bank has a run.');
    return makeDigest('at-risk', context, { since: null });
  };
  const candidates = async () =>
    (
      await campaignCandidates(store.db, { kind: 'all' }, 1, {
        filters: {},
        atRisk: undefined,
        on: '2026-07-01',
        days: 30,
        product: null,
      })
    ).map(({ id }) => id);
  const staged = async () => {
    await stageEverybody(store.db);
    const rows = await queryRows(
      store.db,
      z.object({ id: z.number() }),
      sql`select customer_id as id from scoring_customers`,
    );
    return rows.map(({ id }) => id);
  };

  it('contacts nobody who does not want it: not by digest, step, campaign or task, and says so', async () => {
    expect((await ask('brief 1042')).reply.details?.join()).not.toContain('Do not contact');
    expect(JSON.stringify(await digest())).toContain('张伟');
    expect(await candidates()).toContain(1);
    await note('do-not-contact');
    expect((await ask('brief 1042')).reply.details?.[0]).toBe(
      'Do not contact 张伟: they asked not to be.',
    );
    const card = await ask('customer 1042', 'zh');
    expect(card.reply.details?.[0]).toBe('请勿联系张伟：客户要求不被联系。');
    expect(card.data).toMatchObject({ doNotContact: true, nextStep: null });
    const sent = await digest();
    expect(JSON.stringify(sent)).not.toContain('张伟');
    expect(sent.state.atRisk).not.toContain(1);
    expect(sent.reply.table?.rows.length).toBeGreaterThan(0);
    expect(await candidates()).not.toContain(1);
    const list = await ask('at-risk');
    expect(list.reply.details?.[0]).toBe('Do not contact, as they asked: 张伟.');
    const tasks = await ask('tasks');
    expect(JSON.stringify(tasks.reply.table?.rows)).toContain('Do not contact: ');
    expect(await staged()).toContain(1);
  });

  it('keeps what is restricted and does nothing with it', async () => {
    expect(JSON.stringify((await ask('top')).reply)).toContain('张伟');
    const before = await ask('book');
    await note('restricted');
    for (const list of ['top', 'at-risk', 'tasks', 'book', 'report monthly'])
      expect(JSON.stringify((await ask(list)).reply)).not.toContain('张伟');
    expect((await ask('book')).data.customers).toBe(Number(before.data.customers) - 1);
    const card = await ask('customer 1042');
    expect(card.reply).toMatchObject({
      summary: expect.stringMatching(/^Since 30 June 2026, what is held of 张伟 is kept/),
      facts: [],
      charts: [],
    });
    expect(card.data).toEqual({ customer: '1042', name: '张伟', restrictedOn: '2026-06-30' });
    expect((await ask('customer 张伟', 'zh')).reply.summary).toContain('应客户要求');
    for (const line of ['why 1042', 'brief 1042', 'log 1042 called "hello"', 'compare 1042 1066']) {
      const { reply, data } = await ask(line);
      expect(reply.summary).toContain('is kept and not worked with');
      expect(data).toEqual({});
    }
    expect(JSON.stringify(await digest())).not.toContain('张伟');
    expect(await candidates()).not.toContain(1);
    expect(await staged()).not.toContain(1);
    // Lifted, all is as it was.
    await noteWish(store.db, '1042', 'restricted', null);
    expect((await ask('book')).data).toEqual(before.data);
  });

  it('lets no model judge whom they must not, and says why there are no figures', async () => {
    await note('do-not-profile', '1066');
    const { reply, data } = await ask('customer 1066');
    expect(reply.summary).toBe(
      'Anna Novotná asked that no model judges them: there is no value, no churn probability and no segment of theirs.',
    );
    expect(data).toMatchObject({ churnProbability: null, segment: null, clv: null });
    expect(JSON.stringify((await ask('top')).data)).not.toContain('"1066"');
    expect(await staged()).not.toContain(9);
    const left = await store.db.select({ id: customerValues.customerId }).from(customerValues);
    expect(left.map(({ id }) => id)).not.toContain(9);
  });

  it('takes what the bank’s files say of it, and no more than they say', async () => {
    writeFileSync(
      join(folder, 'customers.csv'),
      'id,name,contact,profile\n1042,张伟,n,\n1063,Otto Idle,,n\n1060,,,\n',
    );
    writeFileSync(
      join(folder, 'm.yaml'),
      `bank: { name: Small Bank, currency: CZK, timezone: Europe/Prague }
files:
  customers:
    name: customers.csv
    into: customers
    fields:
      externalId: id
      name: name
      doNotContact: { column: contact, codes: { n: true } }
      doNotProfile: { column: profile, codes: { n: true } }
`,
    );
    const mapping = readMapping(join(folder, 'm.yaml'));
    const take = () => ingest(store, { mapping, mappingName: 'm', paths: [folder], now });
    const report = await take();
    expect(report.rejects).toEqual([]);
    expect((await ask('customer 1042')).data).toMatchObject({
      doNotContact: true,
      doNotProfile: false,
    });
    expect((await ask('customer 1063')).data).toMatchObject({ doNotProfile: true, clv: null });
    expect((await ask('customer 1060')).data).toMatchObject({ doNotContact: false });
    // A file that says otherwise later does not take back what an operator noted.
    await note('do-not-contact');
    writeFileSync(join(folder, 'customers.csv'), 'id,name,contact,profile\n1042,张伟,,\n');
    await take();
    expect((await ask('customer 1042')).data).toMatchObject({ doNotContact: true });
    await noteWish(store.db, '1042', 'do-not-contact', null);
    expect((await ask('customer 1042')).data).toMatchObject({ doNotContact: false });
  });
});
