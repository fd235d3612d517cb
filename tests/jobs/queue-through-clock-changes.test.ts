import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueDueDigests } from '../../src/jobs/due-digests.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { addDigest } from '../../src/store/digests/manage-digests.ts';
import { deliveries } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedTime } from '../../src/store/store-time.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const log = pino({ level: 'silent' });
const config = readConfig('config/bellwether.yaml');
const fiveMinutes = 300_000;

describe.each(storeKinds)('slots queued while clocks change, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, new Date('2026-03-01T00:00:00Z'));
  });
  afterAll(() => store.close());

  it.each([
    // The hour is skipped; it comes twice; the day begins at one.
    ['30 2 * * *', 'Europe/Prague', '2026-03-28T22:00:00Z', '2026-03-29T08:00:00Z'],
    ['30 2 * * *', 'Europe/Prague', '2026-10-24T22:00:00Z', '2026-10-25T06:00:00Z'],
    ['0 0 * * *', 'America/Santiago', '2026-09-06T03:30:00Z', '2026-09-07T02:30:00Z'],
  ])('%s in %s is queued once from %s to %s', async (cron, timezone, from, to) => {
    let now = new Date(from);
    const digest = await addDigest(store.db, {
      ownerId: 3,
      kind: 'at-risk',
      channel: 'slack',
      address: `D${from}`,
      cron,
      timezone,
      locale: 'en',
      createdAt: now,
    });
    for (; now < new Date(to); now = new Date(now.getTime() + fiveMinutes)) {
      await queueDueDigests({ store, config, outlets: [], time: () => fixedTime(now), log });
    }
    const queued = await store.db
      .select({ slot: deliveries.slot })
      .from(deliveries)
      .where(eq(deliveries.digestId, digest));
    expect(queued).toHaveLength(1);
  });
});
