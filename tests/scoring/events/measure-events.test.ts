import { gt, isNull, or } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { measureEvents } from '../../../src/scoring/events/measure-events.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { measuredEvents } from '../../../src/store/money-events/measured-events.ts';
import { customers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { asOf, type Booking, fillEventfulBank, type Story } from '../../banks/eventful-bank.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * Eight customers complained on 28 December 2025, three months and a few days before the run, of whom three left by its day; of
 * twelve who did not, one left. Another complains in the last week.
 */

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-04-01T09:00:00Z');
const complaint = { at: '2025-12-28T08:00:00Z', resolvedAt: '2025-12-29T08:00:00Z' };
const monthly: Booking[] = Array.from({ length: 14 }, (_, i) => [30 * i, -50]);
const stories: Record<string, Story> = {
  ...Object.fromEntries(
    Array.from({ length: 8 }, (_, i) => [
      `c${i}`,
      { booked: monthly, complaints: [complaint], ...(i < 3 ? { closedOn: '2026-02-01' } : {}) },
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `o${i}`,
      { booked: monthly, ...(i < 1 ? { closedOn: '2026-03-31' } : {}) },
    ]),
  ),
  leftBefore: { booked: monthly, closedOn: '2025-12-31' },
  today: { booked: monthly, complaints: [{ at: '2026-03-30T08:00:00Z' }] },
};

describe.each(storeKinds)('rules for events, measured on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillEventfulBank(store, stories);
  }, 60_000);
  afterAll(() => store.close());

  const measured = (rules = config.events) =>
    measureEvents(store.db, {
      rules,
      asOf,
      timezone: 'Europe/Prague',
      horizonMonths: 3,
      dormantDays: null,
    });

  it('count who left with an event and without, by what was known then', async () => {
    const { rules, days, sampled } = await measured();
    expect(days).toEqual(['2025-12-31']);
    expect(sampled).toEqual({ customers: 22, of: 22 });
    expect(rules.find((rule) => rule.kind === 'complaint')).toEqual({
      kind: 'complaint',
      lacking: null,
      // Eight by the end of December, one by the end of March.
      weekly: 4.5,
      withEvent: { customers: 8, left: 3 },
      without: { customers: 13, left: 1 },
    });
  });

  it('are tried on every nth customer by id, in any range of ids', async () => {
    const day = '2025-12-31';
    const looked = async (from: number, to: number, everyNth: number) => {
      const range = { from, to };
      const leaving = { later: asOf, dormantDays: null };
      const at = { day, timezone: 'Europe/Prague' };
      const sample = { range, everyNth };
      const found = await measuredEvents(
        store.db,
        config.events,
        ['complaint'],
        sample,
        at,
        leaving,
      );
      return found[0]?.all.customers ?? 0;
    };
    const there = await store.db
      .select({ id: customers.id })
      .from(customers)
      .where(or(isNull(customers.closedOn), gt(customers.closedOn, day)));
    const count = (from: number, to: number, n: number) =>
      there.filter(({ id }) => id >= from && id < to && id % n === 0).length;
    const most = Math.max(...there.map(({ id }) => id)) + 1;
    expect(count(0, most, 1)).toBe(21);
    for (const [from, to, n] of [
      [0, most, 1],
      [0, most, 2],
      [0, most, 3],
      [2, 9, 3],
      [9, most, 4],
      [7, 8, 5],
    ] as const)
      expect(await looked(from, to, n), `${from} to ${to}, each ${n}`).toBe(count(from, to, n));
  });

  it('say what a rule lacks, and tell nothing of it', async () => {
    const { rules } = await measured();
    expect(rules.find((rule) => rule.kind === 'loan-repaid')).toEqual({
      kind: 'loan-repaid',
      lacking: 'loanTerms',
      weekly: null,
      withEvent: null,
      without: null,
    });
  });

  it('stand in `model events`, with what each lacks in words', async () => {
    const answer = async (locale: 'en' | 'zh') => {
      const principal = bank.person('a');
      const asked = { locale, principal, channel: 'web', address: 'a', shared: false } as const;
      return createConversation({ store, config, now }).answer({
        text: '/value model events',
        ...asked,
      });
    };
    const { reply, data } = await answer('en');
    expect(reply.title).toBe('Rules for events');
    expect(reply.table?.rows.find(([event]) => event === 'Complaint')).toEqual([
      'Complaint',
      '4.5',
      '8',
      '38%',
      '7.7%',
    ]);
    expect(reply.details).toContain(
      'Loan paid off early: tells nothing, because no loan says when it was opened and over how many months it runs.',
    );
    expect(data).toMatchObject({ kind: 'events', days: ['2025-12-31'] });
    expect((await answer('zh')).reply.title).toBe('动态规则');
  });
});
