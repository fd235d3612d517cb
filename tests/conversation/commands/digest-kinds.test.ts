import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { listDigests } from '../../../src/store/digests/manage-digests.ts';
import { actions, answersBefore, digests } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Tuesday, 30 June 2026, in the morning. */
const morning = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('digests of every kind, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    conversation = createConversation({
      store,
      config,
      now: () => morning,
      log: { error: (fields: object) => expect(fields).toBeUndefined() },
    });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [actions, answersBefore, digests]) await store.db.delete(table);
  });

  const ask = (text: string, principal: Principal = people.prague) =>
    conversation.answer({ text, principal, channel: 'web', address: '1', shared: false });
  const own = () => listDigests(store.db, people.prague.managerId);
  const monday = { cron: '0 8 * * 1' };

  it.each([
    ['/value digest add at-risk every Monday at 8', { kind: 'at-risk', settings: {}, ...monday }],
    ['/value digest add events every Monday at 8', { kind: 'events', ...monday }],
    [
      '/value digest add every Monday at 8 movers top 5',
      { kind: 'movers', settings: { atMost: 5 } },
    ],
    [
      '/value digest add book every Monday at 8 branch=Prague',
      { kind: 'book', filters: { branch: 'PRG' } },
    ],
    ['/value digest add segments every Monday at 8', { kind: 'segments', ...monday }],
    [
      '/value digest add threshold above=40% worth=50000',
      {
        kind: 'threshold',
        settings: { passing: { risk: 0.4, worth: 50000 } },
        rule: { afterRun: true },
      },
    ],
    [
      '/value digest add above=35% every weekday at 8',
      { kind: 'threshold', settings: { passing: { risk: 0.35 } }, cron: '0 8 * * 1-5' },
    ],
    [
      '/value digest add monthly report',
      { kind: 'report', settings: { period: 'monthly' }, cron: '0 8 1 * *' },
    ],
    [
      '/value digest add weekly report every Friday at 16:00',
      { kind: 'report', settings: { period: 'weekly' }, cron: '0 16 * * 5' },
    ],
    [
      '/value digest add report on the last day of each quarter at 9',
      { kind: 'report', settings: { period: 'quarterly' } },
    ],
    [
      '/value digest add segments every Monday at 8 line-when-nothing in Chinese',
      { whenNothing: 'line', locale: 'zh' },
    ],
    ['/value digest add movers after each run', { kind: 'movers', rule: { afterRun: true } }],
    ['/value 订阅 每周一8点 价值变动', { kind: 'movers', ...monday }],
  ])('are set up, shown and listed: %s', async (text, expected) => {
    const { reply } = await ask(text);
    const [digest] = await own();
    expect(digest, reply.summary).toMatchObject(expected);
    const listed = await ask('/value digest list');
    expect(listed.data.digests).toMatchObject([
      { digest: digest?.id, kind: digest?.kind, settings: digest?.settings },
    ]);
    const shown = await ask(`/value digest show ${digest?.id}`);
    expect(shown.reply.title).toBe(`Digest ${digest?.id}`);
    const tried = await ask(`/value digest test ${digest?.id}`);
    expect(tried.data).toMatchObject({ digest: digest?.id, kind: digest?.kind });
    expect(tried.reply.visibility).toBe('asker');
  });

  it.each([
    '/value digest add book every Monday top 5',
    '/value digest add threshold every Monday',
    '/value digest add movers every Monday worth=50000',
    '/value digest add movers every Monday top 40',
    '/value digest add weather every Monday',
  ])('are refused, not replaced, where they cannot be: %s', async (text) => {
    await ask(text);
    expect(await own()).toEqual([]);
  });

  it('are chosen by buttons where it is not said when, or of what', async () => {
    const { reply } = await ask('/value digest add');
    expect(reply.actions.map(({ label }) => label)).toEqual([
      'At-risk customers, Weekdays at 8:30',
      'Money events, Weekdays at 8:30',
      'Value movers, Mondays at 8:00',
      'Book, Mondays at 8:00',
      'Segments, Mondays at 8:00',
    ]);
    for (const { command } of reply.actions) {
      await ask(`/value ${command}`);
    }
    expect((await own()).map(({ kind: of }) => of)).toEqual([
      'at-risk',
      'events',
      'movers',
      'book',
      'segments',
    ]);
    const { reply: when } = await ask('/value digest add movers top 3 branch=Prague');
    await ask(`/value ${when.actions[1]?.command}`);
    expect((await own()).at(-1)).toMatchObject({
      kind: 'movers',
      settings: { atMost: 3 },
      filters: { branch: 'PRG' },
      ...monday,
    });
  });

  it('are changed in what only their kind has, and not into another kind', async () => {
    await ask('/value digest add threshold above=40% worth=50000');
    const [{ id = 0 } = {}] = await own();
    const { reply } = await ask(`/value digest edit ${id} above=55% top 4 line-when-nothing`);
    expect(reply.details).toContain(
      'It is about: Customers worth CZK\u00a050,000 or more passing 55%.',
    );
    expect(await own()).toMatchObject([
      { settings: { passing: { risk: 0.55, worth: 50000 }, atMost: 4 }, whenNothing: 'line' },
    ]);
    await ask('/value undo');
    expect(await own()).toMatchObject([
      { settings: { passing: { risk: 0.4, worth: 50000 } }, whenNothing: 'skip' },
    ]);
    const other = await ask(`/value digest edit ${id} movers`);
    expect(other.reply.summary).toBe(
      'A digest keeps what it is about. Set up another: /value digest add movers',
    );
    expect(await own()).toMatchObject([{ kind: 'threshold' }]);
    await ask('/value digest add weekly report every Monday');
    const report = (await own()).at(-1)?.id;
    await ask(`/value digest edit ${report} monthly report`);
    expect((await own()).at(-1)).toMatchObject({ settings: { period: 'monthly' } });
  });

  it.each([
    ['at-risk branch=Prague', { kind: 'at-risk', filters: { branch: 'PRG' } }],
    ['book', { kind: 'book', filters: {} }],
    ['segments branch=Prague', { kind: 'segments', filters: { branch: 'PRG' } }],
    ['report monthly', { kind: 'report', settings: { period: 'monthly' } }],
  ])('are of what was just answered: %s', async (question, expected) => {
    await ask(`/value ${question}`);
    const { reply } = await ask('send me that every Monday at 8');
    expect(await own(), reply.summary).toMatchObject([{ ...expected, ...monday }]);
    await ask(`/value ${question}`);
    await ask('每周二8点把这个发给我');
    expect((await own()).at(-1)).toMatchObject({ ...expected, cron: '0 8 * * 2' });
  });

  it('are of a digest that was just looked at', async () => {
    await ask('/value digest add movers every Friday top 3');
    const [{ id = 0 } = {}] = await own();
    await ask(`/value digest test ${id}`);
    await ask('send me that every Monday at 8');
    expect((await own()).at(-1)).toMatchObject({
      kind: 'movers',
      settings: { atMost: 3 },
      ...monday,
    });
  });
});
