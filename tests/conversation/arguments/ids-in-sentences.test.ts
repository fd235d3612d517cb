import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Linked } from '../../../src/access/principal.ts';
import { customerInSlashForm } from '../../../src/conversation/arguments/customer.ts';
import { longerIds } from '../../../src/conversation/arguments/longer-ids.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, now } from '../../banks/odd-customers.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Ids as banks have them, and what is left of each where it is cut short. */
const odd: Readonly<Record<string, string>> = {
  'AB 12': '12',
  'AB 77': '77',
  'CZ/2019/44': '44',
  'A-1.b': '1',
  "O'Neil 7": '7',
  x_1: '1',
  'C.13': '13',
  '12 34': '34',
  '00012': '12',
  客户8: '8',
  '张三-2': '2',
  '张三 72': '72',
  'Müller 66': '66',
  'ABCDEFGH 76': '76',
  'Smith & Co 3': '3',
  'A+B 4': '4',
  'AB-5': '5',
  'ab-5': '5',
  'K 1042/6': '1042',
  '3.14': '14',
  '-73': '73',
  '75/9': '75',
  'top 10': '10',
  'high value 81': '81',
  'retention 90': '90',
  'customer 83': '83',
  top: '10',
  high: '81',
  [`${'B'.repeat(38)} 19`]: '19',
};

const inSentences = [
  (id: string) => `what is customer ${id} worth?`,
  (id: string) => `show ${id} balance over the last year`,
  (id: string) => `why might ${id} leave?`,
  (id: string) => `what if customer ${id} had a retention of 80%?`,
  (id: string) => `客户${id}的价值是多少？`,
  (id: string) => `${id}最近一年的余额`,
  (id: string) => `客户${id}为什么可能流失？`,
];
const plainly = [
  (id: string) => `what is customer "${id}" worth?`,
  (id: string) => `“${id}”为什么可能流失？`,
  (id: string) => `customer ${customerInSlashForm(id)}`,
  (id: string) => `why ${customerInSlashForm(id)}`,
  (id: string) => `/value trend ${customerInSlashForm(id)} balance`,
  (id: string) => `what-if ${customerInSlashForm(id)} retention=80%`,
];

/** Ids made of letters, signs and a number, some of them words of the language. */
const made = fc
  .tuple(
    fc.constantFrom('A', 'xq', 'ÄB', 'Kč', 'VIP', 'Nord', '东', '客', 'no', 'Q', 'value', 'Prague'),
    fc.constantFrom(' ', '-', '.', '/', '_', '#', '&', '+', ' & ', "'", ''),
    fc.integer({ min: 100, max: 999 }),
    fc.constantFrom('', '', 'b', '/2', '.x', ' C'),
  )
  .map(([letters, sign, number, end]) => ({
    id: `${letters}${sign}${number}${end}`,
    cut: `${number}`,
  }));

