import { createServer } from 'node:http';
import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { NotTaken } from '../../../src/conversation/channel.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { createRequestLimits } from '../../../src/limits/request-limits.ts';
import { limitsConfig } from '../../../src/settings/limits.ts';
import { accessLog, identities } from '../../../src/store/schema.ts';
import { votesByIntent } from '../../../src/store/votes/votes.ts';
import { bankPeople, formattingName, testMoment } from '../../banks/forty-customers.ts';
import { deliverTo } from '../deliver-to.ts';
import { sampleReplies } from '../sample-replies.ts';
import type { Sent } from './connector-stand-in.ts';
import { bot, openTenant, tenant } from './teams-tenant.ts';

let t: Awaited<ReturnType<typeof openTenant>>;

beforeAll(async () => {
  t = await openTenant();
});
afterAll(() => t.close());
beforeEach(() => {
  t.teams.sent.length = 0;
  t.teams.opened.length = 0;
  t.teams.asked.length = 0;
  t.lines.length = 0;
});

function cardIn(sent: Sent | undefined) {
  const card = sent?.activity.attachments?.[0]?.content;
  if (card === undefined) throw new Error('No card was sent.');
  return card;
}
const wordsOf = (sent: Sent | undefined) => JSON.stringify(sent?.activity);

