import { sql } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordAccess } from '../../src/store/access-log/record-access.ts';
import { findChartLink, saveChartLink } from '../../src/store/charts/chart-links.ts';
import { forgetEvents, takeEvent } from '../../src/store/events/take-event.ts';
import { keepMessage, markRead, unreadMessages } from '../../src/store/inbox/messages.ts';
import { createQueue, jobsInTransaction } from '../../src/store/jobs-in-transaction.ts';
import { accessLog, chartLinks } from '../../src/store/schema.ts';
import { keepSecret } from '../../src/store/secrets/keep-secret.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import {
  findConversation,
  keepConversation,
} from '../../src/store/teams/conversation-references.ts';
import {
  addToken,
  listTokens,
  revokeToken,
  rotateToken,
  useToken,
} from '../../src/store/tokens/api-tokens.ts';
import { trustReferences } from '../../src/store/trust-references.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const noon = new Date('2026-07-01T12:00:00Z');
const later = new Date('2026-07-02T12:00:00Z');

const days = (count: number) => new Date(noon.getTime() + count * 24 * 3_600_000);

describe.each(storeKinds)('what the store keeps for channels, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, noon);
  });
  afterAll(() => store.close());

  it('a token speaks for its person until it is revoked, and notes its use', async () => {
    const token = {
      name: 'reporting',
      hash: 'h1',
      managerId: 2,
      scopes: ['values' as const],
      createdAt: noon,
      expiresAt: days(30),
    };
    const id = await addToken(store.db, token);
    expect(await useToken(store.db, 'h1', later)).toEqual({ managerId: 2, scopes: ['values'] });
    expect(await useToken(store.db, 'h1', days(30))).toBeUndefined();
    expect(await useToken(store.db, 'unknown', later)).toBeUndefined();
    expect(await listTokens(store.db)).toEqual([
      {
        id,
        name: 'reporting',
        email: 'boss@bank.example',
        scopes: ['values'],
        createdAt: noon,
        lastUsedAt: later,
        expiresAt: days(30),
        revokedAt: null,
      },
    ]);
    const second = await addToken(store.db, { ...token, hash: 'h2' });
    expect((await listTokens(store.db)).map((each) => each.id)).toEqual([second, id]);
    expect(await revokeToken(store.db, id, later)).toBe(true);
    expect(await revokeToken(store.db, id, later)).toBe(false);
    expect(await revokeToken(store.db, 999, later)).toBe(false);
    expect(await useToken(store.db, 'h1', later)).toBeUndefined();
    await expect(addToken(store.db, token)).rejects.toThrow();
    const turn = { at: later, expiresAt: days(60), until: days(2) };
    const third = await rotateToken(store.db, second, { ...turn, hash: 'h3' });
    expect(await useToken(store.db, 'h3', days(59))).toEqual({ managerId: 2, scopes: ['values'] });
    expect(await useToken(store.db, 'h2', days(1))).toMatchObject({ managerId: 2 });
    expect(await useToken(store.db, 'h2', days(2))).toBeUndefined();
    for (const none of [id, 999])
      expect(await rotateToken(store.db, none, { ...turn, hash: 'h4' })).toBeUndefined();
    const sooner = { ...turn, until: days(90), expiresAt: days(100), hash: 'h4' };
    expect(await rotateToken(store.db, third ?? 0, sooner)).toEqual(expect.any(Number));
    expect(await useToken(store.db, 'h3', days(61))).toBeUndefined();
  });

  it('an event is taken once in a channel, until it is forgotten', async () => {
    const takes = await Promise.all([1, 2, 3].map(() => takeEvent(store.db, 'slack', 'E1', noon)));
    expect(takes.filter((taken) => taken)).toHaveLength(1);
    expect(await takeEvent(store.db, 'teams', 'E1', later)).toBe(true);
    await forgetEvents(store.db, later);
    expect(await takeEvent(store.db, 'slack', 'E1', later)).toBe(true);
    expect(await takeEvent(store.db, 'teams', 'E1', later)).toBe(false);
  });

  it('a message is kept once, and shown to its person until they have read it', async () => {
    const keep = (key: string, managerId = 1) =>
      keepMessage(store.db, { managerId, at: noon, key, locale: 'zh', reply: { title: key } });
    for (const key of ['m1', 'm2', 'm2', 'm3']) await keep(key);
    await keep('other', 2);
    const unread = (managerId: number, limit = 9) => unreadMessages(store.db, managerId, limit);
    const [first, second] = await unread(1, 2);
    expect(first).toMatchObject({ at: noon, locale: 'zh', reply: { title: 'm1' } });
    expect(second).toMatchObject({ reply: { title: 'm2' } });
    await markRead(store.db, 1, second?.id ?? 0, later);
    expect((await unread(1)).map(({ reply }) => reply)).toEqual([{ title: 'm3' }]);
    expect(await unread(2)).toHaveLength(1);
    await markRead(store.db, 1, Number.MAX_SAFE_INTEGER, later);
    expect(await unread(2)).toHaveLength(1);
    await keep('m1');
    expect(await unread(1)).toEqual([]);
  });

  it('a secret is made by the first who asks, and stays', async () => {
    const makes = ['a', 'b', 'c'].map((value) => keepSecret(store.db, 'server', () => value));
    const [first, ...rest] = await Promise.all(makes);
    expect(rest).toEqual([first, first]);
    expect(await keepSecret(store.db, 'server', () => 'd')).toBe(first);
    expect(await keepSecret(store.db, 'another', () => 'd')).toBe('d');
  });

  it('a chart is kept under its id until its moment has passed', async () => {
    const spec = { mark: 'bar', data: { values: [1, null, 'x'] } };
    await saveChartLink(
      store.db,
      { id: 'c1', spec, managerId: 2, message: 'm1', expiresAt: later },
      noon,
    );
    const kept = { spec, managerId: 2, message: 'm1', ended: false };
    expect(await findChartLink(store.db, 'c1')).toEqual(kept);
    expect(await findChartLink(store.db, 'c2')).toBeUndefined();
    const next = new Date(later.getTime() + 1);
    await saveChartLink(
      store.db,
      { id: 'c2', spec, managerId: null, message: null, expiresAt: next },
      next,
    );
    expect(await store.db.select({ id: chartLinks.id }).from(chartLinks)).toEqual([{ id: 'c2' }]);
  });

  it('a Teams conversation is reached by its newest reference', async () => {
    expect(await findConversation(store.db, 'k')).toBeUndefined();
    await keepConversation(store.db, 'k', { serviceUrl: 'a' }, noon);
    await keepConversation(store.db, 'k', { serviceUrl: 'b' }, later);
    expect(await findConversation(store.db, 'k')).toEqual({ serviceUrl: 'b' });
  });

  it('the access log holds who saw whom, an unlinked person too', async () => {
    const entry = { at: noon, channel: 'slack', intent: 'customer.value', customerIds: [2, 1] };
    await recordAccess(store.db, { ...entry, managerId: 1 });
    await recordAccess(store.db, { ...entry, managerId: null, customerIds: [] });
    expect(await store.db.select().from(accessLog).orderBy(accessLog.id)).toMatchObject([
      { ...entry, managerId: 1 },
      { managerId: null, customerIds: [] },
    ]);
  });

  it('a job is queued if and only if its transaction commits', async () => {
    const boss = new PgBoss(store.jobs);
    await boss.start();
    await createQueue(boss, 'q', {});
    const queue = (name: string, fail: boolean) =>
      store.db.transaction(async (tx) => {
        await boss.send('q', { name }, { db: jobsInTransaction(tx) });
        if (fail) throw new Error('rolled back');
      });
    await queue('kept', false);
    await expect(queue('lost', true)).rejects.toThrow('rolled back');
    const jobs = await boss.fetch<{ name: string }>('q', { batchSize: 9 });
    expect(jobs.map(({ data }) => data)).toEqual([{ name: 'kept' }]);
    await boss.stop({ graceful: false });
  });

  it('references are trusted for the length of one transaction only', async () => {
    const insert = (tx: Pick<Store['db'], 'insert'>) =>
      tx
        .insert(accessLog)
        .values({ at: noon, managerId: 999, channel: 'x', intent: 'x', customerIds: [] });
    await store.db.transaction(async (tx) => {
      await trustReferences(tx);
      await insert(tx);
    });
    const rows = await queryRows(
      store.db,
      z.object({ channel: z.string() }),
      sql`select channel from access_log where manager_id = 999`,
    );
    expect(rows).toEqual([{ channel: 'x' }]);
    await expect(insert(store.db)).rejects.toThrow();
  });
});
