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
});
