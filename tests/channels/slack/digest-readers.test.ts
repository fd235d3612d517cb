import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attemptDelivery } from '../../../src/jobs/deliveries/attempt.ts';
import { queueDueDigests } from '../../../src/jobs/due-digests.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { claimDeliveries } from '../../../src/store/deliveries/deliveries.ts';
import { addDigest } from '../../../src/store/digests/manage-digests.ts';
import { deliveries, digests } from '../../../src/store/schema.ts';
import { fixedTime } from '../../../src/store/store-time.ts';
import { testMoment } from '../../banks/forty-customers.ts';
import { openWorkspace } from './slack-workspace.ts';

const base = readConfig('config/bellwether.yaml');
const config = { ...base, digests: { ...base.digests, leastAtStake: 0 } };
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

  /** What comes of Petra's digest in C1 where these read along. */
  async function attempted(members: string[]): Promise<string> {
    const { store, people } = w.bank;
    w.slack.members.set('C1', members);
    const owner = await people.byEmail('petra@bank.example');
    if (owner.kind === 'unlinked') throw new Error('Petra is of the bank.');
    await addDigest(store.db, {
      ownerId: owner.managerId,
      kind: 'at-risk',
      channel: 'slack',
      address: 'C1',
      cron: '30 8 * * *',
      timezone: 'Europe/Prague',
      locale: 'en',
      createdAt: new Date('2026-06-01T00:00:00Z'),
    });
    const services = {
      store,
      config,
      people,
      outlets: [w.channel.outlet],
      time: () => fixedTime(testMoment),
      now: () => testMoment,
      log: pino({ level: 'silent' }),
      by: 'this replica',
      making: <T>(make: () => Promise<T>) => make(),
    };
    await queueDueDigests(services);
    const at = fixedTime(testMoment);
    const [claimed] = await claimDeliveries(store.db, { at, by: services.by, limit: 1 });
    if (claimed === undefined) throw new Error('The digest is due.');
    return attemptDelivery(services, claimed);
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
    expect(await posted(['UPETRA'])).toContain('may not ask Slack who reads this conversation');
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
});
