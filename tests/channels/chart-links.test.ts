import { eq, sql } from 'drizzle-orm';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChartLinks } from '../../src/channels/chart-links.ts';
import { drawPng } from '../../src/charts/draw-png.ts';
import { recordAccess } from '../../src/store/access-log/record-access.ts';
import { delegateBook, endDelegations } from '../../src/store/people/delegations.ts';
import { addToTeam, removeFromTeam } from '../../src/store/people/teams.ts';
import { accessLog, customers, managers, chartLinks as table } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';
import { unlimited } from '../unlimited.ts';
import { fullReply } from './sample-reply.ts';

const spec = fullReply.charts[0]?.spec ?? expect.fail('The sample reply has a chart.');

const nobody = { managerId: null };

describe.each(storeKinds)('chart links on %s', (kind) => {
  const clock = { now: new Date('2026-11-02T09:00:00Z') };
  const server = fastify();
  let store: Store;
  const linksOf = (secret: string) =>
    createChartLinks({
      store,
      publicUrl: 'https://bank.example/bot/',
      secret,
      now: () => clock.now,
      drawPng,
      ...unlimited,
    });
  const get = (path: string) => server.inject(`/${path}`);

  beforeAll(async () => {
    store = await openTestStore(kind);
    await server.register(linksOf('one').plugin);
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  test('an address shows its chart, light or dark, and is kept nowhere', async () => {
    const path = await linksOf('one').pathFor(spec, nobody);
    const light = await get(path);
    expect(light.statusCode).toBe(200);
    expect(light.headers['content-type']).toBe('image/png');
    expect(light.headers['cache-control']).toBe('no-store');
    expect(light.rawPayload.subarray(1, 4).toString()).toBe('PNG');
    const dark = await get(`${path}?theme=dark`);
    expect(dark.statusCode).toBe(200);
    expect(dark.rawPayload.equals(light.rawPayload)).toBe(false);
  });
  test('an address for the outside is that of this server', async () => {
    expect(await linksOf('one').urlFor(spec, nobody)).toMatch(
      /^https:\/\/bank\.example\/bot\/charts\/[\w.-]+\.png$/,
    );
    expect(await linksOf('one').urlFor(spec, nobody, 'dark')).toMatch(/\.png\?theme=dark$/);
  });
  test('no address is like another, even for the same chart', async () => {
    const links = linksOf('one');
    expect(await links.pathFor(spec, nobody)).not.toBe(await links.pathFor(spec, nobody));
  });
  test('what is no address of a chart is a wrong question', async () => {
    const path = await linksOf('one').pathFor(spec, nobody);
    for (const wrong of ['charts/a.png', path.replace('.png', '.gif'), `${path}?theme=pink`]) {
      const answer = await get(wrong);
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toContain('/charts/TOKEN.png');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
  test('an address that another key signed, or whose end was moved, is refused', async () => {
    expect((await get(await linksOf('two').pathFor(spec, nobody))).statusCode).toBe(403);
    const path = await linksOf('one').pathFor(spec, nobody);
    const [name = '', expiry = '', rest = ''] = path.split('.');
    const later = (Number.parseInt(expiry, 36) + 1).toString(36);
    expect((await get(`${name}.${later}.${rest}.png`)).statusCode).toBe(403);
  });
  test('an address expires after a day, and what it showed is forgotten', async () => {
    const path = await linksOf('one').pathFor(spec, nobody);
    clock.now = new Date(clock.now.getTime() + 86_399_000);
    expect((await get(path)).statusCode).toBe(200);
    clock.now = new Date(clock.now.getTime() + 2000);
    const expired = await get(path);
    expect(expired.statusCode).toBe(410);
    expect(expired.body).toContain('Ask again');
    await linksOf('one').pathFor(spec, nobody);
    expect(await store.db.select().from(table)).toHaveLength(1);
  });
  test('a chart that cannot be drawn is said to be so, without why', async () => {
    const address = await linksOf('one').pathFor(
      {
        mark: 'bar',
        data: { url: 'http://evil.example/a.csv' },
      },
      nobody,
    );
    const answer = await get(address);
    expect(answer.statusCode).toBe(500);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatch(/^This chart could not be shown\. .* reference [0-9a-f]{8}\.$/);
  });
  test('an address whose chart is no longer kept is not found', async () => {
    const path = await linksOf('one').pathFor(spec, nobody);
    await store.db.delete(table);
    expect((await get(path)).statusCode).toBe(404);
  });
  test('an address is dead while its person may not see what they saw', async () => {
    await fillSevenCustomers(store, clock.now);
    const path = await linksOf('one').pathFor(spec, { managerId: 2, message: 'm1' });
    await recordAccess(store.db, {
      at: clock.now,
      managerId: 2,
      channel: 'teams',
      intent: 'customer.value',
      customerIds: [3],
      message: 'm1',
    });
    const shown = async (change: Partial<typeof managers.$inferInsert>) => {
      await store.db.update(managers).set(change).where(eq(managers.id, 2));
      return (await get(path)).statusCode;
    };
    const [before] = await store.db.select().from(managers).where(eq(managers.id, 2));
    if (before === undefined) throw new Error('The bank has a second person.');
    const { active, role, branchId } = before;
    expect(await shown({ active })).toBe(200);
    for (const change of [{ active: false }, { role: 'manager' as const }, { branchId: null }]) {
      expect(await shown(change)).toBe(404);
      expect(await shown({ active, role, branchId })).toBe(200);
    }
    const fetched = await store.db.select().from(accessLog).where(eq(accessLog.channel, 'chart'));
    const entry = { managerId: 2, customerIds: [3], message: 'm1' };
    const allowed = { ...entry, outcome: 'allowed', reason: null };
    const refused = { ...entry, outcome: 'refused', reason: 'ended' };
    expect(fetched).toMatchObject([allowed, refused, allowed, refused, allowed, refused, allowed]);
  });
  test('an address is dead once whom it shows went to another book, is restricted or is gone', async () => {
    // Eva has 101 and 102 of Prague; Jan is supervisor there.
    const links = linksOf('one');
    const about = async (managerId: number, message: string, customerIds: number[]) => {
      const path = await links.pathFor(spec, { managerId, message });
      const entry = { at: clock.now, managerId, channel: 'teams', intent: 'customer.value' };
      await recordAccess(store.db, { ...entry, customerIds, message });
      return async () => (await get(path)).statusCode;
    };
    const charts = [
      await about(1, 'eva first', [1]),
      await about(1, 'eva both', [2, 1]),
      await about(2, 'jan', [1]),
      await about(3, 'li', [1]),
      await about(1, 'eva second', [2]),
      await about(1, 'of nobody', []),
    ];
    const shown = () => Promise.all(charts.map((each) => each()));
    expect(await shown()).toEqual([200, 200, 200, 200, 200, 200]);
    const first = eq(customers.id, 1);
    await store.db.update(customers).set({ managerId: null }).where(first);
    expect(await shown()).toEqual([404, 404, 200, 200, 200, 200]);
    await store.db.update(customers).set({ managerId: 1, branchId: 2 }).where(first);
    expect(await shown()).toEqual([200, 200, 404, 200, 200, 200]);
    await store.db.update(customers).set({ branchId: 1, restrictedAt: clock.now }).where(first);
    expect(await shown()).toEqual([404, 404, 404, 404, 200, 200]);
    await store.db.update(customers).set({ restrictedAt: null }).where(first);
    expect(await shown()).toEqual([200, 200, 200, 200, 200, 200]);
    const unknown = await about(3, 'of somebody gone', [999]);
    expect(await unknown()).toBe(404);
  });
  test('an address is dead once a book that its person saw is not theirs to see', async () => {
    const pair = { fromId: 1, toId: 4 };
    await store.db
      .insert(managers)
      .values({ externalId: 'n', name: 'Nora', role: 'manager', branchId: 1 });
    const links = linksOf('one');
    const chart = async (managerId: number) => {
      const path = await links.pathFor(spec, { managerId, message: `book of ${managerId}` });
      return async () => (await get(path)).statusCode;
    };
    const until = { until: '2099-12-31', timezone: 'UTC', now: clock.now };
    const earlier = await chart(4);
    await delegateBook(store.db, pair, until);
    const meanwhile = await chart(4);
    expect([await earlier(), await meanwhile()]).toEqual([200, 200]);
    await endDelegations(store.db, pair, new Date());
    expect([await earlier(), await meanwhile()]).toEqual([200, 404]);
    await store.db.update(managers).set({ role: 'lead' }).where(eq(managers.id, 4));
    await addToTeam(store.db, 'n', [1]);
    const team = await chart(4);
    expect(await team()).toBe(200);
    await removeFromTeam(store.db, 'n', [1]);
    expect(await team()).toBe(404);
  });
  test('an address shows nothing that cannot be noted', async () => {
    const path = await linksOf('one').pathFor(spec, { managerId: 2 });
    await store.db.execute(
      sql`alter table access_log add constraint no_more check (id < 0) not valid`,
    );
    expect(await get(path)).toMatchObject({
      statusCode: 500,
      body: expect.stringMatching(/^This/),
    });
  });
});
