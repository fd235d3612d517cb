import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readConfig } from '../../src/settings/settings.ts';
import {
  accessLog,
  customerValues,
  interactions,
  models,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { type ServedApi, serveApi } from './served-api.ts';

/*
 * Twelve customers of two branches; Eva's are c1 to c4, in Prague, Tom's c9 to c12, in Brno. Values come in ties, c4 has no
 * risk of leaving, c3 a name that a spreadsheet would calculate, and c12 has left. Every fourth is a VIP, however that is spelt.
 */

const asOf = '2026-06-30';
const now = () => new Date('2026-07-01T09:00:00Z');
const config = readConfig('config/bellwether.yaml');
const ids = Array.from({ length: 12 }, (_, i) => `c${i + 1}`);
const page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  next: z.string().nullable(),
  asOf: z.string().nullable(),
});
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

describe.each(storeKinds)('lists of the REST API on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let served: ServedApi;
  const tokens = { eva: '', jan: '', ana: '', customersAlone: '' };

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague' },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [
        { externalId: 'm1', name: 'Eva', email: 'eva@bank.example', role: 'manager', branch: 'P' },
        { externalId: 'm2', name: 'Tom', email: 'tom@bank.example', role: 'manager', branch: 'B' },
        { externalId: 's', name: 'Jan', role: 'supervisor', branch: 'P' },
        { externalId: 'a', name: 'Ana', role: 'analyst' },
      ],
      customers: ids.map((externalId, i) => ({
        externalId,
        name: i === 2 ? '=HYPERLINK("http://x.example","a")' : `Customer ${i + 1}`,
        branch: i < 6 ? 'P' : 'B',
        ...(i < 4 ? { manager: 'm1' } : i >= 8 ? { manager: 'm2' } : {}),
        joinedOn: `20${10 + (i % 3)}-01-01`,
        closedOn: i === 11 ? '2026-01-01' : null,
        phone: i === 2 ? '+420601123456' : null,
        email: i === 2 ? 'c3@example.com' : null,
        tags: [...(i % 4 === 0 ? [i === 4 ? 'vip' : 'VIP'] : []), ...(i >= 8 ? ['Gold card'] : [])],
        value: {
          clv: 0.1 + 100 * Math.floor(i / 4),
          tier: i % 2 === 0 ? 'high' : 'low',
          segmentId: i % 3 === 0 ? 1 : 2,
          furtherSegments: { habits: i < 8 ? 1 : 2 },
          churnProbability: i === 3 || i === 11 ? null : 0.3,
        },
      })),
      segments: [
        { id: 1, names: { en: 'Loyal savers', zh: '忠实储户' }, size: 4 },
        { id: 2, names: { en: 'Spenders', zh: '消费者' }, size: 8 },
        { segmentation: 'habits', id: 1, names: { en: 'By card', zh: '刷卡' }, size: 8 },
        { segmentation: 'habits', id: 2, names: { en: 'By cash', zh: '现金' }, size: 4 },
      ],
      run: { asOf, at: now() },
    });
    served = await serveApi(store, now);
    for (const [name, externalId] of [
      ['eva', 'm1'],
      ['jan', 's'],
      ['ana', 'a'],
    ] as const)
      tokens[name] = await served.tokenFor(bank.person(externalId).managerId);
    tokens.customersAlone = await served.tokenFor(bank.person('a').managerId, ['customers']);
    const older = await copyRun(store, bank.runId, '2026-03-31');
    await store.db
      .update(customerValues)
      .set({ clv: 7, tier: 'medium' })
      .where(eq(customerValues.runId, older));
    // Published last and made last, and yet of an older day.
    await store.db
      .update(valuationRuns)
      .set({ publishedAt: new Date('2026-07-15T00:00:00Z') })
      .where(eq(valuationRuns.id, older));
    // Its values are no longer kept.
    const gone = await copyRun(store, bank.runId, '2026-04-30');
    await store.db.delete(customerValues).where(eq(customerValues.runId, gone));
  });
  afterAll(async () => {
    await served.close();
    await store.close();
  });

  const read = async (path: string, token = tokens.ana) => {
    const { status, body } = await served.get(`/api/${path}`, token);
    expect({ path, status, body }).toMatchObject({ status: 200 });
    return page.parse(body);
  };
  const idsOf = async (path: string, token?: string) =>
    (await read(path, token)).items.map(({ id }) => id);
  const refused = async (path: string, token = tokens.ana) => {
    const { status, body } = await served.get(`/api/${path}`, token);
    return { status, ...failure.parse(body).error };
  };
  const lastLogged = async () =>
    (await store.db.select().from(accessLog).orderBy(desc(accessLog.id)).limit(1)).at(0);
  const inChat = async (text: string, person: string) => {
    const { data } = await createConversation({ store, config, now }).answer({
      text,
      principal: bank.person(person),
      channel: 'web',
      address: 'here',
      shared: false,
    });
    const found = z.object({ customers: z.array(z.object({ customer: z.string() })) });
    return found.safeParse(data).data?.customers.map(({ customer }) => customer);
  };

  it.each([
    'branch=Brno',
    'branch=P',
    'branch=prague',
    'segment=loyal+savers',
    'segment=忠实储户',
    'segment=habits/2',
    'tier=high',
    'tag=vip',
    'tag=gold+card',
    'manager=Eva',
    'manager=TOM@bank.example',
    'branch=Brno&tier=high',
    'branch=Prague&manager=Tom',
  ])('%s leaves whom it leaves in chat, for whoever asks', async (filters) => {
    const said = filters
      .replaceAll('&', ' ')
      .replace('loyal+savers', '"loyal savers"')
      .replace('gold+card', '"gold card"');
    for (const [person, token] of [
      ['a', tokens.ana],
      ['s', tokens.jan],
      ['m1', tokens.eva],
    ] as const) {
      const chat = (await inChat(`top 50 ${said}`, person))?.sort();
      for (const list of ['values', 'predictions', 'customers']) {
        // Eva and Jan see nobody with this one, and are told so, as in chat.
        if (filters === 'tag=gold+card' && person !== 'a') {
          expect(await refused(`${list}?${filters}`, token)).toMatchObject({ status: 404 });
          continue;
        }
        const found = await idsOf(`${list}?${filters}`, token);
        // Rankings are of those who are customers; the API lists who has left, too.
        expect(found.filter((id) => id !== 'c12').sort()).toEqual(chat);
      }
    }
  });

  it.each(['who are the most valuable customers tagged VIP?', '带VIP标签的客户里谁最有价值？'])(
    'is asked by a tag in a sentence, too: %s',
    async (sentence) => {
      expect((await inChat(sentence, 'a'))?.sort()).toEqual(['c1', 'c5', 'c9']);
      expect(await idsOf('values?tag=VIP')).toEqual(['c1', 'c5', 'c9']);
    },
  );

  it('tells nobody of tags that only customers of others have', async () => {
    const unknown = await refused('values?tag=nothing', tokens.eva);
    expect(unknown).toMatchObject({ status: 404, message: expect.stringContaining('VIP') });
    expect(unknown.message).not.toContain('Gold');
    const foreign = await refused('values?tag=gold+card', tokens.eva);
    expect(foreign.message.replace('gold card', 'nothing')).toBe(unknown.message);
  });

  it('refuses what it does not know by name, and says what it takes', async () => {
    for (const path of ['customers', 'values', 'predictions', 'metrics', 'segments'])
      expect(await refused(`${path}?colour=red&tier=high`)).toMatchObject({
        status: 400,
        message: expect.stringMatching(/^no such parameter: colour\. It takes .*branch.*manager/),
      });
    expect((await refused('customers?include=value')).message).toContain('include');
    expect((await refused('customers/c1?sort=clv')).message).toMatch(/sort.*include, asOf/);
    expect((await refused('models?x')).message).toContain('It takes asOf.');
    expect((await refused('values?branch=Brno&branch=Prague')).message).toContain('branch');
    expect(await refused('values?sort=name')).toMatchObject({
      status: 400,
      message: expect.stringMatching(/sort.*clv/),
    });
    expect((await refused('values?asOf=30.6.2026')).message).toContain('YYYY-MM-DD');
    expect((await refused('values?asOf=2026-02-30')).status).toBe(400);
    expect((await refused('values?limit=501')).message).toContain('500 at most');
    expect((await refused('customers/c1?include=secrets')).message).toContain('value, prediction');
    const many = Array.from({ length: 40 }, (_, i) => `%00${'é'.repeat(20)}${i}=1`).join('&');
    expect((await refused(`values?${many}`)).status).toBe(400);
    const hostile = encodeURIComponent(`\u202e</script>${'x'.repeat(500)}`);
    const { message } = await refused(`values?${hostile}=1`);
    expect(message).not.toContain('\u202e');
    expect(message.length).toBeLessThan(250);
  });

  it('says which filter names nothing, and what there is', async () => {
    expect(await refused('values?branch=Atlantis')).toMatchObject({
      status: 404,
      message: expect.stringMatching(/^branch: .*Brno.*Prague/),
    });
    expect((await refused('values?segment=zzz')).message).toMatch(/^segment: /);
    expect((await refused('segments?by=zzz')).message).toMatch(/^by: .*habits/);
    // Who works for the bank is told to nobody who guesses names.
    expect((await refused('values?manager=zzz', tokens.eva)).message).not.toContain('Tom');
    expect((await refused("values?branch=' or true --")).status).toBe(404);
  });

  it.each(['clv', 'cvs', 'valueIfStays'])(
    'pages through ties of %s without gap or repetition',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const whole = await read(`values?sort=${sort}&order=${order}`);
        const seen: string[] = [];
        let cursor = '';
        do {
          const { items, next } = await read(
            `values?sort=${sort}&order=${order}&limit=5&tier=high${cursor}`,
          );
          seen.push(...items.map(({ id }) => id));
          cursor = next === null ? '' : `&cursor=${next}`;
        } while (cursor !== '');
        const high = await idsOf(`values?sort=${sort}&order=${order}&tier=high`);
        expect(seen).toEqual(high);
        expect(high).toHaveLength(6);
        const figures = whole.items.map((item) => item[sort]).filter((each) => each !== null);
        const sorted = figures.map(Number).sort((a, b) => (order === 'asc' ? a - b : b - a));
        expect(figures).toEqual(sorted);
      }
    },
  );

  it('puts last those of whom it is not known, either way, and sorts by days', async () => {
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { items, next } = await read(
          `predictions?sort=churnProbability&order=${order}&limit=1${cursor}`,
        );
        seen.push(...items.map(({ id }) => id));
        cursor = next === null ? '' : `&cursor=${next}`;
      } while (cursor !== '');
      expect(seen.slice(-2)).toEqual(['c4', 'c12']);
      expect([...seen].sort()).toEqual([...ids].sort());
    }
    const first = await read('customers?sort=joinedOn&order=asc&limit=6');
    const second = await read(`customers?sort=joinedOn&order=asc&limit=6&cursor=${first.next}`);
    const days = [...first.items, ...second.items].map(({ joinedOn }) => joinedOn);
    expect(days).toEqual([...days].sort());
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(12);
  });

  it('takes a cursor for the question it is of alone', async () => {
    const { next } = await read('values?sort=clv&limit=2');
    for (const path of [
      `values?sort=cvs&limit=2&cursor=${next}`,
      `values?sort=clv&order=asc&cursor=${next}`,
      `values?sort=clv&tier=high&cursor=${next}`,
      `predictions?cursor=${next}`,
      'values?cursor=Y3VzdG9tZXI6Mg',
      `values?cursor=${Buffer.from('["x",1,1,"2020-01-01"]').toString('base64url')}`,
      `values?cursor=${'A'.repeat(500)}`,
    ])
      expect(await refused(path)).toMatchObject({
        status: 400,
        message: expect.stringContaining('cursor'),
      });
    expect((await refused(`values?cursor=${'A'.repeat(501)}`)).status).toBe(400);
    expect(await idsOf(`values?sort=clv&limit=2&cursor=${next}`)).toHaveLength(2);
  });

  it('reaches no customer of somebody else by a filter, an order, a day or a cursor', async () => {
    const own = ['c1', 'c2', 'c3', 'c4'];
    for (const list of ['customers', 'values', 'predictions']) {
      for (const held of [
        'branch=Brno',
        'manager=Tom',
        'tier=low',
        'segment=1',
        'asOf=2026-03-31',
        'sort',
      ]) {
        const sort = list === 'customers' ? 'joinedOn' : list === 'values' ? 'clv' : 'valueAtStake';
        const asked = held === 'sort' ? `sort=${sort}` : `${held}&sort=${sort}&order=asc`;
        const found = await idsOf(`${list}?${asked}&format=json`, tokens.eva);
        expect(found.filter((id) => !own.includes(id))).toEqual([]);
        const file = await served.get(`/api/${list}?${asked}&format=csv`, tokens.eva);
        expect(file.status).toBe(200);
        expect(file.body).not.toMatch(/\bc(?:5|6|7|8|9|10|11|12)\b/);
      }
      // A cursor of somebody who sees more begins behind a customer, and gives none.
      const { next } = await read(`${list}?limit=1`);
      expect(await idsOf(`${list}?limit=9&cursor=${next}`, tokens.eva)).toEqual(own.slice(1));
    }
    expect((await refused('customers/c9?include=value,prediction', tokens.eva)).status).toBe(404);
  });

  it('gives the figures of a day, and says of which', async () => {
    expect(await read('values')).toMatchObject({ asOf });
    for (const [day, is, clv] of [
      ['2026-06-30', asOf, 0.1],
      ['2030-01-01', asOf, 0.1],
      ['2026-06-29', '2026-03-31', 7],
      // The values of the run of that day are gone.
      ['2026-04-30', '2026-03-31', 7],
    ] as const) {
      const values = await read(`values?asOf=${day}`);
      expect(values).toMatchObject({ asOf: is, items: [{ asOf: is, clv }, ...Array(11).fill({})] });
      expect(await served.get(`/api/values/c1?asOf=${day}`, tokens.ana)).toMatchObject({
        body: { asOf: is, clv },
      });
    }
    expect(await idsOf('customers?tier=medium')).toEqual([]);
    expect(await idsOf('customers?tier=medium&asOf=2026-04-01')).toHaveLength(12);
    for (const path of ['values', 'customers', 'values/c1', 'segments'])
      expect(await refused(`${path}?asOf=2026-03-30`)).toMatchObject({
        status: 404,
        code: 'no_run',
        message: expect.stringContaining('2026-03-30'),
      });
  });

  it('goes on with the run that a list began with', async () => {
    const first = await read('values?sort=clv&order=asc&limit=4');
    const newer = await copyRun(store, bank.runId, '2026-07-31');
    await store.db.update(customerValues).set({ clv: -1 }).where(eq(customerValues.runId, newer));
    const second = await read(`values?sort=clv&order=asc&limit=4&cursor=${first.next}`);
    expect(second).toMatchObject({ asOf, items: [{ clv: 100.1 }, {}, {}, {}] });
    expect((await read('values')).asOf).toBe('2026-07-31');
    await store.db.delete(customerValues).where(eq(customerValues.runId, newer));
    await store.db
      .update(valuationRuns)
      .set({ status: 'failed' })
      .where(eq(valuationRuns.id, newer));
    await store.db
      .update(valuationRuns)
      .set({ status: 'failed' })
      .where(eq(valuationRuns.id, bank.runId));
    expect(await refused(`values?sort=clv&order=asc&limit=4&cursor=${first.next}`)).toMatchObject({
      status: 404,
      code: 'no_run',
      message: expect.stringContaining('cursor'),
    });
    await store.db
      .update(valuationRuns)
      .set({ status: 'published' })
      .where(eq(valuationRuns.id, bank.runId));
  });

  it('gives a customer with value, prediction and reasons in one answer', async () => {
    const { body } = await served.get('/api/customers/c1?include=value,prediction', tokens.eva);
    expect(body).toMatchObject({
      id: 'c1',
      name: 'Customer 1',
      value: { clv: 0.1, asOf, tier: 'high', segment: 'Loyal savers' },
      prediction: {
        churnProbability: 0.3,
        reasons: [{ feature: 'balance_change_3m' }, {}, {}, {}],
      },
    });
    expect(await lastLogged()).toMatchObject({
      intent: 'api.customers.get',
      customerIds: [bank.customerId('c1')],
    });
    const plain = await served.get('/api/customers/c1', tokens.eva);
    expect(plain.body).not.toHaveProperty('value');
  });

  it('gives the interactions of a customer page by page, and notes it', async () => {
    await store.db.insert(interactions).values(
      [1, 2, 3].map((n) => ({
        customerId: bank.customerId('c1'),
        externalId: `i${n}`,
        // Two at the same moment: none is missing or twice.
        occurredAt: new Date(n === 3 ? '2026-06-02T10:00:00Z' : '2026-06-01T10:00:00Z'),
        kind: n === 1 ? ('complaint' as const) : ('call' as const),
        note: `Note ${n}`,
        managerId: n === 3 ? bank.person('m1').managerId : null,
      })),
    );
    const shape = z.object({
      items: z.array(z.record(z.string(), z.unknown())),
      next: z.string().nullable(),
    });
    const got = async (more: string) => {
      const { status, body } = await served.get(
        `/api/customers/c1/interactions?limit=2${more}`,
        tokens.eva,
      );
      expect(status).toBe(200);
      return shape.parse(body);
    };
    const first = await got('');
    expect(first.items).toMatchObject([
      { id: 'i3', at: '2026-06-02T10:00:00.000Z', kind: 'call', note: 'Note 3', manager: 'Eva' },
      { id: 'i2', manager: null, resolvedAt: null },
    ]);
    expect(await lastLogged()).toMatchObject({
      intent: 'api.interactions.list',
      customerIds: [bank.customerId('c1')],
    });
    const second = await got(`&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ id: 'i1', kind: 'complaint' }], next: null });
    expect(await refused('customers/c1/interactions?cursor=bm9uZQ')).toMatchObject({ status: 400 });
    expect(await refused('customers/nobody/interactions')).toMatchObject({ status: 404 });
    expect(await refused('customers/c1/interactions', tokens.customersAlone)).toMatchObject({
      status: 403,
      code: 'out_of_scope',
    });
    expect((await served.get('/api/customers/c11/interactions', tokens.eva)).status).toBe(404);
    expect(await lastLogged()).toMatchObject({ outcome: 'refused', reason: 'unseen' });
  });

  it('gives metrics and models of an earlier day', async () => {
    const { body } = await served.get('/api/metrics?asOf=2026-04-15', tokens.ana);
    expect(body).toMatchObject({ asOf: '2026-03-31', from: '2025-03-31' });
    expect(await refused('metrics?asOf=2026-01-01')).toMatchObject({ status: 404, code: 'no_run' });
    expect(await refused('models?asOf=2026-01-01')).toMatchObject({ status: 404, code: 'no_run' });
    const [model] = await store.db
      .insert(models)
      .values({
        kind: 'churn',
        method: 'tree',
        trainedAt: now(),
        asOf: '2026-03-31',
        card: {},
        body: null,
        champion: false,
      })
      .returning({ id: models.id });
    await store.db
      .update(valuationRuns)
      .set({ models: { churn: model?.id ?? 0 } })
      .where(eq(valuationRuns.asOf, '2026-03-31'));
    expect((await served.get('/api/models?asOf=2026-04-15', tokens.ana)).body).toMatchObject({
      models: [{ kind: 'churn', method: 'tree', asOf: '2026-03-31' }],
    });
  });

  it('tells a token nothing that it was not made for', async () => {
    for (const path of [
      'customers?tier=high',
      'customers?segment=1',
      'customers/c1?include=value',
      'customers/c1?include=prediction',
    ])
      expect(await refused(path, tokens.customersAlone)).toMatchObject({ status: 403 });
    expect(await idsOf('customers?branch=Brno&tag=VIP', tokens.customersAlone)).toEqual(['c9']);
    const values = await served.tokenFor(bank.person('a').managerId, ['values']);
    expect(await refused('values?tag=VIP', values)).toMatchObject({ status: 403 });
  });

  it('writes CSV where it is asked for, and nothing in it that would be calculated', async () => {
    const inHeader = await served.get('/api/customers', tokens.eva, { accept: 'text/csv' });
    expect(inHeader.status).toBe(200);
    expect(inHeader.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(inHeader.headers.get('content-disposition')).toContain(`customers-${asOf}.csv`);
    const byAddress = await served.get('/api/customers?format=csv', tokens.eva);
    expect(byAddress.body).toEqual(inHeader.body);
    const [heading, ...records] = z.string().parse(inHeader.body).trim().split('\r\n');
    expect(heading).toMatch(
      /^\ufeff?id,name,branch,manager,joinedOn,closedOn,phone,email,tags,products/,
    );
    expect(records).toHaveLength(4);
    expect(records[2]).toContain(',+420601123456,c3@example.com,');
    expect(records[2]).toMatch(/^c3,"'=HYPERLINK\(""http:\/\/x\.example"",""a""\)",Prague,Eva,/);
    for (const accept of [
      '*/*',
      'application/json',
      'text/csv;q=0.5, application/json',
      'text/csv;q=0',
    ])
      expect(
        (await served.get('/api/values', tokens.eva, { accept })).headers.get('content-type'),
      ).toContain('json');
    const values = await served.get('/api/values?format=csv&sort=clv', tokens.eva);
    expect(values.body).toContain('rfm.recency');
    const predictions = await served.get('/api/predictions?format=csv&limit=1', tokens.eva);
    expect(predictions.body).toContain('balance_change_3m=0.9; complaints_3m=0.6');
  });

  it('writes CSV page by page, the next one named in a header', async () => {
    const seen: string[] = [];
    let address: string | undefined = '/api/values?limit=5&sort=clv&tier=high&format=csv';
    while (address !== undefined) {
      const { headers, body } = await served.get(address, tokens.ana);
      seen.push(...z.string().parse(body).trim().split('\r\n').slice(1));
      address = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(seen.map((record) => record.split(',')[0])).toEqual(
      await idsOf('values?sort=clv&tier=high'),
    );
    expect(await served.get('/api/values?format=csv&limit=10001', tokens.ana)).toMatchObject({
      status: 400,
    });
  });

  it('gives segments of those whom a token may see as chat does, as a file, too', async () => {
    const { data } = await createConversation({ store, config, now }).answer({
      text: 'segments branch=Prague',
      principal: bank.person('a'),
      channel: 'web',
      address: 'here',
      shared: false,
    });
    const { body } = await served.get('/api/segments?branch=Prague', tokens.ana);
    const shown = z.looseObject({
      segments: z.array(z.looseObject({ id: z.number().nullable(), customers: z.number() })),
    });
    expect(body).toMatchObject({
      by: 'main',
      asOf,
      currency: 'EUR',
      segments: [
        { id: 2, name: 'Spenders', customers: 4 },
        { id: 1, name: 'Loyal savers', customers: 2 },
      ],
    });
    expect(shown.parse(body).segments.map(({ id, customers }) => [id, customers])).toEqual(
      shown.parse(data).segments.map(({ id, customers }) => [id, customers]),
    );
    // Both are so few that their figures tell of each.
    expect(await lastLogged()).toMatchObject({
      intent: 'api.segments',
      customerIds: expect.objectContaining({ length: 6 }),
    });
    expect((await served.get('/api/segments?by=habits', tokens.eva)).body).toMatchObject({
      by: 'habits',
      segments: [{ id: 1, name: 'By card', customers: 4 }],
    });
    const file = await served.get('/api/segments?format=csv', tokens.ana);
    expect(file.body).toMatch(/id,name,customers,clv/);
    expect(file.body).toContain('2,Spenders,');
    const then = await served.get('/api/segments?asOf=2026-04-01', tokens.ana);
    expect(then.body).toMatchObject({ asOf: '2026-03-31' });
  });

  it('gives the cards of the models in use, without figures of a few', async () => {
    const none = await served.get('/api/models', tokens.eva);
    expect(none).toMatchObject({ status: 200, body: { models: [] } });
    const group = { predicted: 0.1, observed: 0.1 };
    const card = {
      metrics: { auc: 0.8 },
      overrides: { said: 9, stayed: 9, expected: 4 },
      groups: [
        {
          attribute: 'sex',
          groups: [
            { group: 'female', customers: 9, ...group },
            { group: 'not female', customers: 10, ...group },
            { group: 'unknown', customers: 40, ...group },
          ],
        },
      ],
    };
    const model = { method: 'logistic', trainedAt: now(), asOf, body: { secret: 1 }, card };
    await store.db.insert(models).values([
      { kind: 'churn', champion: false, ...model, method: 'forest' },
      { kind: 'churn', champion: true, ...model },
    ]);
    const { body } = await served.get('/api/models', tokens.eva);
    expect(body).toEqual({
      models: [
        {
          kind: 'churn',
          method: 'logistic',
          trainedAt: now().toISOString(),
          asOf,
          card: {
            metrics: { auc: 0.8 },
            overrides: null,
            groups: [{ attribute: 'sex', groups: [{ group: 'unknown', customers: 40, ...group }] }],
          },
        },
      ],
    });
  });
});
