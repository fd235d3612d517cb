import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessLog } from '../../../src/store/schema.ts';
import { customerNames } from '../../banks/forty-customers.ts';
import { emptyAccessLog } from '../../empty-access-log.ts';
import { openWorkspace } from './slack-workspace.ts';

const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden';

describe('the shortcut of a message', () => {
  let w: Awaited<ReturnType<typeof openWorkspace>>;
  beforeAll(async () => {
    w = await openWorkspace();
  });
  afterAll(() => w.close());
  beforeEach(async () => {
    await w.settled();
    await emptyAccessLog(w.bank.store);
    w.slack.messages.length = 0;
  });

  /** What whoever uses it on a message of somebody else is shown. */
  async function valued(message: string | object, user = 'UPETRA', where = 'C1') {
    expect((await w.messageShortcut(message, user, where)).status).toBe(200);
    return w.answer();
  }
  const logged = () => w.bank.store.db.select().from(accessLog);

  test.each([
    ['by name', 'Just had lunch with Zhang Wei, <@UJAN> please follow up &amp; call'],
    ['by name in small letters', 'zhang wei wants to close the account'],
    ['by id', 'Ticket 7: customer 1042 complains of the fee of €1043, up 1044%'],
    ['by both', '*Zhang Wei* (1042) called'],
    ['in Chinese', '客户1042今天来电投诉'],
    [
      'in what is attached',
      { text: '', attachments: [{ title: 'CRM', text: 'Zhang Wei · open' }] },
    ],
    [
      'in blocks alone',
      { text: '', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Zhang Wei' } }] },
    ],
  ])('values the one customer whom it mentions %s, for the asker alone', async (_, message) => {
    const answer = await valued(message);
    expect(answer).toMatchObject({ by: 'response', channel: 'C1', onlyFor: 'UPETRA' });
    expect(answer.text).toContain('Zhang Wei is worth about €1,235');
    expect(await logged()).toMatchObject([
      { intent: 'customer.value', outcome: 'allowed', address: 'C1', channel: 'slack' },
    ]);
  });

  test('asks which of several is meant, and a button says', async () => {
    const answer = await valued(`Zhang Wei and ${long} both wrote; 1042 again`);
    expect(answer.onlyFor).toBe('UPETRA');
    expect(answer.text).toContain('2 customers');
    const commands = [...JSON.stringify(answer.blocks).matchAll(/"value":"(customer [^"]*)"/g)];
    expect(commands.map(([, command]) => command)).toEqual(['customer 1042', 'customer 1045']);
    const [entry] = await logged();
    expect(entry).toMatchObject({ intent: 'customer.value', outcome: 'allowed' });
    expect(entry?.customerIds).toHaveLength(2);
    await w.press('customer 1045');
    expect((await w.answer(1)).text).toContain(long);
  });

  test.each([
    ['nobody', 'Lunch at 12:30? The fee is 1,042.50 and rose 1042%'],
    ['a part of a longer word', 'The Zhang Weitong bakery'],
    ['nothing', ''],
  ])('says kindly that a message mentions %s', async (_, message) => {
    const answer = await valued(message);
    expect(answer.onlyFor).toBe('UPETRA');
    expect(answer.text).toContain('mentions none of the customers whom you may see');
    for (const name of customerNames) expect(answer.text).not.toContain(name);
  });

  test('finds nobody outside the book of the asker', async () => {
    const answer = await valued('Zhang Wei, 1042', 'ULI');
    expect(answer.text).toMatch(/\p{Script=Han}/u);
    expect(answer.text).not.toMatch(/Zhang|€/);
  });

  test.each(['UNOBODY', 'UGUEST'])('tells %s nothing of customers', async (user) => {
    const answer = await valued('Zhang Wei, 1042', user);
    expect(answer.onlyFor).toBe(user);
    expect(answer.text).not.toMatch(/Zhang|€|1042/);
  });

  test('writes nothing of the message into the log', async () => {
    await valued('Zhang Wei and a secret word: xyzzy');
    expect(w.lines.join('')).not.toMatch(/xyzzy|Zhang/);
  });
});
