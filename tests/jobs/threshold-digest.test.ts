import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { createWebOutlet } from '../../src/channels/web/outlet.ts';
import type { Message, Outlet } from '../../src/conversation/channel.ts';
import { attemptDelivery } from '../../src/jobs/deliveries/attempt.ts';
import type { AttemptServices } from '../../src/jobs/deliveries/services.ts';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { noteAllCrossings } from '../../src/jobs/note-crossings.ts';
import { claimDeliveries } from '../../src/store/deliveries/deliveries.ts';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import type { ScheduleRule } from '../../src/store/digests/schedule-rule.ts';
import {
  accessLog,
  customerValues,
  deliveries,
  digestCrossings,
  digests,
  segments,
  valuationRuns,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { config, fillThreeDays } from '../banks/three-days.ts';
import { copyRun, type Value, type ValuedBank } from '../banks/valued-bank.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const first = new Date('2026-11-24T03:00:00Z');
const dayLong = 24 * 60 * 60 * 1000;

describe.each(storeKinds)('who passes a threshold, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let now = first;
  const taken: Message[] = [];
  const platform: Outlet = {
    name: 'slack',
    isShared: async () => false,
    async deliver(message, sending) {
      await sending();
      taken.push(message);
      return `ts ${taken.length}`;
    },
    find: async () => 'absent',
  };
  let services: AttemptServices;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillThreeDays(store);
    services = {
      store,
      config,
      people: createPeople(store, () => now),
      outlets: [platform, createWebOutlet({ store, now: () => now })],
      time: () => fixedTime(now),
      now: () => now,
      log: pino({ level: 'silent' }),
      by: 'this replica',
      making: (make) => make(),
    };
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    now = first;
    taken.length = 0;
    for (const table of [deliveries, digestCrossings, digests]) await store.db.delete(table);
    await emptyAccessLog(store);
    for (const { id } of await store.db.select({ id: valuationRuns.id }).from(valuationRuns))
      if (id !== bank.runId) {
        await store.db.delete(customerValues).where(eq(customerValues.runId, id));
        await store.db.delete(segments).where(eq(segments.runId, id));
        await store.db.delete(valuationRuns).where(eq(valuationRuns.id, id));
      }
  });

  const weekly = { cron: '30 8 * * 1' };
  const afterRun = { cron: '0 0 * * *', rule: { afterRun: true } } as const;
  const digest = (when: { cron: string; rule?: ScheduleRule }) =>
    addDigest(store.db, {
      ownerId: bank.person('jana').managerId,
      kind: 'threshold',
      channel: 'slack',
      address: 'D1',
      ...when,
      timezone: 'Europe/Prague',
      settings: { passing: { risk: 0.4, worth: 10_000 } },
      locale: 'en',
      createdAt: now,
    });
  /** One tick of every replica's clock. */
  const tick = async () => {
    await Promise.all([noteAllCrossings(services), noteAllCrossings(services)]);
    await queueDueDigests(services);
  };
  /** A run of the next day, in which some stand otherwise, published now. */
  const nextRun = async (days: number, changed: Record<string, Partial<Value>>) => {
    now = new Date(first.getTime() + days * dayLong);
    const runId = await copyRun(
      store,
      bank.runId,
      new Date(now.getTime() - dayLong).toISOString().slice(0, 10),
    );
    await store.db
      .update(valuationRuns)
      .set({ publishedAt: now })
      .where(eq(valuationRuns.id, runId));
    for (const [id, row] of Object.entries(changed)) {
      const rows = await store.db
        .select()
        .from(customerValues)
        .where(eq(customerValues.customerId, bank.customerId(id)));
      await store.db
        .delete(customerValues)
        .where(eq(customerValues.customerId, bank.customerId(id)));
      await store.db
        .insert(customerValues)
        .values(rows.map((each) => (each.runId === runId ? { ...each, ...row } : each)));
    }
    now = new Date(now.getTime() + 30_000);
    await tick();
  };
  const send = async (): Promise<string[]> => {
    await tick();
    const outcomes: string[] = [];
    for (;;) {
      const { db } = store;
      const at = fixedTime(now);

      const [claimed] = await claimDeliveries(db, { at, by: services.by, limit: 1 });
      if (claimed === undefined) return outcomes;
      outcomes.push(await attemptDelivery(services, claimed));
    }
  };
  const told = () => taken.map(({ reply }) => reply.table?.rows.map((row) => [row[1], row[3]]));

  it('is told once each time, as soon as the run is published, and of nobody who was above before', async () => {
    await digest(afterRun);
    await tick();
    // 1042 and 1043 are above already; 1046 is worth too little.
    await nextRun(1, {});
    expect(await send()).toEqual(['skipped']);
    await nextRun(2, { '1047': { churnProbability: 0.45, valueIfStays: 25_000 } });
    expect(await send()).toEqual(['sent']);
    expect(taken[0]?.reply.summary).toBe(
      '1 customer worth €10,000 or more passed a 40% chance of leaving within 3 months: Łukasz Żółć.',
    );
    expect(taken[0]?.reply.details).toContain('3 customers are past it now.');
    await nextRun(3, { '1047': { churnProbability: 0.5, valueIfStays: 25_000 } });
    expect(await send()).toEqual(['skipped']);
    await nextRun(4, {});
    expect(await send()).toEqual(['skipped']);
    await nextRun(5, { '1047': { churnProbability: 0.44, valueIfStays: 25_000 } });
    expect(await send()).toEqual(['sent']);
    expect(told()).toEqual([[['1047', '45%']], [['1047', '44%']]]);
    expect(await store.db.select().from(accessLog)).toHaveLength(2);
  });

  it('is told at the time of the digest, those among them who fell below again', async () => {
    await digest(weekly);
    await tick();
    await nextRun(1, { '1047': { churnProbability: 0.45 }, '1048': { churnProbability: 0.6 } });
    expect(await send()).toEqual([]);
    await nextRun(2, { '1048': { churnProbability: 0.6 } });
    expect(await send()).toEqual([]);
    now = new Date('2026-11-30T07:31:00Z');
    expect(await send()).toEqual(['sent']);
    expect(told()).toEqual([
      [
        ['1048', '60%'],
        ['1047', '12%, below again'],
      ],
    ]);
  });

  it('is looked up anew where the threshold is another', async () => {
    const id = await digest(afterRun);
    await tick();
    await store.db
      .update(digests)
      .set({ settings: { passing: { risk: 0.1, worth: 10_000 } } })
      .where(eq(digests.id, id));
    await tick();
    await nextRun(1, {});
    expect(await send()).toEqual(['skipped']);
  });
});
