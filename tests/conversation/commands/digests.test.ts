import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Conversation } from '../../../src/conversation/conversation.ts';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import { calendarConfig } from '../../../src/settings/bank-calendar.ts';
import { listDigests } from '../../../src/store/digests/manage-digests.ts';
import { actions, answersBefore, digests } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { config, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/** Tuesday, 30 June 2026, in the morning. */
const morning = new Date('2026-06-30T09:00:00Z');

describe.each(storeKinds)('digests as people set them up, on %s', (kind) => {
  let store: Store;
  let plain: Conversation;
  let withCalendar: Conversation;
  let people: Awaited<ReturnType<typeof fillOddCustomers>>;
  let now = morning;

  beforeAll(async () => {
    store = await openTestStore(kind);
    people = await fillOddCustomers(store);
    const options = {
      store,
      now: () => now,
      log: { error: (fields: object) => expect(fields).toBeUndefined() },
    };
    plain = createConversation({ ...options, config });
    withCalendar = createConversation({
      ...options,
      config: { ...config, calendar: calendarConfig.parse({ country: 'CZ' }) },
    });
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    now = morning;
    for (const table of [actions, answersBefore, digests]) await store.db.delete(table);
  });

  const ask = (
    text: string,
    { by = plain, principal = people.prague }: { by?: Conversation; principal?: Principal } = {},
  ) => by.answer({ text, principal, channel: 'web', address: '1', shared: false });
  const own = () => listDigests(store.db, people.prague.managerId);

  describe('set up', () => {
    it('shows in words what was understood, and when it comes next', async () => {
      const { reply } = await ask('/value digest add every other Monday at 9');
      expect(reply.summary).toBe(
        'Customers newly at risk, every 2 weeks on Monday at 09:00 (Europe/Prague), counted from 2026-07-06.',
      );
      expect(reply.details?.[0]).toBe(
        'Next: Mon 6 Jul, 09:00; Mon 20 Jul, 09:00; Mon 3 Aug, 09:00.',
      );
      expect(await own()).toMatchObject([
        { cron: '0 9 * * 1', rule: { weeks: { every: 2, from: '2026-07-06' } } },
      ]);
      const { reply: zh } = await ask('每月最后一个工作日下午4点把有流失风险的客户发给我');
      expect(zh.summary).toContain('每月最后一个工作日16:00（Europe/Prague）');
      expect(zh.details?.[0]).toMatch(/^接下来：6月30日.*；7月31日.*；8月31日/);
    });

    it('says where holidays are not known, and refuses to leave them out', async () => {
      const working = await ask('/value digest add every working day at 8:30');
      expect(working.reply.details).toContain(
        'The bank has set up no holidays, so every Monday to Friday counts as a working day.',
      );
      const without = await ask('/value digest add every weekday except holidays at 8:30');
      expect(without.reply.summary).toContain('I do not know this bank’s holidays');
      expect(await own()).toHaveLength(1);
    });

    it('leaves out the holidays of the bank’s calendar', async () => {
      now = new Date('2026-07-02T18:00:00Z');
      const { reply } = await ask('/value digest add every Monday except holidays at 9', {
        by: withCalendar,
      });
      // 6 July is Jan Hus Day.
      expect(reply.details?.[0]).toContain('Next: Mon 13 Jul, 09:00');
      expect(reply.details?.join(' ')).not.toContain('no holidays');
    });

    it('is one where the same is said twice', async () => {
      await ask('/value digest add every other Monday at 9');
      await ask('/value digest add every two weeks on Monday at 9:00');
      expect(await own()).toHaveLength(1);
    });
  });

  describe('changed', () => {
    const add = async (when = 'every weekday at 8:30') => {
      const { data } = await ask(`/value digest add ${when}`);
      return Number(data.digest);
    };

    it.each([
      ['move my digest to 9:00', '0 9 * * 1-5'],
      ['move the digest to 9', '0 9 * * 1-5'],
      ['make the digest weekly on Tuesdays', '30 8 * * 2'],
      ['change my digest to every Friday at 16:00', '0 16 * * 5'],
      ['把简报改到9点', '0 9 * * 1-5'],
      ['简报改成每周二', '30 8 * * 2'],
    ])('as it is said: %s', async (line, cron) => {
      const digest = await add();
      const { intent, data } = await ask(line);
      expect(intent).toBe('digest.edit');
      expect(data).toMatchObject({ digest, changed: true, cron });
      expect(await own()).toMatchObject([{ id: digest, cron }]);
    });

    it('by its number, with what it will be, and can be undone', async () => {
      const first = await add();
      const second = await add('every day at 7');
      const { data, reply } = await ask(
        `/value digest edit ${second} on the last working day of each month`,
      );
      expect(data).toMatchObject({ changed: true, cron: '0 7 * * *', rule: { workingDay: -1 } });
      expect(reply.title).toBe(`Digest ${second} is changed`);
      expect(reply.summary).toBe(
        'It goes out on the last working day of each month at 07:00 (Europe/Prague).',
      );
      expect(reply.details?.[0]).toContain('Next: Fri 31 Jul, 07:00');
      now = new Date(morning.getTime() + 60_000);
      await ask('undo that');
      expect(await own()).toMatchObject([
        { id: first, cron: '30 8 * * 1-5' },
        { id: second, cron: '0 7 * * *', rule: {} },
      ]);
    });

    it('asks which of several, and each button is the whole change', async () => {
      const first = await add();
      const second = await add('every day at 7');
      // What was set up right before is not meant any more.
      await store.db.delete(answersBefore);
      const { reply } = await ask('move the digest to 9:00');
      expect(reply.actions.map(({ command }) => command)).toEqual([
        `digest edit ${first} at 09:00`,
        `digest edit ${second} at 09:00`,
      ]);
      await ask(`/value ${reply.actions[1]?.command}`);
      expect(await own()).toMatchObject([{ cron: '30 8 * * 1-5' }, { cron: '0 9 * * *' }]);
    });

    it('asks first where it is not plain, and “yes” does it', async () => {
      const digest = await add();
      const { reply, data } = await ask(`could you move digest ${digest} to 9:00?`);
      expect(data).toMatchObject({ changed: false, cron: '0 9 * * 1-5' });
      expect(reply.actions[0]?.command).toBe(
        `digest edit ${digest} every weekday at 09:00 (Europe/Prague)`,
      );
      expect(await own()).toMatchObject([{ cron: '30 8 * * 1-5' }]);
      expect((await ask('yes please')).data).toMatchObject({ changed: true });
      expect(await own()).toMatchObject([{ cron: '0 9 * * 1-5' }]);
    });

    it('leaves all as it was after a “no”', async () => {
      const digest = await add();
      await ask(`could you move digest ${digest} to 9:00?`);
      expect((await ask('no')).intent).toBe('digest.list');
      expect(await own()).toMatchObject([{ cron: '30 8 * * 1-5' }]);
    });

    it.each([
      ['no, make that tuesdays', { cron: '30 8 * * 2' }],
      ['sorry, 9:00 please', { cron: '0 9 * * 1-5' }],
      ['make it 9', { cron: '0 9 * * 1-5' }],
      [
        'actually every other Monday',
        { cron: '30 8 * * 1', rule: { weeks: { every: 2, from: '2026-07-06' } } },
      ],
      ['only Prague', { filters: { branch: 'PRG' } }],
      ['in Chinese instead', { locale: 'zh' }],
      ['不对，改成周二', { cron: '30 8 * * 2' }],
      ['改到9点', { cron: '0 9 * * 1-5' }],
    ])('right after it was set up: %s', async (line, right) => {
      await add('every Monday at 7');
      const digest = await add();
      await ask(line);
      const [, last] = await own();
      expect(last).toMatchObject({ id: digest, ...right });
      expect((await own())[0]).toMatchObject({ cron: '0 7 * * 1', filters: {} });
    });

    it('refuses what cannot be kept, and changes nothing', async () => {
      await add();
      const { reply } = await ask('no, make that every 15 minutes');
      expect(reply.summary).toContain('cannot go by');
      await ask('/value digest edit every other month');
      expect(await own()).toMatchObject([{ cron: '30 8 * * 1-5' }]);
    });

    it('is held to other customers, and to all again', async () => {
      const digest = await add();
      await ask(`/value digest edit ${digest} branch=Prague`);
      const [held] = await own();
      expect(held?.filters).toHaveProperty('branch');
      await ask(`/value digest edit ${digest} all`);
      expect(await own()).toMatchObject([{ filters: {} }]);
    });

    it('is sent where it is asked for, and says how where that is elsewhere', async () => {
      const digest = await add();
      const { reply } = await ask('send my digest to #team instead');
      expect(reply.summary).toContain(`/value digest edit ${digest} here`);
      expect(await own()).toMatchObject([{ channel: 'web', address: '1' }]);
      await plain.answer({
        text: `/value digest edit ${digest} here`,
        principal: people.prague,
        channel: 'slack',
        address: 'C7',
        shared: true,
      });
      expect(await own()).toMatchObject([{ channel: 'slack', address: 'C7' }]);
    });

    it('is another’s to nobody else', async () => {
      const digest = await add();
      await ask(`/value digest edit ${digest} at 9:00`, { principal: people.supervisor });
      expect(await own()).toMatchObject([{ cron: '30 8 * * 1-5' }]);
    });
  });

  describe('paused', () => {
    it.each([
      ['pause my digest until 4 January', '2027-01-04'],
      ['pause the digest for two weeks', '2026-07-14'],
      ['把我的简报暂停到7月10日', '2026-07-10'],
      ['简报停两周', '2026-07-14'],
      ['/value digest pause until 2026-07-10', '2026-07-10'],
      ['pause my digest', null],
    ])('until a day where one is said: %s', async (line, until) => {
      await ask('/value digest add every weekday at 8:30');
      const { data } = await ask(line);
      expect(data).toMatchObject({ paused: true, pausedUntil: until });
      expect(await own()).toMatchObject([{ paused: true, pausedUntil: until }]);
    });

    it('asks until when where that is no day', async () => {
      await ask('/value digest add every weekday at 8:30');
      const { reply } = await ask('pause my digest until Easter');
      expect(reply.summary).toContain('Please name a day');
      expect(await own()).toMatchObject([{ paused: false }]);
    });

    it('is listed with the day, and when it comes next', async () => {
      await ask('/value digest add every weekday at 8:30');
      const [digest] = await own();
      await ask('/value digest pause until 2026-07-10');
      const { reply, data } = await ask(`/value digest show ${digest?.id}`);
      expect(reply.title).toBe(`Digest ${digest?.id}`);
      expect(reply.table?.rows[0]?.slice(4, 6)).toEqual([
        'paused until 10 July 2026',
        'Fri 10 Jul, 08:30',
      ]);
      expect(data).toMatchObject({
        digests: [{ pausedUntil: '2026-07-10', next: '2026-07-10T06:30:00.000Z' }],
      });
    });
  });

  describe('removed', () => {
    it('only by a plain wording, after a “yes”', async () => {
      await ask('/value digest add every weekday at 8:30');
      await ask('remove my digest');
      expect(await own()).toHaveLength(1);
      await ask('yes');
      expect(await own()).toHaveLength(0);
    });

    it.each([
      'stop the digest for a while',
      'I do not want the digest on Mondays',
      'no digest until Friday',
      'change my digest',
      '简报先停一下',
    ])('not by: %s', async (line) => {
      await ask('/value digest add every weekday at 8:30');
      await ask(line);
      expect(await own()).toHaveLength(1);
    });
  });
});