describe.each(storeKinds)('an id in a sentence, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let person: Linked;
  const twins = fc.sample(made, { numRuns: 40, seed: 7 });
  const long = Object.keys(odd);
  const held = new Set([
    ...long,
    ...Object.values(odd),
    ...twins.flatMap(({ id, cut }) => [id, cut]),
  ]);
  /** Ids that nobody has, of whose rest somebody is. */
  const nobodys = [
    'XY 12',
    "O'Hara 7",
    'D.13',
    'Meier 66',
    'CZ/2020/44',
    'y_1',
    '李四 72',
    'AC-5',
    '75/8',
  ];

  beforeAll(async () => {
    store = await openTestStore(kind);
    const bank = await fillValuedBank(store, {
      branches: [{ externalId: 'p', name: 'Prague' }],
      people: [{ externalId: 'a', email: 'a@bank.example', name: 'Li', role: 'analyst' }],
      customers: [...held].map((externalId) => ({
        externalId,
        name: null,
        branch: 'p',
        joinedOn: '2020-01-01',
        value: {},
      })),
      segments: [{ id: 1, names: { en: 'Savers', zh: '储户' }, size: 7 }],
      run: { asOf: '2026-06-30', at: now() },
    });
    person = bank.person('a');
    const log = {
      error(fields: Record<string, unknown>) {
        throw new Error(JSON.stringify(fields));
      },
    };
    conversation = createConversation({ store, config, now, log });
  });
  afterAll(() => store.close());

  const ask = async (text: string) => {
    const { data, reply } = await conversation.answer({
      text,
      principal: person,
      channel: 'web',
      address: 'here',
      // An id that is a word of every sentence, as “high”, can be told from nobody: no question goes on from another here.
      thread: randomUUID(),
      shared: false,
    });
    return { customer: data.customer, buttons: reply.actions.map(({ command }) => command) };
  };

  it.each(long)('%s is answered about or asked about, never another', async (id) => {
    for (const form of inSentences) {
      const { customer } = await ask(form(id));
      expect([undefined, id], form(id)).toContain(customer);
    }
    for (const form of plainly) expect((await ask(form(id))).customer, form(id)).toBe(id);
  });

  it('made of whatever is, too', async () => {
    for (const { id } of twins) {
      for (const form of inSentences)
        expect([undefined, id], form(id)).toContain((await ask(form(id))).customer);
      for (const form of plainly.slice(1))
        expect((await ask(form(id))).customer, form(id)).toBe(id);
    }
  }, 120_000);

  it.each(nobodys)('%s, which nobody has, is nobody', async (id) => {
    for (const form of [...inSentences, ...plainly])
      expect((await ask(form(id))).customer, form(id)).toBeUndefined();
  });

  it.each([
    ['what is customer AB 12 worth?', 'AB 12'],
    ['show AB 77 balance over the last year', 'AB 77'],
    ["what is customer O'Neil 7 worth?", "O'Neil 7"],
    ['why might Müller 66 leave?', 'Müller 66'],
    ['how much is CZ/2019/44 worth?', 'CZ/2019/44'],
    ['what is x_1 worth?', 'x_1'],
    ['why might C.13 leave?', 'C.13'],
    ['what is 00012 worth?', '00012'],
    ['客户AB 12的价值是多少？', 'AB 12'],
    ['客户AB 12为什么可能流失？', 'AB 12'],
    ['Müller 66最近一年的余额', 'Müller 66'],
    ['WHAT IS CUSTOMER AB 12 WORTH', 'AB 12'],
    ['what is 12 worth?', '12'],
    ['compare AB 12 and AB 77', undefined],
  ])('is reached by “%s”', async (text, id) => {
    expect((await ask(text)).customer).toBe(id);
  });

  it('that may be two is a choice of both', async () => {
    const { customer, buttons } = await ask('what is customer 83 worth?');
    expect(customer).toBeUndefined();
    expect(buttons.sort()).toEqual(['customer "customer 83"', 'customer 83']);
    const chosen = await ask('客户8值多少钱');
    expect(chosen.buttons.sort()).toEqual(['customer "客户8"', 'customer 8']);
  });
});

describe('what may be a longer id', () => {
  it('is all around an id, and nothing that does not hold it', () => {
    const found = longerIds('show AB 12 balance', '12');
    expect(found).toContain('AB 12');
    expect(found).toContain('12 balance');
    expect(found).not.toContain('12');
    expect(found.every((each) => each.includes('12') && each.trim() === each)).toBe(true);
    expect(longerIds('客户7值多少', '7')).toContain('客户7');
    expect(longerIds('客户１２值多少', '12')).toContain('１２');
  });

  it('is found in time however a line repeats itself', () => {
    const distinct = Array.from({ length: 250 }, (_, i) => `${String.fromCharCode(0x4e00 + i)}1`);
    for (const line of ['1 '.repeat(250), '1.'.repeat(250), distinct.join('')])
      expect(longerIds(line, '1').length).toBeLessThanOrEqual(2000);
  });
});
