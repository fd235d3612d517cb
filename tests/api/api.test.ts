import { eq } from 'drizzle-orm';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { hashToken, tokenFrom } from '../../src/access/token.ts';
import { api } from '../../src/api/plugin.ts';
import { answerErrors } from '../../src/api/request-errors.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { tokenScopes } from '../../src/store/kinds.ts';
import { accessLog, managers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { addToken, revokeToken } from '../../src/store/tokens/api-tokens.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { unlimited } from '../unlimited.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-11-02T09:00:00Z');
const page = z.object({
  items: z.array(z.looseObject({ id: z.string() })),
  next: z.string().nullable(),
});

describe.each(storeKinds)('the REST API on %s', (kind) => {
  let store: Store;
  let server: FastifyInstance;
  const tokens = { manager: '', supervisor: '', analyst: '', revoked: '', ended: '', reader: '' };

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, now());
    let made = 0;
    for (const [name, managerId] of [
      ['manager', 1],
      ['supervisor', 2],
      ['analyst', 3],
      ['revoked', 3],
      ['ended', 3],
      ['reader', 3],
    ] as const) {
      tokens[name] = tokenFrom(Buffer.alloc(32, ++made));
      const id = await addToken(store.db, {
        name,
        hash: hashToken(tokens[name]),
        managerId,
        scopes: name === 'reader' ? ['values'] : tokenScopes,
        createdAt: now(),
        expiresAt: name === 'ended' ? now() : null,
      });
      if (name === 'revoked') await revokeToken(store.db, id, now());
    }
    server = Fastify();
    answerErrors(server);
    await server.register(api, {
      store,
      config,
      people: createPeople(store, now),
      limits: unlimited,
      now,
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  const get = async (path: string, token?: string) => {
    const address = server.listeningOrigin;
    const response = await fetch(`${address}${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const body: unknown = await response.json();
    return { status: response.status, body };
  };

  it.each(['/api/customers', '/api/values/101', '/api/predictions'])(
    'answers %s to nobody without a valid token, and says how to get one',
    async (path) => {
      for (const token of [undefined, 'bwt_wrong', tokens.revoked, tokens.ended]) {
        const { status, body } = await get(path, token);
        expect(status).toBe(401);
        expect(JSON.stringify(body)).toContain('bellwether token create');
      }
    },
  );

  it.each([
    ['manager', ['101', '102']],
    ['supervisor', ['101', '102', '103', '104']],
    ['analyst', ['101', '102', '103', '104', '105', '106', '107']],
  ] as const)('shows a %s their own customers in each list', async (role, ids) => {
    for (const name of ['customers', 'values', 'predictions']) {
      const { status, body } = await get(`/api/${name}`, tokens[role]);
      expect(status).toBe(200);
      expect(page.parse(body).items.map(({ id }) => id)).toEqual(ids);
    }
  });

  it('pages through a list without gap or repetition', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 1; ; pages++) {
      const { body } = await get(`/api/values?limit=3${cursor}`, tokens.analyst);
      const { items, next } = page.parse(body);
      seen.push(...items.map(({ id }) => id));
      if (next === null) {
        expect(pages).toBe(3);
        break;
      }
      cursor = `&cursor=${next}`;
    }
    expect(seen).toEqual(['101', '102', '103', '104', '105', '106', '107']);
  });

  it('gives one customer, with the products still open', async () => {
    expect(await get('/api/customers/101', tokens.manager)).toEqual({
      status: 200,
      body: {
        id: '101',
        name: 'Customer 1',
        branch: 'Prague',
        manager: 'Eva',
        joinedOn: '2020-01-01',
        closedOn: null,
        phone: null,
        email: null,
        tags: [],
        products: ['savings'],
      },
    });
  });

  it('gives the values of the published run, not of one that is still running', async () => {
    const { body } = await get('/api/values/101', tokens.manager);
    expect(body).toMatchObject({
      id: '101',
      asOf: '2026-10-31',
      clv: 1000,
      clvLow: 950,
      clvHigh: 1050,
      tier: 'high',
      segment: 'Savers',
      rfm: { recency: 5, frequency: 4, monetary: 3 },
      satisfaction: null,
    });
  });

  it('gives a prediction with its reasons, and none for a customer who has left', async () => {
    expect((await get('/api/predictions/101', tokens.manager)).body).toMatchObject({
      churnProbability: 0.2,
      reasons: [{ feature: 'balance_change_3m', value: -0.38, contribution: 0.7 }],
    });
    expect((await get('/api/predictions/107', tokens.analyst)).body).toMatchObject({
      churnProbability: null,
    });
  });

  it('tells a customer of others from none in no way', async () => {
    const others = await get('/api/customers/105', tokens.manager);
    const none = await get('/api/customers/999', tokens.manager);
    expect(others.status).toBe(404);
    expect(others).toEqual(none);
  });

  it('filters by branch', async () => {
    const { body } = await get('/api/customers?branch=brno', tokens.analyst);
    expect(page.parse(body).items.map(({ id }) => id)).toEqual(['105', '106', '107']);
  });

  it.each([
    ['/api/customers?limit=0', 'limit'],
    ['/api/customers?limit=many', 'limit'],
    ['/api/customers?cursor=nonsense', 'cursor'],
  ])('refuses %s, naming what is wrong', async (path, name) => {
    const { status, body } = await get(path, tokens.analyst);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(name);
  });

  it('gives the metrics of those whom a token may see, and of the bank what does not tell of a few', async () => {
    const metrics = z.looseObject({
      customers: z.number(),
      contributionRate: z.number().nullable(),
    });
    const analyst = await get('/api/metrics', tokens.analyst);
    expect(analyst).toMatchObject({
      status: 200,
      body: { customers: 7, contribution12m: 840, contributionRate: 1, churnRate: 0 },
    });
    const manager = metrics.parse((await get('/api/metrics', tokens.manager)).body);
    // The five others are too few to be told of.
    expect(manager).toMatchObject({ customers: 2, contributionRate: null, bank: null });
    const brno = await get('/api/metrics?branch=b', tokens.analyst);
    expect(brno.body).toMatchObject({ customers: 3, contributionRate: 3 / 7, churnRate: 0 });
    const segment = await get('/api/metrics?segment=savers', tokens.analyst);
    expect(segment.body).toMatchObject({ customers: 7, churnRate: null, churn: null });
    const none = await get('/api/metrics?segment=nobody', tokens.analyst);
    expect(none.status).toBe(404);
    expect(JSON.stringify(none.body)).toContain('segment');
    const book = await get('/api/metrics?manager=rm@bank.example', tokens.analyst);
    expect(book.body).toMatchObject({ customers: 2 });
    expect((await get('/api/metrics?tier=gold', tokens.analyst)).status).toBe(400);
    expect((await get('/api/metrics')).status).toBe(401);
  });

  it('lets a token read what it was made for', async () => {
    expect((await get('/api/values/102', tokens.reader)).status).toBe(200);
    for (const path of [
      'customers',
      'customers/102',
      'predictions',
      'metrics',
      'segments',
      'models',
    ])
      expect(await get(`/api/${path}`, tokens.reader)).toMatchObject({
        status: 403,
        body: { error: { code: 'out_of_scope', message: expect.stringContaining('--scopes') } },
      });
  });

  it.each(['auditor', 'operator'] as const)(
    'tells the token of an %s that the role sees no customer',
    async (role) => {
      const of = eq(managers.email, 'rm@bank.example');
      await store.db.update(managers).set({ role }).where(of);
      for (const path of ['values/102', 'customers', 'metrics'])
        expect(await get(`/api/${path}`, tokens.manager)).toMatchObject({
          status: 403,
          body: {
            error: {
              code: 'role',
              message: expect.stringContaining(`${role}, a role that sees no`),
            },
          },
        });
      await store.db.update(managers).set({ role: 'manager' }).where(of);
      expect((await get('/api/values/102', tokens.manager)).status).toBe(200);
    },
  );

  it('notes who saw whom, and who was refused what', async () => {
    await emptyAccessLog(store);
    await get('/api/values/102', tokens.manager);
    await get('/api/values/105', tokens.manager);
    await get('/api/customers/102', tokens.reader);
    await get('/api/customers/102', 'wrong');
    const noted = await store.db.select().from(accessLog).orderBy(accessLog.id);
    const refused = { channel: 'api', outcome: 'refused' };
    expect(noted).toMatchObject([
      { managerId: 1, channel: 'api', intent: 'api.values.get', customerIds: [2] },
      { ...refused, managerId: 1, intent: 'api.values.get', reason: 'unseen', customerIds: [5] },
      { ...refused, intent: 'api.customers', reason: 'token', customerIds: [] },
      { ...refused, managerId: null, identity: '127.0.0.1', reason: 'token' },
    ]);
  });

  it('describes itself', async () => {
    const { status, body } = await get('/api/openapi.json');
    expect(status).toBe(200);
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(body);
    expect(Object.keys(paths).sort()).toEqual(
      [
        '/api/customers/',
        '/api/customers/{id}',
        '/api/customers/{id}/interactions',
        '/api/metrics/',
        '/api/models/',
        '/api/predictions/',
        '/api/predictions/{id}',
        '/api/segments/',
        '/api/values/',
        '/api/values/{id}',
      ].map((path) => path.replace(/\/$/, '')),
    );
  });
});