describe('messages', () => {
  test('a question in the personal chat is answered with a card, whose chart is there to fetch', async () => {
    const response = await t.say('value customer 1042');
    expect(response.status).toBe(200);
    const [answer] = t.teams.sent;
    expect(answer?.conversation).toBe('a:personal-petra');
    expect(answer?.activity.summary).toContain('Zhang Wei is worth about €1,235');
    const card = cardIn(answer);
    const image = card.body.find(({ type }) => type === 'Image');
    const picture = await fetch(String(image?.url));
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(card.actions).toMatchObject([
      { type: 'Action.Execute', verb: 'ask', data: { command: 'why 1042' } },
      { type: 'Action.Execute', verb: 'ask', data: { command: 'trend 1042' } },
      { type: 'Action.Execute', verb: 'ask', data: { command: 'at-risk' } },
      {
        title: 'Helpful',
        mode: 'secondary',
        data: { command: expect.stringMatching(/^helpful /) },
      },
      { title: 'Not helpful', mode: 'secondary' },
      { type: 'Action.Submit', data: { form: 'log', about: '1042' } },
      { type: 'Action.Submit', data: { form: 'whatIf', about: '1042' } },
    ]);
  });

  test('a vote is cast in the menu of a card, which stays, and in words', async () => {
    await t.say('value customer 1042');
    const [helpful, not] = wordsOf(t.teams.sent[0]).match(/(?:not-)?helpful [0-9a-f]{20}/g) ?? [];
    t.teams.sent.length = 0;
    const line = async (command: unknown, name?: string) =>
      (await (await t.press(command, name)).json()) as unknown;
    expect(await line(helpful)).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('that answer was helpful'),
    });
    expect(await line(not)).toMatchObject({ value: expect.stringContaining('What was wrong?') });
    expect(t.teams.sent).toEqual([]);
    await t.say('没有帮助：数字太旧');
    expect(wordsOf(t.teams.sent[0])).toContain('已记录您的意见');
    expect(await votesByIntent(t.bank.store.db)).toMatchObject([
      { intent: 'customer.value', helpful: 0, notHelpful: 1, words: [{ text: '数字太旧' }] },
    ]);
  });

  test('a Chinese sentence is answered in Chinese', async () => {
    await t.say('客户1042值多少钱？');
    expect(cardIn(t.teams.sent[0])).toMatchObject({ lang: 'zh' });
    expect(wordsOf(t.teams.sent[0])).toContain('价值约为');
  });

  test('a question goes on from the one before in its conversation, or its thread of a channel', async () => {
    const last = async (sent: Promise<unknown>) => {
      const before = t.teams.sent.length;
      await sent;
      return wordsOf(t.teams.sent[before]);
    };
    await t.say('value customer 1043', 'ana');
    expect(await last(t.say('why?', 'ana'))).toContain('Taken from before');
    expect(await last(t.mention('why?', 'ana'))).toContain('Which customer do you mean?');
    await t.mention('value customer 1042', 'ana');
    expect(await last(t.mention('why?', 'ana'))).toContain('Zhang Wei');
    const elsewhere = { conversation: { ...t.thread, id: `${t.thread.id}1` } };
    expect(await last(t.mention('why?', 'ana', elsewhere))).toContain('Which customer');
  });

  test('a Chinese client is answered in Chinese', async () => {
    await t.say('value customer 1042', 'petra', { locale: 'zh-CN' });
    expect(cardIn(t.teams.sent[0])).toMatchObject({ lang: 'zh' });
  });

  test('what only the asker may see goes from a channel to their own chat, with a word in the channel', async () => {
    await t.mention('value customer 1042');
    expect(t.teams.opened).toMatchObject([
      { isGroup: false, bot, members: [{ id: '29:petra' }], tenantId: tenant },
    ]);
    const [direct, note] = t.teams.sent;
    expect(direct?.conversation).toBe('a:personal-29:petra');
    expect(wordsOf(direct)).toContain('Zhang Wei');
    expect(note?.conversation).toBe(t.thread.id);
    expect(note?.activity.text).toBe(
      'I have sent the answer to you directly, because other people can read this conversation.',
    );
    expect(wordsOf(note)).not.toContain('Zhang');
  });

  test.each(['open', 'send'] as const)(
    'where no own chat can be had (%s), the channel is told how to ask, and nothing of the answer',
    async (what) => {
      t.teams.failNext(what, 403);
      await t.mention('value customer 1042');
      expect(t.teams.sent).toHaveLength(1);
      expect(t.teams.sent[0]?.conversation).toBe(t.thread.id);
      expect(t.teams.sent[0]?.activity.text).toMatch(/^This answer is for you alone/);
    },
  );

  test('help is for everybody in the channel', async () => {
    await t.mention('help');
    expect(t.teams.opened).toHaveLength(0);
    expect(t.teams.sent[0]?.conversation).toBe(t.thread.id);
    expect(cardIn(t.teams.sent[0]).body.length).toBeGreaterThan(1);
  });

  test('an activity that comes again is answered once', async () => {
    const more = { id: 'again' };
    expect((await t.say('value customer 1042', 'petra', more)).status).toBe(200);
    expect((await t.say('value customer 1042', 'petra', more)).status).toBe(200);
    expect(t.teams.sent).toHaveLength(1);
  });

  test('a name full of formatting is shown as it is', async () => {
    await t.say('value customer 1043');
    const title = String(cardIn(t.teams.sent[0]).body[0]?.text);
    expect(title.replace(/\\([\\`*_[\]<>#~|])/g, '$1')).toContain(formattingName);
    expect(title).toContain('\\*Ann\\*');
  });

  test('the longest answers stay below what Teams takes', async () => {
    await t.say('value at-risk 50', 'jan');
    await t.say('value help', 'jan');
    expect(t.teams.sent).toHaveLength(3);
    for (const { bytes } of t.teams.sent) expect(bytes).toBeLessThan(28 * 1024);
  });

  test('reactions, edits and typing are no questions', async () => {
    const personal = t.envelope('petra', t.personal('petra'));
    for (const type of ['messageReaction', 'messageUpdate', 'typing', 'installationUpdate'])
      expect((await t.send({ ...personal, type, text: 'value customer 1042' })).status).toBe(200);
    await t.say('   ');
    expect(t.teams.sent).toHaveLength(0);
  });
});

describe('being added', () => {
  test('the bot welcomes with what it can do, and asks nobody who they are', async () => {
    await t.send({
      ...t.envelope('nobody', t.personal('nobody')),
      type: 'conversationUpdate',
      membersAdded: [{ id: '29:nobody' }, bot],
    });
    expect(t.teams.sent).toHaveLength(1);
    expect(wordsOf(t.teams.sent[0])).toContain('What I can do');
    expect(t.teams.asked).toEqual([]);
  });

  test('others who are added are not', async () => {
    await t.send({
      ...t.envelope('petra', t.thread),
      type: 'conversationUpdate',
      membersAdded: [{ id: '29:nobody' }],
    });
    expect(t.teams.sent).toHaveLength(0);
  });
});

describe('buttons', () => {
  test('in the personal chat the answer is a new card, and the button says that it is done', async () => {
    const response = await t.press('why 1042');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('Zhang Wei'),
    });
    expect(wordsOf(t.teams.sent[0])).toContain('Balance down 41%');
  });

  test('in a channel the card is for who pressed it alone', async () => {
    const response = await t.press('customer 1042', 'petra', t.thread);
    expect(await response.json()).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard', version: '1.5' },
    });
    expect(t.teams.sent).toHaveLength(0);
  });

  test('pressed by somebody else, it answers them as themselves', async () => {
    const response = await t.press('customer 1042', 'li', t.thread);
    expect(JSON.stringify(await response.json())).not.toContain('Zhang');
  });

  test('delivered again, it sends no second card', async () => {
    await t.press('why 1042', 'petra', t.personal('petra'), { id: 'f:1' });
    const again = await t.press('why 1042', 'petra', t.personal('petra'), { id: 'f:1' });
    expect(await again.json()).toMatchObject({ statusCode: 200 });
    expect(t.teams.sent).toHaveLength(1);
  });

  test('what is no button of ours is refused', async () => {
    const response = await t.press(17);
    expect(await response.json()).toMatchObject({
      statusCode: 400,
      type: 'application/vnd.microsoft.error',
      value: { code: 'BadRequest' },
    });
    const other = await t.press('why 1042', 'petra', t.personal('petra'), { name: 'tab/fetch' });
    expect(other.status).toBe(400);
    expect(await other.json()).toEqual({ error: 'Nothing here answers an activity of this kind.' });
  });

  test('is answered while Teams still waits, though Teams does not take what is sent meanwhile', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => {
      silent.listen(0, '127.0.0.1', listening);
    });
    const address = silent.address();
    const serviceUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const began = performance.now();
    const response = await t.press('why 1042', 'petra', t.personal('petra'), { serviceUrl });
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(await response.json()).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value:
        'I am still at it, longer than Teams waits. If no answer comes here within a minute, please ask again.',
    });
    silent.close();
    silent.closeAllConnections();
  }, 30_000);

  test('a failure is told as an error, without its insides', async () => {
    t.teams.failNext('member', 400);
    const response = await t.press('why 1042', 'newcomer');
    expect(await response.json()).toMatchObject({
      statusCode: 500,
      type: 'application/vnd.microsoft.error',
      value: { message: expect.stringMatching(/give the operator the reference [0-9a-f]{8}/) },
    });
  });
});

describe('who is asking', () => {
  test('a person of the tenant is linked by e-mail, once', async () => {
    await t.say('value customer 1042', 'jan');
    t.teams.asked.length = 0;
    await t.say('value customer 1043', 'jan');
    expect(t.teams.asked).toEqual([]);
    expect(await t.bank.people.identify('teams', `${tenant}:aad-jan`)).toMatchObject({
      kind: 'linked',
      email: bankPeople.jan,
    });
  });

  test('a manager sees their own book alone', async () => {
    await t.say('value customer 1042', 'li');
    expect(wordsOf(t.teams.sent[0])).not.toContain('Zhang');
    await t.say('value customer 1075', 'li');
    expect(wordsOf(t.teams.sent[1])).toContain('Customer Number 33');
  });

  test.each(['nobody', 'guest', 'invited', 'federated'])(
    '%s is not linked, and told how to be',
    async (name) => {
      await t.say('value customer 1042', name);
      expect(wordsOf(t.teams.sent[0])).toContain('I do not know you yet');
      expect(await t.bank.people.identify('teams', `${tenant}:aad-${name}`)).toEqual({
        kind: 'unlinked',
        identity: `${tenant}:aad-${name}`,
      });
      const [entry] = await t.bank.store.db.select().from(accessLog).orderBy(desc(accessLog.id));
      expect(entry).toMatchObject({
        managerId: null,
        identity: `${tenant}:aad-${name}`,
        channel: 'teams',
        reason: 'unlinked',
      });
    },
  );

  test('whoever is no longer one of the tenant is answered no more within five minutes', async () => {
    const ask = async () => {
      t.teams.sent.length = 0;
      await t.say('value customer 1042', 'jan');
      return wordsOf(t.teams.sent[0]);
    };
    const age = (minutes: number) =>
      t.bank.store.db.update(identities).set({
        checkedAt: new Date(testMoment.getTime() - minutes * 60_000),
      });
    const jan = t.teams.members.get('29:jan');
    if (jan === undefined) throw new Error('The tenant has this person.');
    for (const change of [
      undefined,
      { userRole: 'guest' },
      { userPrincipalName: 'jan_bank.example#EXT#@host.onmicrosoft.com' },
      { tenantId: 'another-tenant' },
      { email: 'jan@elsewhere.example' },
    ]) {
      t.teams.members.set('29:jan', jan);
      expect(await ask()).toContain('Zhang');
      if (change === undefined) t.teams.members.delete('29:jan');
      else t.teams.members.set('29:jan', { ...jan, ...change });
      await age(3);
      expect(await ask()).toContain('Zhang');
      await age(5);
      expect(await ask()).toContain('I do not know you yet');
    }
    t.teams.members.set('29:jan', jan);
    expect(await ask()).toContain('Zhang');
    // Whoever leaves a conversation is asked for at once.
    t.teams.members.delete('29:jan');
    await t.send({
      ...t.envelope('petra', t.thread),
      type: 'conversationUpdate',
      membersRemoved: [{ id: '29:jan', aadObjectId: 'aad-jan' }],
    });
    expect(await ask()).toContain('I do not know you yet');
    t.teams.members.set('29:jan', jan);
  });

  test('another tenant’s word for an address is not believed', async () => {
    const conversation = t.personal('petra', 'another-tenant');
    await t.say('value customer 1042', 'petra', { conversation });
    expect(wordsOf(t.teams.sent[0])).toContain('I do not know you yet');
    expect(t.teams.asked).toEqual([]);
  });

  test('where Teams does not say who somebody is, they are asked to come again', async () => {
    t.teams.failNext('member', 400);
    await t.say('value customer 1042', 'newcomer');
    expect(t.teams.sent[0]?.activity.text).toMatch(/Something went wrong/);
  });
});

describe('the outlet', () => {
  const reply = {
    title: 'Newly at risk',
    summary: 'Two customers became at risk.',
    facts: [],
    charts: [],
    actions: [],
    visibility: 'channel' as const,
  };

  test('delivers where the bot was spoken to; to the channel, not into the thread', async () => {
    await t.mention('help');
    t.teams.sent.length = 0;
    await deliverTo(t.channel.outlet, '19:channel@thread.tacv2', reply);
    expect(t.teams.sent[0]?.conversation).toBe('19:channel@thread.tacv2');
    expect(wordsOf(t.teams.sent[0])).toContain('Two customers became at risk.');
    await t.say('help');
    await deliverTo(t.channel.outlet, 'a:personal-petra', reply, { locale: 'zh' });
    expect(t.teams.sent.at(-1)?.conversation).toBe('a:personal-petra');
  });

  test('a personal chat is read by nobody else, any other conversation may be', async () => {
    await t.mention('help');
    await t.say('help');
    const { isShared } = t.channel.outlet;
    expect(await isShared('a:personal-petra')).toBe(false);
    expect(await isShared('19:channel@thread.tacv2')).toBe(true);
    expect(await isShared('a:never-spoken-to')).toBe(true);
  });

  test.each(Object.entries<Reply>(sampleReplies))(
    'delivers "%s" within bounds',
    async (_, sample) => {
      await t.say('help');
      await deliverTo(t.channel.outlet, 'a:personal-petra', sample);
      expect(t.teams.sent.at(-1)?.bytes).toBeLessThan(28 * 1024);
    },
  );

  test('delivers a message that is as it was before', async () => {
    await t.say('help');
    await deliverTo(t.channel.outlet, 'a:personal-petra', sampleReplies.customer);
    const { summary, attachments } = t.teams.sent.at(-1)?.activity ?? {};
    const made = JSON.stringify({ summary, attachments }, null, 1);
    const steady = made.replace(
      /http:[^"]*\/charts\/[^"]*\.png/,
      'https://bank.example/charts/T.png',
    );
    await expect(`${steady}\n`).toMatchFileSnapshot('golden/customer.json');
  });

  test.each([
    [429, { kind: 'later', after: 1 }],
    [401, { kind: 'later' }],
    [403, { kind: 'gone' }],
    [404, { kind: 'gone' }],
  ])('tells what a refusal with %i lets expect', async (status, refusal) => {
    await t.say('help');
    t.teams.failNext('send', status);
    const refused = await deliverTo(t.channel.outlet, 'a:personal-petra', reply).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(NotTaken);
    expect(refused).toMatchObject({ refusal });
  });

  test('leaves open whether Teams took a message after an error of its servers', async () => {
    await t.say('help');
    t.teams.failNext('send', 502);
    const refused = await deliverTo(t.channel.outlet, 'a:personal-petra', reply).catch(
      (error: unknown) => error,
    );
    expect(refused).not.toBeInstanceOf(NotTaken);
    expect(refused).toMatchObject({ message: expect.stringContaining('It is not known') });
    const asked = { address: 'a:personal-petra', key: 'digest:1' };
    expect(await t.channel.outlet.find(asked)).toBe('unknowable');
  });

  test('says so where the bot was never spoken to, and where Teams refuses', async () => {
    await expect(deliverTo(t.channel.outlet, 'a:other', reply)).rejects.toThrow(
      'The bot has not been spoken to in this Teams conversation.',
    );
    await t.say('help');
    t.teams.failNext('send', 403);
    await expect(deliverTo(t.channel.outlet, 'a:personal-petra', reply)).rejects.toThrow(
      /^Teams did not take the message \(.*403\): the bot must still be installed there\.$/,
    );
  });
});

describe('what is no question', () => {
  test.each([
    ['{not json', 400],
    ['[]', 400],
    ['"text"', 400],
    [{ type: 'message' }, 400],
    [{ type: 'message', serviceUrl: 'file:///etc/passwd', channelId: 'msteams' }, 400],
  ])('%j is refused with %i', async (body, status) => {
    const response = await t.send(body);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/\.ts|\.js|node_modules/);
  });

  test('where Teams takes no answer, the caller learns no more than that, and the log no data', async () => {
    const printed = vi.spyOn(console, 'error');
    t.teams.failNext('send', 403);
    t.teams.failNext('send', 403);
    const response = await t.say('value customer 1042');
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      error: 'Teams could not be answered.',
      reference: expect.stringMatching(/^[\da-f]{8}$/),
    });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    expect(t.lines.length).toBeGreaterThan(0);
    expect(t.lines.join('\n')).not.toMatch(/1042|Zhang|€|bank\.example|petra/);
  });
});

test('somebody who asks more than a person does is told so once, and each press of a button is', async () => {
  const limits = createRequestLimits(limitsConfig.parse({ person: 1 }), {
    on: true,
    now: () => testMoment,
  });
  const few = await openTenant({ limits }, { bank: t.bank });
  for (let time = 0; time < 3; time++) await few.say('value book');
  const told = 'More than 1 questions came within a minute. I answer again in 60 seconds';
  expect(few.teams.sent.map(({ activity }) => activity.text ?? '')).toEqual([
    '',
    expect.stringContaining(told),
  ]);
  expect(await (await few.press('book')).json()).toMatchObject({
    value: expect.stringContaining(told),
  });
  await few.close();
});

test('so is somebody of a tenant whose people are not answered, and the log of access has each of them who was told why', async () => {
  const limits = createRequestLimits(limitsConfig.parse({ person: 2 }), {
    on: true,
    now: () => testMoment,
  });
  const few = await openTenant({ limits, allowedTenants: [tenant] }, { bank: t.bank });
  const foreign = { conversation: few.personal('petra', 'another-tenant') };
  const { db } = t.bank.store;
  const before = await db.$count(accessLog);
  for (let time = 0; time < 5; time++) await few.say('value book', 'petra', foreign);
  expect(few.teams.sent.map(({ activity }) => activity.text)).toEqual([
    expect.stringContaining('organisation'),
    expect.stringContaining('organisation'),
    expect.stringContaining('More than 2 questions came within a minute'),
  ]);
  expect(await db.$count(accessLog)).toBe(before + 2);
  await few.close();
});
