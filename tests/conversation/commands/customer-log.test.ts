import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { actions, followUps, interactions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Tuesday, 30 June 2026, in the morning. */
const morning = new Date('2026-06-30T09:00:00Z');
const long = 'long '.repeat(85).trim();

describe.each(storeKinds)('a contact that is noted, on %s', (kind) => {
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
      log: { error: (fields) => expect(fields).toBeUndefined() },
    });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [actions, followUps, interactions]) await store.db.delete(table);
  });

  const ask = async (text: string) =>
    conversation.answer({
      text,
      principal: people.prague,
      channel: 'web',
      address: '1',
      shared: false,
    });
  const logged = () => store.db.select().from(interactions);

  it.each([
    ['I called 1042 yesterday and he was angry', '2026-06-29', 'and he was angry'],
    ['I called 1042 last Friday, letter sent', '2026-06-26', 'letter sent'],
    ['Yesterday I called 1042, he was angry', '2026-06-29', 'he was angry'],
    ['I met 1042 on Friday', '2026-06-26', null],
    ['3 days ago we visited 1042, he paid yesterday', '2026-06-27', 'he paid yesterday'],
    ['I called 1042, he said he paid yesterday', '2026-06-30', 'he said he paid yesterday'],
    ['I called 1042, 20 June, no answer', '2026-06-20', 'no answer'],
    ['昨天给1042打了电话，他很生气', '2026-06-29', '他很生气'],
    ['前天拜访了1042，店里生意不错', '2026-06-28', '店里生意不错'],
    ['上周五给1042打了电话，没人接', '2026-06-26', '没人接'],
    ['三天前见了1042，想要房贷', '2026-06-27', '想要房贷'],
    ['6月20日给1042打了电话，没人接', '2026-06-20', '没人接'],
    ['/value log 1042 called on=2026-06-20 "x"', '2026-06-20', 'x'],
    ['/value log 1042 called yesterday, no answer', '2026-06-29', 'no answer'],
  ])('is of the day that is said: %s', async (text, day, note) => {
    const { intent, data, reply } = await ask(text);
    expect(intent).toBe('customer.log');
    expect(data).toMatchObject({ customer: '1042', on: day, note, logged: true });
    const [entry] = await logged();
    expect(entry?.occurredAt.toISOString().slice(0, 10)).toBe(day);
    expect(reply.summary).toContain(/\p{Script=Han}/u.test(text) ? '星期' : 'day');
    expect((await ask('/value history 1042')).data.interactions).toMatchObject([
      { at: expect.stringContaining(day) },
    ]);
    expect((await ask(text)).data).toMatchObject({ logged: false, action: null });
  });

  it('has its own day beside that of the follow-up', async () => {
    const { data } = await ask('I called 1042 on 20 June, follow up on Friday');
    expect(data).toMatchObject({ customer: '1042', on: '2026-06-20', followUp: '2026-07-03' });
  });

  it.each([
    ['I called 1042 tomorrow, letter sent', 'still to come'],
    ['/value log 1042 called on=2024-06-20', 'more than a year ago'],
  ])('is of no day to come and of none long ago: %s', async (text, why) => {
    expect((await ask(text)).reply.summary).toContain(why);
    expect(await logged()).toEqual([]);
  });

  it.each([
    ['I called 1042, no answer, follow up Firday', '2026-07-03', 'no answer'],
    [
      'I called 1042, I promised an answer by Wednesday',
      '2026-07-01',
      'I promised an answer by Wednesday',
    ],
    [`I called 1042, ${long}, follow up on Friday`, '2026-07-03', long],
  ])('may end in a day to follow up in other ways: %s', async (text, followUp, note) => {
    expect((await ask(text)).data).toMatchObject({ followUp, note });
  });

  it.each([
    'met 1042, follow up yesterday',
    'I called 1042, follow up soon',
    '给1042打了电话，会跟进',
  ])('says where no day of the follow-up could be read: %s', async (text) => {
    const { reply, data } = await ask(text);
    expect(data).toMatchObject({ logged: true, followUp: null, on: '2026-06-30' });
    expect(reply.details?.join(' ')).toMatch(/no day for the follow-up|没有读出跟进的日期/);
    expect(reply.actions.map(({ command }) => command)).toContain('remind 1042 +1d');
    await ask('/value remind 1042 +1d');
    expect((await ask('/value tasks')).data).toMatchObject({ tasks: [{ due: '2026-07-01' }] });
  });

  it.each([
    [
      '1042 called me, he is leaving',
      'call',
      '张伟 called you',
      'The customer called: he is leaving',
    ],
    [
      '1042 came to the branch, wants a card',
      'visit',
      '张伟 visited you',
      'The customer came in: wants a card',
    ],
    ['1042打来电话，要走了', 'call', '张伟给您打了电话', '客户来电：要走了'],
    [
      '/value log 1042 called-me "he is leaving"',
      'call',
      '张伟 called you',
      'The customer called: he is leaving',
    ],
  ])('says who came to whom: %s', async (text, kindOf, told, note) => {
    const { data, reply } = await ask(text);
    expect(data).toMatchObject({ kind: kindOf, note, logged: true });
    expect(reply.summary).toContain(told);
  });

  it('is refused in a message that is too long, not cut', async () => {
    const { reply } = await ask(`I called 1042, ${'long '.repeat(120)}, follow up on Friday`);
    expect(reply.summary).toContain('500');
    expect(await logged()).toEqual([]);
  });
});
