import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackBlocks } from '../../../src/channels/slack/blocks.ts';
import { commandContext } from '../../../src/conversation/command-context.ts';
import type { Digest, ToldBefore } from '../../../src/conversation/digest/digest.ts';
import { makeDigest } from '../../../src/conversation/digest/make-digest.ts';
import type { Locale } from '../../../src/language/locale.ts';
import { findEvents } from '../../../src/scoring/events/find-events.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import type { Store } from '../../../src/store/store.ts';
import { asOf, daysAgo, fillEventfulBank } from '../../banks/eventful-bank.ts';
import { stageEverybody } from '../../banks/staged-customers.ts';
import { copyRun, type ValuedBank } from '../../banks/valued-bank.ts';
import { wrongWithBlocks } from '../../channels/slack/block-rules.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const tomorrow = daysAgo(-1);

describe.each(storeKinds)('the digest of events on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let first: Made;

  beforeAll(async () => {
    store = await openTestStore(kind);
    // Those named later are worth more.
    bank = await fillEventfulBank(store, {
      small: { complaints: [{ at: '2026-03-28T08:00:00Z' }] },
      longAgo: {
        booked: [
          [20, -50],
          [200, -20],
        ],
      },
      large: { joinedOn: '2016-03-31', complaints: [{ at: '2026-03-25T08:00:00Z' }] },
      nothing: {},
      brno: { complaints: [{ at: '2026-03-28T08:00:00Z', resolvedAt: '2026-03-29T08:00:00Z' }] },
    });
    await stageEverybody(store.db);
    await find(bank.runId, asOf);
    first = await made(null);
  }, 60_000);
  afterAll(() => store.close());

  const find = (runId: number, day: string) =>
    findEvents(store, runId, {
      rules: config.events,
      day: { day, timezone: 'Europe/Prague' },
      signal: undefined,
    });

  type Made = Digest & { told: ToldBefore };
  async function made(
    since: ToldBefore | null,
    { who = 'm', locale = 'en' }: { who?: string; locale?: Locale } = {},
  ): Promise<Made> {
    const context = await commandContext(
      { store, config, now: () => new Date('2026-04-01T06:00:00Z') },
      { principal: bank.person(who), channel: 'slack', address: 'D1', shared: false, locale },
    );
    if (context === undefined) throw new Error('The bank has a run.');
    const digest = await makeDigest('events', context, { since });
    return { ...digest, told: { runId: context.run.id, state: digest.state } };
  }

  it('tells at first of the last seven days, those with the most at stake first', () => {
    const { reply, seen, nothingNew } = first;
    expect(nothingNew).toBe(false);
    expect(reply.summary).toContain(
      'something happened with 2 customers: 2 complaints and 1 anniversary. Most is at stake with Customer large.',
    );
    expect(reply.table?.rows.map(([, id, , what]) => [id, what])).toEqual([
      [
        'large',
        'A customer for 10 years on 31 March 2026. Complaint on 25 March 2026, not resolved yet.',
      ],
      ['small', 'Complaint on 28 March 2026, not resolved yet.'],
    ]);
    expect(seen).toEqual([bank.customerId('large'), bank.customerId('small')]);
    expect(reply.table?.rowActions?.[0]?.map(({ command }) => command)).toContain('brief "large"');
    expect(wrongWithBlocks(slackBlocks(reply, 'en'), () => true)).toEqual([]);
  });

  it('tells an owner of their own customers alone, in their language', async () => {
    const { reply } = await made(null, { who: 'b', locale: 'zh' });
    expect(reply.table?.rows.map((row) => row[1])).toEqual(['brno']);
    expect(reply.table?.rows[0]?.[3]).toBe('2026年3月28日提出投诉，已解决。');
    expect((await made(null, { who: 'a' })).reply.table?.rows).toHaveLength(3);
  });

  it('tells nothing twice, and then what the next run found', async () => {
    const again = await made(first.told);
    expect(again).toMatchObject({ nothingNew: true, seen: [] });
    expect(again.reply.table).toBeUndefined();
    const next = await copyRun(store, bank.runId, tomorrow);
    await find(next, tomorrow);
    const then = await made(first.told);
    // The complaint of 25 March has now had no answer for a week.
    expect(then.reply.table?.rows.map(([, id, , what]) => [id, what])).toEqual([
      ['large', 'The complaint of 25 March 2026 has had no answer for 7 days.'],
    ]);
    expect(then.reply.summary).toContain(
      'Since the last digest, something happened with 1 customer',
    );
    // Where the events that were told are kept no more, what came after that day is new.
    await store.db.execute(sql`delete from events where run_id = ${bank.runId}`);
    expect((await made(first.told)).reply.table?.rows.map((row) => row[1])).toEqual(['large']);
  });
});
