import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import type { Principal } from '../../src/access/principal.ts';
import { figuresAskedBy } from '../../src/access/principal.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { keepAnalystsSee } from '../../src/store/people/keep-analysts-see.ts';
import { listPeople } from '../../src/store/people/list-people.ts';
import { howManyMayNotSee } from '../../src/store/people/who-may-see.ts';
import { accessLog } from '../../src/store/schema.ts';
import { rawRows, type Store } from '../../src/store/store.ts';
import { type ServedApi, serveApi } from '../api/served-api.ts';
import { fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/* Twelve savers and eleven borrowers in Prague, three others in Brno. */

const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');

describe.each(storeKinds)('an analyst who sees groups alone, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let served: ServedApi;
  let analyst: Principal;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const of = (count: number, first: number, branch: string, segmentId: number) =>
      Array.from({ length: count }, (_, i) => ({
        externalId: String(first + i),
        name: `Person ${first + i}`,
        branch,
        manager: 'eva',
        joinedOn: '2020-01-01',
        value: { segmentId, churnProbability: 0.8 },
      }));
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'eva', name: 'Eva', email: 'eva@bank.example', role: 'manager', branch: 'P' },
        { externalId: 'ana', name: 'Ana', email: 'ana@bank.example', role: 'analyst' },
      ],
      customers: [...of(12, 1042, 'P', 1), ...of(11, 2042, 'P', 2), ...of(3, 3042, 'B', 3)],
      segments: [
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 12 },
        { id: 2, names: { en: 'borrowers', zh: '借款人' }, size: 11 },
        { id: 3, names: { en: 'others', zh: '其他' }, size: 3 },
      ],
      run: { asOf: '2026-06-30', at: now() },
    });
    const people = createPeople(store, now);
    expect(await people.byEmail('ana@bank.example')).toMatchObject({ groupsOnly: false });
    await keepAnalystsSee(store.db, 'aggregates');
    analyst = await people.byEmail('ana@bank.example');
    served = await serveApi(store, now);
  });
  afterAll(async () => {
    await served.close();
    await store.close();
  });

  const ask = (text: string, locale: 'en' | 'zh' = 'en') =>
    createConversation({ store, config, now }).answer({
      text,
      principal: analyst,
      channel: 'slack',
      address: 'D1',
      shared: false,
      locale,
    });

  it.each([
    'customer 1042',
    'customer 9999',
    'why 1042',
    'what is Person 1042 worth?',
    'top 10',
    'at-risk',
    'at-risk as csv',
    'compare 1042 1043',
    'trend 1042',
    'book',
    'history 1042',
    'log 1042 called "x"',
    'follow 1042',
    'digest list',
    'campaign',
    'feedback',
  ])('is refused “%s”, kindly', async (text) => {
    const { reply, data, file } = await ask(text);
    expect(reply.title).toBe('Figures of groups only');
    expect(reply.summary).toContain('analysts see figures of groups');
    expect({ data, file, charts: reply.charts }).toEqual({ data: {}, file: undefined, charts: [] });
    expect(JSON.stringify(reply)).not.toContain('Person');
  });

  it('is told of groups of ten and more, in figures and charts', async () => {
    const { reply, data } = await ask('segments');
    expect(data.segments).toHaveLength(1);
    expect(reply.charts.length).toBeGreaterThan(0);
    expect(JSON.stringify({ reply, data })).not.toMatch(/Person|"others"|3042/);
    const metrics = await ask('metrics');
    expect(metrics.data).toMatchObject({ customers: 26 });
    expect(metrics.data.branches).toEqual([]);
    for (const text of ['segment savers', 'report weekly', 'model churn', 'help'])
      expect((await ask(text)).reply.title).not.toBe('Figures of groups only');
    expect((await ask('segments', 'zh')).reply.summary).toContain('全行');
    expect((await ask('customer 1042', 'zh')).reply.title).toBe('仅提供群体数据');
    expect(JSON.stringify((await ask('help')).data)).not.toContain('customer.value');
  });

  it('is refused groups of few', async () => {
    for (const text of ['metrics branch=Brno', 'segment others', 'report weekly branch=Brno'])
      expect((await ask(text)).reply.summary, text).toMatch(/fewer than 10|nobody|none|No /i);
    expect((await ask('metrics branch=Brno')).data).toEqual({});
    const entries = await store.db.select().from(accessLog);
    expect(
      entries.filter(({ outcome }) => outcome === 'allowed').map((e) => e.customerIds.length),
    ).toSatisfy((counts: number[]) => counts.every((count) => count === 0));
  });

  it('is held to it by the database', async () => {
    if (analyst.kind !== 'linked') throw new Error('The analyst is linked.');
    const { db } = store.as(figuresAskedBy(analyst));
    expect(await rawRows(db, sql`select count(*)::int as n from customers`)).toEqual([{ n: 26 }]);
    for (const read of [
      sql`select name from customers`,
      sql`select external_id from customers`,
      sql`select * from customers`,
      sql`select phone, email from customers`,
      sql`select * from interactions`,
      sql`select * from holdings`,
      sql`select * from actions`,
      sql`select * from access_log`,
      sql`update customers set id = id`,
    ])
      await expect(rawRows(db, read)).rejects.toThrow();
  });

  it('has tokens that read groups and no customer', async () => {
    const token = await served.tokenFor(bank.person('ana').managerId);
    for (const path of ['customers', 'customers/1042', 'values', 'values/1042', 'predictions']) {
      const { status, body } = await served.get(`/api/${path}`, token);
      expect({ status, body }).toMatchObject({ status: 403, body: { error: { code: 'role' } } });
    }
    expect((await served.get('/api/customers/1042/interactions', token)).status).toBe(403);
    expect((await served.get('/api/segments', token)).body).toMatchObject({
      segments: [{ customers: 12 }],
    });
    expect((await served.get('/api/metrics', token)).body).toMatchObject({ customers: 26 });
    expect((await served.get('/api/models', token)).status).toBe(200);
    expect((await served.get('/api/metrics?branch=Brno', token)).status).toBe(403);
  });

  it('may not see a customer where others are asked who may, until the bank has it otherwise', async () => {
    const ana = [bank.person('ana').managerId];
    const one = [bank.customerId('1042')];
    expect(await howManyMayNotSee(store.db, ana, one)).toBe(1);
    expect((await listPeople(store.db, '1042')).map(({ name }) => name)).toEqual(['Eva']);
    await keepAnalystsSee(store.db, 'customers');
    expect(await howManyMayNotSee(store.db, ana, one)).toBe(0);
    expect(await createPeople(store, now).byEmail('ana@bank.example')).toMatchObject({
      groupsOnly: false,
    });
  });
});
