import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { showTakers } from '../../../src/jobs/team/show-takers.ts';
import { deliveries, digests, followUps } from '../../../src/store/schema.ts';
import { deliverPetrasDigest, deliveryServices } from '../digest-in-channel.ts';
import { openWorkspace, until } from './slack-workspace.ts';

const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';

describe('a digest in a channel', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    for (const table of [deliveries, digests]) await w.bank.store.db.delete(table);
    w.slack.messages.length = 0;
  });

  const services = () => deliveryServices(w.bank, [w.channel.outlet]);

  /** What comes of Petra's digest in C1 where these read along. */
  async function attempted(members: string[]): Promise<string> {
    w.slack.members.set('C1', members);
    return deliverPetrasDigest(services(), { channel: 'slack', address: 'C1' });
  }

  async function posted(members: string[]): Promise<string> {
    expect(await attempted(members)).toBe('sent');
    expect(w.slack.messages).toHaveLength(1);
    return JSON.stringify(w.slack.messages[0]);
  }

  test.each([
    ['its owner', ['UPETRA']],
    ['its owner, her supervisor and an analyst', ['UPETRA', 'UJAN', 'UANA']],
  ])('names customers where %s alone read it', async (_, members) => {
    const text = await posted(members);
    expect(text).toContain(long);
    expect(text).not.toContain('Names are shortened');
  });

  test.each([
    ['a manager of other customers', ['UPETRA', 'ULI']],
    ['somebody whom the bank does not know', ['UPETRA', 'UNOBODY']],
    ['a guest', ['UGUEST', 'UPETRA']],
    ['another bot', ['UPETRA', 'UBOTTY']],
  ])('shortens names where %s reads along', async (_, members) => {
    const text = await posted(members);
    expect(text).not.toMatch(/Wilhelmina|Zhang Wei|张伟|Customer Number/);
    expect(text).toContain('W. F. V. D. H.');
    expect(text).toContain('somebody in this conversation may not see these customers');
  });

  test('shortens names, and says what to do, where Slack does not tell who reads along', async () => {
    w.slack.failNext('conversations.members', 'missing_scope');
    expect(await posted(['UPETRA'])).toContain('could not ask who reads this conversation');
  });

  test.each([
    ['conversations.members', 'fetch_members_failed'],
    ['conversations.members', 'something_new'],
    ['users.info', 'fatal_error'],
  ])('is tried later where %s answers %s', async (method, code) => {
    w.slack.failNext(method, code);
    expect(await attempted(['UNOBODY'])).toBe('later');
    const [row] = await w.bank.store.db.select().from(deliveries);
    expect(row).toMatchObject({ state: 'due', attempts: 1 });
    expect(row?.error).toContain(code);
  });

  test('shortens names where somebody reads along whom Slack does not tell of', async () => {
    w.slack.failNext('users.info', 'user_not_visible');
    expect(await posted(['UPETRA', 'UELSEWHERE'])).toContain('Names are shortened');
  });

  test('pauses where Slack says that there is no such conversation', async () => {
    w.slack.failNext('conversations.members', 'channel_not_found');
    expect(await attempted(['UPETRA'])).toBe('failed');
    expect(await w.bank.store.db.select().from(digests)).toMatchObject([{ paused: true }]);
  });

  test('shows by whom a customer is taken at a press of the button, for everybody', async () => {
    const before = await posted(['UPETRA', 'UJAN']);
    expect(before).toContain('claim 1042');
    expect(before).not.toContain('Taken by');
    const picture = /"slack_file":{"id":"(F\d+)"/.exec(before)?.[1];
    expect(picture).toBeDefined();
    const [jan, petra] = [w.press('claim 1042', 'UJAN'), w.press('claim 1042')];
    await Promise.all([jan, petra]);
    const answers = () => w.slack.messages.filter(({ onlyFor }) => onlyFor !== undefined);
    await until(() => answers().length === 2, 'both who pressed are answered');
    expect(await showTakers(services(), 'this replica')).toBe(1);
    const [message] = w.slack.messages;
    const after = JSON.stringify(message);
    expect(after).toMatch(/Taken by ".*"(?:Petra|Jan)/);
    expect(after).not.toContain('claim 1042');
    expect(after).toContain(`"slack_file":{"id":"${picture}"`);
    expect(await w.bank.store.db.select().from(followUps)).toHaveLength(1);
    await w.bank.store.db.delete(followUps);
  });

  test('has a report’s PDF and workbook in its thread', async () => {
    w.slack.members.set('C1', ['UPETRA']);
    const report = { channel: 'slack' as const, address: 'C1', kind: 'report' as const };
    expect(await deliverPetrasDigest(services(), report)).toBe('sent');
    expect(w.slack.shared).toMatchObject([
      { name: expect.stringMatching(/^report-.*\.pdf$/), channel: 'C1' },
      { name: expect.stringMatching(/^report-.*\.xlsx$/), channel: 'C1' },
    ]);
    const [pdf] = w.slack.shared;
    expect(pdf?.thread).toMatch(/^1782977400\./);
    expect(pdf?.content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(JSON.stringify(w.slack.messages[0])).toContain('report weekly as pdf');
  });
});
