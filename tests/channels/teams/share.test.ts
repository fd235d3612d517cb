import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessLog } from '../../../src/store/schema.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { openTenant } from './teams-tenant.ts';

const address = '19:channel@thread.tacv2';
const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';

describe('an answer in a Teams channel', () => {
  let t: Awaited<ReturnType<typeof openTenant>>;
  beforeAll(async () => {
    t = await openTenant();
  });
  afterAll(() => t.close());
  beforeEach(async () => {
    await emptyAccessLog(t.bank.store);
    t.teams.sent.length = 0;
  });

  /** Petra asks in the channel, where these read along, and shares the answer from her own chat. */
  async function sharedBy(name: string, ...members: string[]) {
    const command = await offeredTo(...members);
    const pressed = await t.press(command, name);
    return JSON.stringify(await pressed.json());
  }

  async function sharedWhile(status: number) {
    const command = await offeredTo('29:petra', '29:jan');
    t.teams.failNext('send', status);
    return JSON.stringify(await (await t.press(command, 'petra')).json());
  }

  async function offeredTo(...members: string[]) {
    t.teams.inConversation.set(address, members);
    await t.mention('why 1045');
    const asked = t.teams.sent.find(({ activity }) => JSON.stringify(activity).includes(long));
    expect(asked?.conversation).not.toContain(address);
    const command = /"(share [^"]*)"/.exec(JSON.stringify(asked))?.[1] ?? '';
    t.teams.sent.length = 0;
    return command;
  }

  test('is shared in the thread it was asked in, from the own chat it was given in', async () => {
    expect(await sharedBy('petra', '29:petra', '29:jan')).toContain('Shared: everybody');
    expect(t.teams.sent).toHaveLength(1);
    const [sent] = t.teams.sent;
    expect(sent?.conversation).toBe(t.thread.id);
    expect(JSON.stringify(sent)).toContain(long);
    expect(JSON.stringify(sent)).toContain('Shared by Petra');
    const log = await t.bank.store.db.select().from(accessLog);
    expect(log.find(({ intent }) => intent === 'share')).toMatchObject({
      outcome: 'allowed',
      channel: 'teams',
      address,
      asked: { of: 'customer.explain', readers: 2, names: 'full' },
    });
  });

  test('is not shared with those who may not see the customer, and says who they are', async () => {
    const said = await sharedBy('petra', '29:petra', '29:li', '29:jan');
    expect(said).toContain('may not see every customer in this answer');
    expect(t.teams.sent).toEqual([]);
    const log = await t.bank.store.db.select().from(accessLog);
    expect(log.find(({ intent }) => intent === 'share')).toMatchObject({
      outcome: 'refused',
      reason: 'readers',
    });
  });

  test.each([403, 404])('where the bot is not (%i) says to invite it', async (status) => {
    expect(await sharedWhile(status)).toContain('not a member of that conversation');
    expect(t.teams.sent).toEqual([]);
  });

  test.each([429, 401])(
    'that Teams did not take for now (%i) does not say that the bot is gone',
    async (status) => {
      const said = await sharedWhile(status);
      expect(said).not.toContain('not a member');
      expect(said).toContain('Please try again');
      expect(t.teams.sent).toEqual([]);
    },
  );

  test('is not shared with a guest, by somebody else or by whoever left', async () => {
    expect(await sharedBy('petra', '29:petra', '29:guest')).toContain('not known to the bank');
    expect(await sharedBy('jan', '29:petra', '29:jan')).toContain('was not given to you');
    expect(await sharedBy('petra', '29:jan')).toContain('no longer in the conversation');
    expect(t.teams.sent).toEqual([]);
  });
});
