import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { measureEvents } from '../../../src/scoring/events/measure-events.ts';
import { readConfig } from '../../../src/settings/settings.ts';
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
