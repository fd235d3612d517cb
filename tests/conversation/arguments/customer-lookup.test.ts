import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { customers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Ids as banks have them, each beside one that it must not be taken for. */
const ids = [
  'AB 12',
  'AB  12',
  '12',
  '#12',
  '客户7',
  'ＡＢ９',
  'AB9',
  'CZ/2019/44',
  '44',
  '12.',
  'a"b',
  'top10',
  'xy-5',
  'XY-5',
  'Customer 8',
];

describe.each(storeKinds)('a customer’s id on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    const [place] = await store.db.select().from(customers).limit(1);
    await store.db.insert(customers).values(
      ids.map((externalId, i) => ({
        externalId,
        name: `Odd Name ${String.fromCharCode(65 + i)}`,
        branchId: place?.branchId ?? null,
        managerId: place?.managerId ?? null,
      })),
    );
    conversation = createConversation({
      store,
      config,
      now,
      log: {
        error(fields) {
          throw new Error(JSON.stringify(fields));
        },
      },
    });
  });
  afterAll(() => store.close());

  const ask = (text: string) =>
    conversation.answer({
      text,
      principal: people.analyst,
      channel: 'web',
      address: 'here',
      shared: false,
      locale: 'en',
    });

  it.each([
    'customer "+1035"',
    'u wang',
    'can v see i li',
    '+1035',
    'customer "a(b"',
    'why is "*max" at risk',
    'customer "[x"',
    'customer "b\\"',
  ])('“%s”: signs that patterns have are looked for as they stand', async (line) => {
    expect((await ask(line)).reply.title).not.toBe('');
  });

  it.each([
    ['/value customer AB 12', 'AB 12'],
    ['customer "AB 12"', 'AB 12'],
    ['/value customer "AB  12"', 'AB  12'],
    ['/value why AB 12', 'AB 12'],
    ['/value trend AB 12 balance', 'AB 12'],
    ['/value trend "AB 12" balance months=3', 'AB 12'],
    ['/value customer 12', '12'],
    ['/value customer #12', '#12'],
    ['/value customer "#12"', '#12'],
    ['/value customer #44', '44'],
    ['/value customer 客户7', '客户7'],
    ['/value customer 7', '客户7'],
    ['/value 客户 "客户7"', '客户7'],
    ['/value customer "ＡＢ９"', 'ＡＢ９'],
    ['/value customer AB9', 'AB9'],
    ['/value customer CZ/2019/44', 'CZ/2019/44'],
    ['/value customer "12."', '12.'],
    ['/value customer "a""b"', 'a"b'],
    ['/value customer top10', 'top10'],
    ['/value customer XY-5', 'XY-5'],
    ['/value customer Customer 8', 'Customer 8'],
    ['/value customer 8', 'Customer 8'],
  ])('%s', async (text, customer) => {
    expect((await ask(text)).data).toMatchObject({ customer });
  });

  it('is never cut short', async () => {
    for (const text of [
      '/value customer AB 1',
      '/value customer 12 AB',
      '/value customer CZ/2019',
    ]) {
      const { data } = await ask(text);
      expect(data).not.toHaveProperty('customer');
    }
  });

  it.each([
    ['what is customer AB 12 worth?', 'AB 12'],
    ['show AB 12 balance over the last year', 'AB 12'],
    ['AB 12值多少钱', 'AB 12'],
    ['how much is CZ/2019/44 worth?', 'CZ/2019/44'],
    ['what is #12 worth?', '#12'],
    ['客户7值多少钱', '客户7'],
    ['what is 12 worth?', '12'],
  ])('is whole in a sentence: %s', async (text, customer) => {
    expect((await ask(text)).data).toMatchObject({ customer });
  });

  it('is asked about where only a part of it is somebody’s', async () => {
    const { reply, data } = await ask('what is customer XX 12 worth?');
    expect(data).toEqual({});
    expect(reply.summary).toBe('No customer has the id “XX 12”; did you mean this one?');
    expect(reply.actions.map(({ command }) => command)).toEqual(['customer 12']);
  });

  it('is asked about where it may be two', async () => {
    const { reply } = await ask('/value customer Xy-5');
    expect(reply.title).toBe('Which customer do you mean?');
    expect(reply.actions.map(({ command }) => command)).toEqual(['customer xy-5', 'customer XY-5']);
  });

  it('stands in a button so that pressing it asks of that customer', async () => {
    const { reply } = await ask('/value customer Odd Name');
    expect(reply.actions).toHaveLength(5);
    for (const { label, command } of reply.actions) {
      const { data } = await ask(command);
      expect(label).toContain(String(data.customer));
    }
  });

  it('stands so in the buttons of its card', async () => {
    const { reply } = await ask('/value customer AB 12');
    expect(reply.actions.map(({ command }) => command)).toEqual(['at-risk']);
    const trend = await ask('/value trend AB 12');
    expect(trend.reply.actions.map(({ command }) => command)).toContain('customer "AB 12"');
  });

  it('comes with the whole question', async () => {
    const { reply } = await ask("show Anna Novotná's balance over the last 6 months");
    expect(reply.actions.map(({ command }) => command)).toEqual([
      'trend 1066 balance months=6',
      'trend 1067 balance months=6',
    ]);
    const supposed = await ask('/value what-if Anna Novotná retention=90%');
    expect(supposed.reply.actions.map(({ command }) => command)).toEqual([
      'what-if 1066 retention=90%',
      'what-if 1067 retention=90%',
    ]);
  });
});
