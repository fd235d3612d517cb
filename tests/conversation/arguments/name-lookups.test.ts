import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Linked } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, now } from '../../banks/odd-customers.ts';
import { fillValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const rowsOf = (file: string) =>
  readFileSync(new URL(`names-as-typed/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));

const bank = rowsOf('customers.tsv').map(([id = '', name = '', branch = '', joinedOn = '']) => ({
  id,
  name,
  branch,
  joinedOn,
}));
/** What somebody types, of which kind it is, and whom it may mean: of several, none may be taken without asking. */
const lookUps = rowsOf('look-ups.tsv').map(([kind = '', typed = '', ids = '']) => ({
  kind,
  typed,
  meant: /[A-Z/]/.test(ids) ? [ids] : ids.split(' '),
}));
const branches = [...new Set(bank.map(({ branch }) => branch))];

const inEnglish = [
  (said: string) => `what is ${said} worth?`,
  (said: string) => `why might ${said} leave?`,
  (said: string) => `prepare me for my meeting with ${said}`,
];
const inChinese = [
  (said: string) => `${said}值多少钱？`,
  (said: string) => `${said}为什么可能流失？`,
];
const sentencesFor = ({ kind, typed }: { kind: string; typed: string }, at: number) => [
  ...(/^id: (?:digits in characters|numeral|号|客户编号)/.test(kind)
    ? []
    : [inEnglish[at % inEnglish.length]!(typed)]),
  ...(/^id: (?:no\.|number|digits in words)/.test(kind)
    ? []
    : [inChinese[at % inChinese.length]!(typed)]),
];

describe.each(storeKinds)('a customer by whatever somebody types, on %s', (kind) => {
  let store: Store;
  let conversation: Conversation;
  let analyst: Linked;
  let manager: Linked;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const filled = await fillValuedBank(store, {
      branches: branches.map((name) => ({ externalId: name, name })),
      people: [
        { externalId: 'a', name: 'Li', role: 'analyst' },
        { externalId: 'm', name: 'Eva', role: 'manager' },
      ],
      customers: bank.map(({ id, name, branch, joinedOn }) => ({
        externalId: id,
        name,
        branch,
        joinedOn,
        ...(id === '1001' ? { manager: 'm' } : {}),
        value: {},
      })),
      segments: [{ id: 1, names: { en: 'Savers', zh: '储户' }, size: bank.length }],
      run: { asOf: '2026-06-30', at: now() },
    });
    analyst = filled.person('a');
    manager = filled.person('m');
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

  const ask = async (text: string, principal = analyst, thread = randomUUID()) => {
    const { data, reply } = await conversation.answer({
      text,
      principal,
      channel: 'web',
      address: 'here',
      thread,
      shared: false,
    });
    return { data, reply };
  };

  type Outcome = 'found' | 'asked' | 'missed' | 'wrong';
  const outcomeOf = async (text: string, meant: readonly string[]): Promise<Outcome> => {
    const { data, reply } = await ask(text);
    if ('customer' in data)
      return meant.length === 1 && data.customer === meant[0] ? 'found' : 'wrong';
    const offered = reply.actions.map(({ command }) => command);
    const isOffered = (id: string) =>
      offered.some((command) => command.split(/[ "]+/).join(' ').includes(` ${id}`));
    return meant.slice(0, 5).some(isOffered) ? 'asked' : 'missed';
  };

  const measured = async (
    form: string,
    bar: number,
    texts: readonly { text: string; meant: readonly string[]; kind: string }[],
  ) => {
    const outcomes: Record<Outcome, string[]> = { found: [], asked: [], missed: [], wrong: [] };
    for (const { text, meant, kind: of } of texts)
      outcomes[await outcomeOf(text, meant)].push(`${of}: ${text} (${meant.join(' ')})`);
    const { found, asked, missed, wrong } = outcomes;
    const share = (found.length + asked.length) / texts.length;
    console.log(
      `${kind}, ${form}: ${found.length} found, ${asked.length} asked, ${missed.length} missed, ${wrong.length} wrong of ${texts.length}: ${share.toFixed(3)}`,
    );
    expect(wrong).toEqual([]);
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(bar);
  };

  it('is found or asked about behind the word of a command', async () => {
    expect(bank.length).toBeGreaterThanOrEqual(300);
    expect(lookUps.length).toBeGreaterThanOrEqual(200);
    await measured(
      'slash form',
      0.98,
      lookUps.map(({ typed, ...rest }) => ({ ...rest, text: `/value customer ${typed}` })),
    );
  }, 240_000);

  it('is found or asked about in a sentence', async () => {
    await measured(
      'sentence',
      0.98,
      lookUps.flatMap((lookUp, at) =>
        sentencesFor(lookUp, at).map((text) => ({ ...lookUp, text })),
      ),
    );
  }, 240_000);

  it('is never whom the answer before was about, where somebody else is called what a sentence says', async () => {
    const thread = randomUUID();
    const before = await ask('what is 1298 worth?', analyst, thread);
    expect(before.data).toMatchObject({ customer: '1298' });
    for (const [text, customer] of [
      ['prepare me for my meeting with Rothschild', '1108'],
      ['why might song jia leave?', '1172'],
      ['司马南值多少钱？', '1242'],
      ['what is lucie vesela worth?', '1027'],
    ] as const)
      expect((await ask(text, analyst, thread)).data).toMatchObject({ customer });
  });

  it('is asked about where a name only resembles theirs', async () => {
    const { data, reply } = await ask('/value customer Olga Chytil');
    expect(data).toEqual({});
    expect(reply.summary).toMatch(
      /^No customer is called “Olga Chytil”\. Did you mean Olga Chytilová \(\w+, since \d{4}\)\?$/,
    );
    expect(reply.actions).toEqual([
      {
        label: expect.stringMatching(/^Olga Chytilová · 1298 · \w+ · since \d{4}$/),
        command: 'customer 1298',
      },
    ]);
  });

  it('is told from a namesake by branch and since when they are customers', async () => {
    const { reply } = await ask('/value customer Jan Novák');
    expect(reply.actions.map(({ label }) => label)).toEqual([
      'Jan Novák · 1001 · Praha · since 2015',
      'Jan Novák · 1002 · Brno · since 2019',
      'Jan Novák · 1003 · Brno · since 2021',
    ]);
  });

  it('is nobody outside the scope of whoever asks', async () => {
    for (const text of ['prepare me for my meeting with Rothschild', '司马南值多少钱？'])
      expect((await ask(text, manager)).data).not.toHaveProperty('customer');
    for (const typed of ['Olga Chytil', 'Olga Chytilová', 'zhang wei', '1298', 'c1042']) {
      const { data, reply } = await ask(`/value customer ${typed}`, manager);
      expect(data).toEqual({});
      expect(reply.summary).toMatch(/^None of the customers you may see/);
    }
    expect((await ask('/value customer jan novak', manager)).data).toMatchObject({
      customer: '1001',
    });
  });
});
