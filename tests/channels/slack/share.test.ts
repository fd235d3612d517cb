import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConversation } from '../../../src/conversation/create-conversation.ts';
import type { RoomNames } from '../../../src/settings/rooms.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { accessLog, customers } from '../../../src/store/schema.ts';
import { openFortyCustomers, testMoment } from '../../banks/forty-customers.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { openWorkspace } from './slack-workspace.ts';

const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';
const base = readConfig('config/bellwether.yaml');

/** A workspace of a bank that names customers so where somebody may not see them. */
async function openNaming(names: RoomNames) {
  const bank = await openFortyCustomers();
  await bank.store.db
    .update(customers)
    .set({ phone: '+420601000111', email: 'wilhelmina@post.example' })
    .where(eq(customers.externalId, '1045'));
  const conversation = createConversation({
    store: bank.store,
    config: { ...base, rooms: { names } },
    now: () => testMoment,
  });
  return { ...(await openWorkspace('http', { bank, conversation })), bank };
}

describe.each(['full', 'initials', 'id', 'nobody'] as const)(
  'an answer that is shared, names %s',
  (names) => {
    let w: Awaited<ReturnType<typeof openNaming>>;
    beforeAll(async () => {
      w = await openNaming(names);
    });
    afterAll(async () => {
      await w.close();
      await w.bank.store.close();
    });
    beforeEach(async () => {
      await emptyAccessLog(w.bank.store);
      w.slack.messages.length = 0;
    });

    /** The command of the button under what Petra asked in C1. */
    async function buttonUnder(text: string): Promise<string> {
      await w.mention(text);
      const { onlyFor, blocks } = await w.answer();
      expect(onlyFor).toBe('UPETRA');
      return /"value":"(share [^"]*)"/.exec(JSON.stringify(blocks))?.[1] ?? '';
    }
    /** What everybody in C1, or Petra alone, is shown once she pressed it. */
    async function shared(members: string[], text = 'why 1045', user = 'UPETRA') {
      w.slack.members.set('C1', members);
      const command = await buttonUnder(text);
      await w.press(command, user);
      return w.answer(1);
    }
    const logged = async () =>
      (await w.bank.store.db.select().from(accessLog)).find(({ intent }) => intent === 'share');

    test('names customers where all who read it may see them', async () => {
      const message = await shared(['UPETRA', 'UJAN', 'UANA']);
      expect(message).toMatchObject({ channel: 'C1' });
      expect(message.onlyFor).toBeUndefined();
      const text = JSON.stringify(message);
      expect(text).toContain(long);
      expect(text).toContain('Shared by Petra');
      expect(text).not.toContain('share ');
      expect(await logged()).toMatchObject({
        outcome: 'allowed',
        address: 'C1',
        asked: { of: 'customer.explain', readers: 3, names: 'full' },
      });
    });

    test('is held to how the bank names customers where somebody may not', async () => {
      const message = await shared(['UPETRA', 'ULI'], 'value 1045');
      const text = JSON.stringify(message);
      if (names === 'nobody') {
        expect(message.onlyFor).toBeDefined();
        expect(text).toContain('Li may not see every customer');
        expect(text).not.toContain('Wilhelmina');
        expect(await logged()).toMatchObject({ outcome: 'refused', reason: 'readers' });
        return;
      }
      expect(message.onlyFor).toBeUndefined();
      if (names === 'full') {
        expect(text).toContain(long);
        return;
      }
      expect(text).not.toMatch(/Wilhelmina|601000111|post\.example/);
      expect(text).toContain(names === 'id' ? '1045' : 'W. F. V. D. H.');
      expect(text).toContain('not named in full');
      expect(await logged()).toMatchObject({ outcome: 'allowed', asked: { readers: 2, names } });
    });

    test('is kept from whoever the bank does not know, unless nobody is named', async () => {
      const message = await shared(['UPETRA', 'UGUEST']);
      const hidden = names === 'initials' || names === 'id';
      expect(message.onlyFor === undefined).toBe(hidden);
      expect(JSON.stringify(message)).toContain(
        hidden ? 'not named in full' : 'not known to the bank',
      );
    });

    test('stays with the asker where Slack does not tell who reads it', async () => {
      w.slack.members.set('C1', ['UPETRA']);
      const command = await buttonUnder('why 1045');
      w.slack.failNext('conversations.members', 'missing_scope');
      await w.press(command);
      const message = await w.answer(1);
      expect(message.onlyFor).toBeDefined();
      expect(JSON.stringify(message)).toContain('could not find out who reads');
    });

    test('that shows no customer goes to people of the bank alone, and by the line it was asked with', async () => {
      w.slack.members.set('C1', ['UPETRA', 'ULI']);
      const command = await buttonUnder('segments');
      await w.press(command.replace(/segments.*$/, 'segments by branch'));
      expect(JSON.stringify(await w.answer(1))).toContain('was not given to you');
      await w.press(command);
      expect((await w.answer(2)).onlyFor).toBeUndefined();
      expect(await logged()).toMatchObject({
        outcome: 'allowed',
        address: 'C1',
        asked: { of: 'segment.breakdown', readers: 2 },
      });
      await emptyAccessLog(w.bank.store);
      w.slack.members.set('C1', ['ULI', 'UJAN']);
      await w.press(command);
      expect(JSON.stringify(await w.answer(3))).toContain('no longer in the conversation');
      expect(await logged()).toMatchObject({ outcome: 'refused', reason: 'readers' });
      w.slack.members.set('C1', ['UPETRA', 'UGUEST']);
      await w.press(command);
      const hidden = names === 'initials' || names === 'id';
      const message = await w.answer(4);
      expect(message.onlyFor === undefined).toBe(hidden);
      expect(JSON.stringify(message)).toContain(hidden ? 'Shared by Petra' : 'not known to the');
      expect(JSON.stringify(message)).not.toContain('not named in full');
    });

    test('is shared by nobody but whom it was given to', async () => {
      const message = await shared(['UPETRA', 'UJAN'], 'why 1045', 'UJAN');
      expect(message.onlyFor).toBeDefined();
      expect(JSON.stringify(message)).toContain('was not given to you');
    });
  },
);

test('in a channel the asker alone reads an answer, and shares what all may read by a button', async () => {
  const w = await openWorkspace();
  w.slack.members.set('C1', ['UPETRA', 'ULI']);
  for (const [at, text] of ['follow 1045', 'help'].entries()) {
    await w.mention(text);
    const answer = await w.answer(at);
    expect(answer.onlyFor).toBe('UPETRA');
    expect(JSON.stringify(answer)).not.toContain('share ');
  }
  await w.directMessage('why 1045');
  expect(JSON.stringify(await w.answer(2))).not.toContain('share ');
  await w.mention('segments');
  const segments = await w.answer(3);
  expect(segments.onlyFor).toBe('UPETRA');
  const command = /"value":"(share [^"]*)"/.exec(JSON.stringify(segments.blocks))?.[1] ?? '';
  await w.press(command);
  const shared = await w.answer(4);
  expect(shared).toMatchObject({ by: 'chat.postMessage', channel: 'C1', onlyFor: undefined });
  expect(JSON.stringify(shared)).toContain('Shared by Petra');
  const log = await w.bank.store.db.select().from(accessLog);
  expect(log.find(({ intent }) => intent === 'share')).toMatchObject({
    outcome: 'allowed',
    address: 'C1',
    asked: { of: 'segment.breakdown' },
  });
  await w.close();
});
