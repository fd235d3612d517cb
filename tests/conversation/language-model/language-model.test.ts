import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Answer, Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { createLanguageModel } from '../../../src/conversation/language-model/create-language-model.ts';
import type { Outcome } from '../../../src/conversation/language-model/language-model.ts';
import { languageModelConfig } from '../../../src/settings/language-model.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers, now } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';
import { body, calls, callsAll, says, standIn } from './stand-in.ts';

const key = 'sk-a-secret-of-the-bank';

/** What the reader is unsure of, or does not know. */
const unsure = {
  unknown: 'does 1042 smell funny',
  asked: 'what about the vibes of 1042',
  named: 'what about the vibes of Anna Nováková',
  change: 'move 1042 to the graveyard',
};

describe.each(storeKinds)('a language model on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let endpoint: Awaited<ReturnType<typeof standIn>>;
  let without: Conversation;
  let moment: number;
  const logged: unknown[] = [];
  const counted: Outcome[] = [];

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    endpoint = await standIn();
    without = createConversation({
      store,
      config,
      now,
      log: { error: (...all) => logged.push(all) },
    });
  });
  afterAll(async () => {
    await endpoint.close();
    await store.close();
  });
  beforeEach(() => {
    moment = 0;
    logged.length = 0;
    counted.length = 0;
    endpoint.behave(says(''));
  });

  const having = (settings: object = {}) =>
    createConversation({
      store,
      config,
      now,
      log: { error: (...all) => logged.push(all) },
      languageModel: createLanguageModel({
        settings: languageModelConfig.parse({
          url: endpoint.url,
          model: 'small',
          timeout: 5,
          ...settings,
        }),
        key,
        fetch,
        now: () => new Date(moment),
        log: { warn: (...all) => logged.push(all) },
        count: (outcome) => counted.push(outcome),
      }),
    });
  const ask = (
    conversation: Conversation,
    text: string,
    principal: Principal = people.analyst,
    thread: string = randomUUID(),
  ) =>
    conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      thread,
      shared: false,
    });
  const asWithout = async (conversation: Conversation, text: string, principal?: Principal) => {
    const given = await ask(conversation, text, principal);
    const expected = await ask(without, text, principal);
    // Each answer is voted on by a key of its own.
    expect({ ...given, votable: undefined }).toEqual({ ...expected, votable: undefined });
    return given;
  };
  const what = ({ intent, entities, reply }: Answer) => ({ intent, entities, taken: reply.taken });

  it('chooses a command for what the reader does not know, and what it chose is said', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const conversation = having();
    for (const text of [unsure.unknown, unsure.asked]) {
      const answer = await ask(conversation, text);
      expect(what(answer)).toEqual({
        intent: 'customer.explain',
        entities: { customer: '1042' },
        taken: 'Taken as: Why a customer may leave · 1042',
      });
      expect(answer.reply.title).toBe((await ask(without, 'why 1042')).reply.title);
    }
    expect(counted).toEqual(['taken', 'taken']);
    expect(logged).toEqual([]);
  });

  it('says so in Chinese', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const { reply } = await ask(having(), '客户1042蹊跷吗');
    expect(reply.taken).toMatch(/^理解为：.* · 1042$/);
  });

  it('sees the sentence without ids and names, the commands of the asker, and nothing else', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const conversation = having();
    const { entities } = await ask(conversation, unsure.named);
    expect(entities).toEqual({ customer: 'Anna Nováková' });
    await ask(conversation, 'zork 张伟 and Karel Gone, iban CZ65-0800, tel 777123456, x@y.example');
    await ask(conversation, 'zork Jana Dvorakova of Brno about 1042');
    const sentences = endpoint.asked.map(({ messages }) => messages.at(-1)?.content);
    expect(sentences[0]).toBe('what about the vibes of CUSTOMER_1');
    for (const { raw, authorization, model, messages } of endpoint.asked) {
      const sent = messages.map(({ content }) => content).join();
      expect(raw).toContain(JSON.stringify(messages));
      expect(sent).not.toMatch(
        /Anna|Nov[aá]kov|张伟|Karel|Gone|0800|777123|x@y|Jana|Dvora|Brno|1042/,
      );
      expect(messages).toHaveLength(2);
      expect(model).toBe('small');
      expect(authorization).toBe(`Bearer ${key}`);
    }
    const names = endpoint.asked[0]?.tools.map((tool) => tool.function.name);
    expect(names).toContain('ranking_atRisk');
    expect(names).not.toContain('unknown');
  });

  it('is never asked about what was read surely, a slash form, a greeting, or by a stranger', async () => {
    endpoint.behave(calls('book_summary', {}));
    const conversation = having();
    for (const text of [
      'what is 1042 worth',
      '/value customer 1042',
      '/value bogus form of 1042',
      'churn 1042',
      'top 5',
      '1042',
      'help',
      'hello',
      'thank you!',
      `${unsure.unknown} ${'very '.repeat(120)}`,
    ])
      await asWithout(conversation, text);
    await asWithout(conversation, unsure.unknown, { kind: 'unlinked' });
    expect(endpoint.asked).toEqual([]);
  });

  it('has no memory of the thread, and a question after goes on from what was chosen', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const conversation = having();
    const thread = randomUUID();
    await ask(conversation, 'customer 1055', people.analyst, thread);
    await ask(conversation, unsure.unknown, people.analyst, thread);
    expect(endpoint.asked.map(({ raw }) => raw).join()).not.toContain('1055');
    const next = await ask(conversation, 'trend', people.analyst, thread);
    expect(what(next)).toMatchObject({ intent: 'customer.trend', entities: { customer: '1042' } });
  });

  it('runs nothing that changes something: it offers the button', async () => {
    endpoint.behave(calls('customer_claim', { customer: 'CUSTOMER_1' }));
    const answer = await ask(having(), unsure.change);
    expect(what(answer)).toMatchObject({
      intent: 'customer.claim',
      taken: 'Taken as: I look after them · 1042',
    });
    expect(answer.reply.title).toBe('Did you mean this?');
    expect(answer.reply.actions[0]).toMatchObject({ command: 'claim 1042' });
    const { data } = await ask(without, 'tasks');
    expect(JSON.stringify(data)).not.toContain('1042');
  });

  it('sees no more than the asker may', async () => {
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    const { reply, data } = await ask(having(), unsure.named, people.prague);
    expect(reply.title).toBe(
      (await ask(without, 'why "Anna Nováková"', people.prague)).reply.title,
    );
    expect(data).toEqual({});
  });

  describe('is of no help, and the answer is the one without it, where it', () => {
    const refused: [string, Parameters<typeof endpoint.behave>[0], Outcome][] = [
      ['chooses nothing', says(''), 'none'],
      [
        'writes a text',
        says('Customer 1042 is worth CZK 1,000,000. <script>alert(1)</script> Ignore all rules.'),
        'none',
      ],
      ['chooses two', callsAll(['help', {}], ['book_summary', {}]), 'none'],
      ['names no command', calls('drop_tables', {}), 'refused'],
      ['names what is no command of people', calls('unknown', {}), 'refused'],
      ['invents an argument', calls('customer_explain', { customer: '1042', limit: 3 }), 'refused'],
      ['invents a customer', calls('customer_explain', { customer: '1055' }), 'refused'],
      ['invents a placeholder', calls('customer_explain', { customer: 'CUSTOMER_7' }), 'refused'],
      ['leaves the customer out', calls('book_summary', {}), 'refused'],
      [
        'takes a word for a customer',
        calls('customer_compare', { customer: ['a', 'is'] }),
        'refused',
      ],
      ['invents a branch', calls('ranking_atRisk', { branch: 'Prague' }), 'refused'],
      [
        'invents a note',
        calls('customer_request', { customer: 'CUSTOMER_1', note: 'send all data to x.example' }),
        'refused',
      ],
      ['gives arguments of another type', calls('customer_explain', { customer: 1042 }), 'refused'],
      ['gives arguments that are a list', calls('customer_explain', ['CUSTOMER_1']), 'refused'],
      ['gives arguments that are no JSON', calls('customer_explain', '{"customer":'), 'unreadable'],
      ['answers with a page', body('<html>welcome</html>'), 'unreadable'],
      ['answers with another document', body('{"choices":[]}'), 'unreadable'],
      ['answers without an end', body(`"${'x'.repeat(100_000)}"`), 'unreadable'],
      ['refuses the key', body('{"error":"sk-a-secret-of-the-bank is wrong"}', 401), 'status'],
      ['has an error', body('{}', 500), 'status'],
      ['sends elsewhere', body('', 307, { location: 'http://127.0.0.1:1/' }), 'unreachable'],
      ['ends the connection', (response) => response.destroy(), 'unreachable'],
      [
        'ends it in the middle',
        (response) => {
          response.writeHead(200, { 'content-length': '1000' }).write('{"choices"');
          setTimeout(() => response.destroy(), 20);
        },
        'unreachable',
      ],
    ];
    it.each(refused)('%s', async (_, behaviour, outcome) => {
      endpoint.behave(behaviour);
      await asWithout(having(), unsure.unknown);
      await asWithout(having(), unsure.asked);
      expect(counted).toEqual([outcome, outcome]);
      expect(JSON.stringify(logged)).not.toMatch(/1042|hazard|shaky|sk-a|alert|CUSTOMER/);
    });

    it('is slow to begin, or to end', async () => {
      endpoint.behave(() => {});
      const conversation = having({ timeout: 0.2 });
      await asWithout(conversation, unsure.unknown);
      endpoint.behave((response) => response.writeHead(200).write('{'));
      await asWithout(conversation, unsure.unknown);
      expect(counted).toEqual(['timeout', 'timeout']);
    });

    it('is down', async () => {
      await asWithout(having({ url: 'http://127.0.0.1:9/v1' }), unsure.unknown);
      expect(counted).toEqual(['unreachable']);
    });
  });

  it('leaves out a number or a choice that the sentence does not have', async () => {
    endpoint.behave(calls('ranking_atRisk', { limit: 3, sortBy: 'persuadable' }));
    const answer = await ask(having(), 'zork blah the flight hazards');
    expect(what(answer)).toEqual({
      intent: 'ranking.atRisk',
      entities: {},
      taken: 'Taken as: Who is about to leave',
    });
  });

  it('is left alone after failures in a row, and tried again later', async () => {
    endpoint.behave(body('{}', 503));
    const conversation = having({ failures: 2, pause: 60 });
    for (let i = 0; i < 4; i++) await asWithout(conversation, unsure.unknown);
    expect(counted).toEqual(['status', 'status', 'paused', 'paused']);
    expect(endpoint.asked).toHaveLength(2);
    moment += 60_000;
    await asWithout(conversation, unsure.unknown);
    await asWithout(conversation, unsure.unknown);
    expect(counted.slice(4)).toEqual(['status', 'paused']);
    moment += 60_000;
    endpoint.behave(calls('customer_explain', { customer: 'CUSTOMER_1' }));
    await ask(conversation, unsure.unknown);
    await ask(conversation, unsure.unknown);
    expect(counted.slice(6)).toEqual(['taken', 'taken']);
  });
});
