import { getTableName } from 'drizzle-orm';
import { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { queueRetention } from '../../../src/jobs/retention.ts';
import { retentionConfig } from '../../../src/settings/retention.ts';
import { createQueue } from '../../../src/store/jobs-in-transaction.ts';
import { agingTables, keepRetention, keptOtherwise } from '../../../src/store/rights/retention.ts';
import { treatments } from '../../../src/store/rights/treatments.ts';
import { actions, followUps, inbox, interactions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillHeldEverywhere, other, zdislava } from '../../banks/held-everywhere.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = retentionConfig.parse({});

describe.each(storeKinds)('retention on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillHeldEverywhere(store, [zdislava, other]);
  });
  afterAll(() => store.close());

  it('settles how long each table is kept that holds something of a customer', () => {
    const settled = [...agingTables, ...keptOtherwise.keys()].map(getTableName);
    expect(settled.toSorted()).toEqual(
      treatments.map(({ table }) => getTableName(table)).toSorted(),
    );
    expect(() => retentionConfig.parse({ inbox: 0 })).toThrow();
    expect(() => retentionConfig.parse({ customers: 3 })).toThrow();
  });

  it('deletes what is older than is set, and nothing else', async () => {
    const day = new Date('2026-07-15T03:17:00Z');
    expect(await keepRetention(store.db, config, day)).toEqual({});
    // Everything of the bank is of June 2026.
    const short = { ...config, interactions: 10, actions: 10, rejects: 10, deliveries: 10 };
    const deleted = await keepRetention(store.db, short, day);
    expect(deleted).toMatchObject({ interactions: 2, actions: 4 });
    expect(await store.db.select().from(interactions)).toEqual([]);
    expect(await store.db.select().from(actions)).toEqual([]);
    expect(await store.db.select().from(inbox)).toHaveLength(2);
    const later = new Date('2027-07-15T03:17:00Z');
    expect(await keepRetention(store.db, config, later)).toMatchObject({ inbox: 2 });
    expect(await store.db.select().from(followUps)).toHaveLength(2);
    const log = { ...config, accessLog: 1 };
    expect(
      z.object({ accessLog: z.number() }).parse(await keepRetention(store.db, log, later)),
    ).toEqual({ accessLog: 2 });
  });

  it('is queued once a night', async () => {
    const boss = new PgBoss(store.jobs);
    await boss.start();
    try {
      await createQueue(boss, 'retention', {});
      const services = {
        store,
        boss,
        config: { retention: config },
        now: () => new Date('2026-07-15T03:17:00Z'),
        log: pino({ level: 'silent' }),
      };
      expect(await queueRetention(services)).toBe(true);
      expect(await queueRetention(services)).toBe(false);
    } finally {
      await boss.stop({ graceful: false });
    }
  });
});
