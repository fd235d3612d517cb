import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/access/principal.ts';
import { countedConversation } from '../../src/api/counted-conversation.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { createConversation } from '../../src/conversation/create-conversation.ts';
import { readVote } from '../../src/conversation/votes/read-vote.ts';
import { answersGiven, votes } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { forgetVotes, votesByIntent } from '../../src/store/votes/votes.ts';
import { config, fillOddCustomers } from '../banks/odd-customers.ts';
import { commandLine } from '../cli/command-line.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const morning = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('whether answers were helpful, on %s', (kind) => {
  let store: Store;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let conversation: Conversation;
  let now = morning;
  const metrics = createMetrics();

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    const log = { error: (fields: unknown) => expect(fields).toBeUndefined() };
    conversation = countedConversation(
      createConversation({ store, config, now: () => now, log }),
      metrics,
    );
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    now = morning;
    metrics.votes.reset();
    for (const table of [votes, answersGiven]) await store.db.delete(table);
  });

  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000);
  };
  const ask = (text: string, principal: Principal = people.prague, thread = '') =>
    conversation.answer({ text, principal, channel: 'web', address: '1', thread, shared: false });
  const kept = () => store.db.select().from(votes);

  it('is kept with the command of the last answer of the thread, and nothing of question or customer', async () => {
    await ask('/value customer 1042', people.prague, 'one');
    await ask('/value book', people.prague, 'two');
    const { intent, data } = await ask('helpful', people.prague, 'one');
    expect({ intent, data }).toEqual({
      intent: 'vote',
      data: { outcome: 'noted', about: 'customer.value', helpful: true, changed: true },
    });
    const rows = [...(await kept()), ...(await store.db.select().from(answersGiven))];
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('1042');
  });

  it('is one of a person on an answer, changed by voting again', async () => {
    const { votable = '' } = await ask('/value customer 1042');
    expect((await ask(`/value not-helpful ${votable} too old`)).data.changed).toBe(true);
    expect((await ask(`/value not-helpful ${votable}`)).data.changed).toBe(false);
    expect(await kept()).toMatchObject([{ helpful: false, words: 'too old' }]);
    await ask(`/value helpful ${votable}`);
    expect(await kept()).toMatchObject([{ helpful: true, words: null }]);
    await ask(`/value helpful ${votable}`, people.supervisor);
    expect(await votesByIntent(store.db)).toEqual([
      { intent: 'customer.value', helpful: 2, notHelpful: 0, words: [] },
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toContain('bellwether_votes_total{intent="customer.value",vote="helpful"} 2');
    expect(text).toContain('bellwether_votes_total{intent="customer.value",vote="not_helpful"} 1');
    expect(text).not.toContain('too old');
  });

  it('asks for words, which are about the answer that was voted on', async () => {
    const { votable } = await ask('/value customer 1042');
    later(60);
    await ask('/value book');
    later(60);
    const { reply } = await ask(`/value not-helpful ${votable}`);
    expect(reply.summary).toContain('What was wrong?');
    expect(reply.summary).toContain('who operate Bellwether read');
    later(60);
    await ask('not helpful “the balance is of May”');
    expect(await kept()).toMatchObject([
      { intent: 'customer.value', helpful: false, words: 'the balance is of May' },
    ]);
    later(60);
    await ask(`没有帮助：${'长'.repeat(300)}`);
    const [, second] = await kept();
    expect(second).toMatchObject({ intent: 'book.summary', words: '长'.repeat(200) });
  });

  it('is of nothing where there is no answer of the last hour, and of none whose key nobody was given', async () => {
    expect((await ask('没用')).data).toEqual({ outcome: 'none' });
    await ask('/value book');
    later(3601);
    expect((await ask('helpful')).data).toEqual({ outcome: 'none' });
    const made = `/value helpful ${'0'.repeat(20)}`;
    expect((await ask(made)).data).toEqual({ outcome: 'gone' });
    const stranger = await ask('help', { kind: 'unlinked' });
    expect(stranger.votable).toBeUndefined();
    expect((await ask('helpful', { kind: 'unlinked' })).intent).not.toBe('vote');
    expect(await kept()).toEqual([]);
  });

  it('leaves what a question goes on from', async () => {
    await ask('/value customer 1042');
    await ask('helpful');
    expect((await ask('why?')).entities).toMatchObject({ customer: '1042' });
  });

  it('is forgotten after a year, and the answer after thirty days', async () => {
    await ask('/value book');
    await ask('helpful');
    later(31 * 86_400);
    await forgetVotes(store.db, now);
    expect(await store.db.select().from(answersGiven)).toEqual([]);
    expect(await kept()).toHaveLength(1);
    later(335 * 86_400);
    await forgetVotes(store.db, now);
    expect(await kept()).toEqual([]);
  });

  it('operators read by command, with the words', async () => {
    const run = commandLine(store, { now: () => now });
    expect(await run('votes')).toEqual({ code: 0, out: 'None.\n', err: '' });
    for (const [question, said] of [
      ['ask', '/value customer 1042'],
      ['ask', 'not helpful "too\u001b[31m old"'],
      ['ask', '/value book'],
      ['ask', 'helpful'],
    ] as const)
      await run(question, said, '--as', 'jana@bank.example');
    const { out } = await run('votes');
    expect(out).toMatch(/customer\.value +0 +1 +0 %/);
    expect(out).toMatch(/book\.summary +1 +0 +100 %/);
    expect(out).toMatch(/customer\.value +2026-06-30 +not helpful +too .*old\n/);
    expect(out).not.toContain('\u001b');
    const document: unknown = JSON.parse((await run('votes', '--json')).out);
    expect(document).toMatchObject([
      { intent: 'customer.value', share: 0, words: [{ helpful: false }] },
      { intent: 'book.summary', share: 1, words: [] },
    ]);
    expect(out).not.toContain('Jana');
  });
});

describe('a line says of an answer that it was helpful', () => {
  it.each([
    ['helpful', { helpful: true, words: null }],
    ['Useful!', { helpful: true, words: null }],
    ['/value not helpful', { helpful: false, words: null }],
    ['有帮助。', { helpful: true, words: null }],
    ['没用：太慢', { helpful: false, words: '太慢' }],
    ['not helpful "too “old”"', { helpful: false, words: 'too old' }],
  ])('%s', (line, said) => expect(readVote(line)).toEqual(said));

  it.each(['helpful customers', 'help', 'is this useful?', '有用的客户', 'not helpful to 1042'])(
    'and not by %s',
    (line) => expect(readVote(line)).toBeUndefined(),
  );
});
