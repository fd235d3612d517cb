import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessLog } from '../../../src/store/schema.ts';
import { customerNames } from '../../banks/forty-customers.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { readMessage } from './read-message.ts';
import { openWorkspace, until } from './slack-workspace.ts';

describe('the home of somebody in Slack', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterEach(() => {
    w.slack.homes.clear();
    w.slack.messages.length = 0;
  });
  afterAll(() => w.close());

  /** What somebody reads in their home, a line a text, once it is shown. */
  async function homeOf(user: string): Promise<string> {
    await until(() => w.slack.homes.has(user), 'the home is shown');
    return textOf(user);
  }
  const textOf = (user: string) =>
    readMessage({
      by: 'chat.postMessage',
      channel: '',
      onlyFor: user,
      thread: undefined,
      text: '',
      mrkdwn: false,
      blocks: w.slack.homes.get(user) ?? [],
    }).text;
  const buttonsOf = (user: string) =>
    [...JSON.stringify(w.slack.homes.get(user) ?? []).matchAll(/"action_id":"([^"]+)"/g)].map(
      ([, id = '']) => id,
    );

  it('has their book, their tasks, who is at risk and their digests', async () => {
    expect((await w.openHome()).status).toBe(200);
    const text = await homeOf('UPETRA');
    expect(text).toContain('30 customers');
    expect(text).toContain('Your tasks');
    expect(text).toMatch(/customers? at risk/);
    expect(text).toContain('My digests');
    expect(text).toContain('as of 30 June 2026');
    expect(buttonsOf('UPETRA')).toContain('home:refresh');
    expect(w.slack.homes.get('UPETRA')?.length).toBeLessThanOrEqual(100);
  });

  it('is of what they may see, and in their language', async () => {
    await w.openHome('ULI');
    const text = await homeOf('ULI');
    expect(text).toMatch(/\p{Script=Han}/u);
    for (const name of customerNames) expect(text).not.toContain(name);
    await w.openHome('UJAN');
    expect(await homeOf('UJAN')).toContain('40 customers');
  });

  it('tells somebody nobody knows how to be known, and no figure', async () => {
    await w.openHome('UNOBODY');
    const text = await homeOf('UNOBODY');
    expect(text).toMatch(/operator|link/i);
    expect(text).not.toMatch(/€|\d\s?%/);
    for (const name of customerNames) expect(text).not.toContain(name);
    expect(buttonsOf('UNOBODY')).toEqual(['ask:0', 'home:refresh']);
  });

  it('is not shown where another tab is opened', async () => {
    await w.openHome('UPETRA', 'messages');
    await w.openHome('UANA');
    await homeOf('UANA');
    expect(w.slack.homes.has('UPETRA')).toBe(false);
  });

  it('answers its buttons in the chat with the bot, and shows what changed', async () => {
    await w.openHome();
    expect(await homeOf('UPETRA')).not.toContain('call back');
    w.slack.homes.clear();
    await w.pressAtHome('ask:1', 'remind 1042 2026-07-03 "call back"');
    const answer = await w.answer();
    expect(answer.channel).toBe('DPETRA');
    expect(answer.onlyFor).toBeUndefined();
    expect(await homeOf('UPETRA')).toContain('call back');
    w.slack.homes.clear();
    await w.pressAtHome('home:refresh', undefined);
    expect(await homeOf('UPETRA')).toContain('call back');
  });

  it('leaves the chat’s own thread of questions alone', async () => {
    await w.directMessage('value customer 1042');
    await w.answer();
    await w.openHome();
    await homeOf('UPETRA');
    await w.directMessage('why?');
    await until(() => w.slack.messages.length > 1, 'the follow-up is answered');
    expect(JSON.stringify(w.slack.messages.at(-1))).toContain('1042');
  });

  it('is in the log of access', async () => {
    await emptyAccessLog(w.bank.store);
    await w.openHome();
    await homeOf('UPETRA');
    const entries = await w.bank.store.db.select().from(accessLog);
    expect(entries.map(({ intent }) => intent).toSorted()).toEqual([
      'book.summary',
      'digest.list',
      'ranking.atRisk',
      'tasks',
    ]);
    expect(new Set(entries.map(({ channel }) => channel))).toEqual(new Set(['slack']));
  });

  it('shows a guest who carries the address of somebody of the bank nothing', async () => {
    await w.openHome('UGUEST');
    expect(await homeOf('UGUEST')).not.toMatch(/€|\d\s?%/);
  });
});
