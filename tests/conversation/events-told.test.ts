import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { findEvents } from '../../src/scoring/events/find-events.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { asOf, daysAgo, fillEventfulBank } from '../banks/eventful-bank.ts';
import { stageEverybody } from '../banks/staged-customers.ts';
import type { ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-04-01T09:00:00Z');

describe.each(storeKinds)('what befell a customer, told on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillEventfulBank(store, {
      busy: {
        joinedOn: '2016-03-31',
        holds: [{ amount: 5000, attributes: { maturesOn: '2026-04-20' } }],
        booked: [39, 69, 99, 129, 159].map((ago) => [ago, 2000, { counterparty: 'Works' }]),
        complaints: [{ at: '2026-03-24T08:00:00Z' }],
      },
      quiet: {},
      brno: {
        booked: [[0, -10]],
        complaints: [{ at: '2026-03-20T08:00:00Z', resolvedAt: '2026-03-20T09:00:00Z' }],
      },
    });
    await stageEverybody(store.db);
    const day = { day: asOf, timezone: 'Europe/Prague' };
    await findEvents(store, bank.runId, { rules: config.events, day, signal: undefined });
  }, 60_000);
  afterAll(() => store.close());

  const ask = async (text: string, locale: 'en' | 'zh' = 'en') => {
    const principal = bank.person('m');
    const { reply, data } = await createConversation({ store, config, now }).answer({
      text,
      locale,
      principal,
      channel: 'web',
      address: String(principal.managerId),
      shared: false,
    });
    return { details: reply.details ?? [], headings: reply.headings ?? [], data };
  };

  it('stands on the card, the newest first, at most three', async () => {
    const { details, data } = await ask('/value customer busy');
    const told = [
      'The complaint of 24 March 2026 has had no answer for 7 days.',
      'Regular income of about €2,000 a month has stopped; the last came on 20 February 2026.',
      'A customer for 10 years on 31 March 2026.',
    ];
    expect(details.filter((line) => told.includes(line))).toEqual(told);
    expect(details.join('\n')).not.toMatch(/matures/i);
    expect(data).toMatchObject({
      events: [
        { kind: 'complaint-waiting', day: asOf, on: '2026-03-24', days: 7 },
        { kind: 'income', day: asOf, before: 2000, now: 0, lastOn: daysAgo(39) },
        { kind: 'anniversary', day: daysAgo(6), years: 10, on: asOf },
      ],
    });
  });

  it('stands in the brief as on the card, in both languages', async () => {
    for (const locale of ['en', 'zh'] as const) {
      const card = await ask('/value customer busy', locale);
      const brief = await ask('/value brief busy', locale);
      const at = brief.details.indexOf(locale === 'en' ? 'What happened lately' : '近期动态');
      expect(brief.headings).toContain(at);
      const lines = brief.details.slice(at + 1, at + 4);
      const from = card.details.indexOf(lines[0] ?? '');
      expect(from).toBeGreaterThanOrEqual(0);
      expect(lines).toEqual(card.details.slice(from, from + 3));
      expect(brief.data).toMatchObject({
        events: (card.data as { events: unknown }).events,
      });
    }
  });

  it('says nothing where nothing happened', async () => {
    const { details, data } = await ask('/value brief quiet');
    expect(details).not.toContain('What happened lately');
    expect(data).toMatchObject({ events: [] });
  });
});
