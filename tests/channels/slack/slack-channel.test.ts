import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import { NotTaken } from '../../../src/conversation/channel.ts';
import { createRequestLimits } from '../../../src/limits/request-limits.ts';
import { limitsConfig } from '../../../src/settings/limits.ts';
import { linkIdentity } from '../../../src/store/people/link-person.ts';
import { accessLog, identities } from '../../../src/store/schema.ts';
import { votesByIntent } from '../../../src/store/votes/votes.ts';
import { bankPeople, formattingName, testMoment } from '../../banks/forty-customers.ts';
import { deliverTo } from '../deliver-to.ts';
import { sampleReplies } from '../sample-replies.ts';
import { textsIn } from './block-rules.ts';
import { type SlackPerson, signedHeaders } from './slack-stand-in.ts';
import { openWorkspace, until } from './slack-workspace.ts';

const form = 'application/x-www-form-urlencoded';
let w: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  w = await openWorkspace();
});
afterAll(() => w.close());
beforeEach(() => {
  w.slack.messages.length = 0;
  w.slack.calls.length = 0;
  w.lines.length = 0;
});

const imagesOf = (blocks: readonly { type: string }[]) =>
  blocks.filter(({ type }) => type === 'image');

describe('questions', () => {
  test('a command is acknowledged before any work', async () => {
    const letGo = w.slack.holdNext('users.info');
    const response = await w.command('help', 'UHELD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    expect(w.slack.messages).toHaveLength(0);
    letGo();
    await w.answer();
  });

  test('so are an event and a button', async () => {
    for (const ask of [() => w.mention('help', {}, 'UHELD'), () => w.press('help', 'UHELD')]) {
      const letGo = w.slack.holdNext('users.info');
      const before = w.slack.messages.length;
      expect((await ask()).status).toBe(200);
      expect(w.slack.messages).toHaveLength(before);
      letGo();
      await w.answer(before);
    }
  });

  test('a command in a channel is answered for the asker alone, with a chart', async () => {
    await w.command('customer 1042');
    const answer = await w.answer();
    expect(answer).toMatchObject({ by: 'response', channel: 'C1', onlyFor: 'UPETRA' });
    expect(answer.text).toContain('Zhang Wei is worth about €1,235');
    const [image] = imagesOf(answer.blocks);
    expect(image).toMatchObject({ slack_file: { id: expect.stringMatching(/^F\d+$/) } });
    expect(JSON.stringify(answer.blocks)).not.toContain('image_url');
    expect(w.slack.files.get('F1')?.png?.length).toBeGreaterThan(5_000);
  });

  test('a command asks before it has a chart processed: files.info is polled', async () => {
    w.slack.settings.processingMs = 700;
    await w.command('customer 1044');
    const answer = await w.answer();
    w.slack.settings.processingMs = 150;
    expect(imagesOf(answer.blocks)).toHaveLength(1);
    expect(w.slack.calls.filter(({ method }) => method === 'files.info').length).toBeGreaterThan(1);
  });

  test('help in a channel is for the asker, too', async () => {
    await w.command('help');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UPETRA' });
  });

  test('an empty command is answered', async () => {
    await w.command('');
    expect((await w.answer()).text).not.toBe('');
  });

  test('a direct message is answered in the chat, in the language it is written in', async () => {
    await w.directMessage('客户1042值多少钱？');
    const answer = await w.answer();
    expect(answer).toMatchObject({ by: 'chat.postMessage', channel: 'DPETRA', onlyFor: undefined });
    expect(answer.text).toContain('价值约为');
    expect(imagesOf(answer.blocks)).toHaveLength(1);
  });

  test('a mention in a channel is answered for the asker alone', async () => {
    await w.mention('value customer 1042');
    expect(await w.answer()).toMatchObject({
      by: 'chat.postEphemeral',
      channel: 'C1',
      onlyFor: 'UPETRA',
      thread: undefined,
    });
  });

  test('a mention in a thread is answered in the thread', async () => {
    await w.mention('what is customer 1042 worth?', { thread_ts: '1782970000.000001' });
    const answer = await w.answer();
    expect(answer).toMatchObject({ by: 'chat.postEphemeral', thread: '1782970000.000001' });
    expect(answer.text).toContain('Zhang Wei');
  });

  test('a mention in a thread goes on from what the asker asked there, and there alone', async () => {
    const said = async (text: string, thread: string, user = 'UPETRA') => {
      await w.mention(text, { thread_ts: thread }, user);
      const { text: answer } = await w.answer();
      w.slack.messages.length = 0;
      return answer;
    };
    const [here, there] = ['1782970000.000002', '1782970000.000003'];
    await said('what is customer 1042 worth?', here);
    expect(await said('why?', here)).toContain('Taken from before: Zhang Wei · 1042');
    expect(await said('why?', there)).toContain('Which customer do you mean?');
    expect(await said('why?', here, 'UJAN')).toContain('Which customer do you mean?');
  });

  test('a mention where the bot is no member is answered in the direct chat', async () => {
    await w.mention('value customer 1042', {}, 'UPETRA', 'C2');
    const answer = await w.answer();
    expect(answer).toMatchObject({ by: 'chat.postMessage', channel: 'DPETRA', thread: undefined });
    expect(imagesOf(answer.blocks)).toHaveLength(1);
  });

  test('a command works where the bot is no member', async () => {
    await w.command('customer 1042', 'UPETRA', 'C2', 'private');
    expect(await w.answer()).toMatchObject({ by: 'response', channel: 'C2', onlyFor: 'UPETRA' });
  });

  test('a button asks its command and leaves the message it belongs to', async () => {
    expect((await w.press('why 1042')).status).toBe(200);
    const answer = await w.answer();
    expect(answer).toMatchObject({ by: 'response', channel: 'C1', onlyFor: 'UPETRA' });
    expect(answer.text).toContain('Balance down 41%');
  });

  test('the buttons of an answer carry commands that are understood', async () => {
    await w.command('customer 1042');
    const { blocks } = await w.answer();
    const actions = blocks.find(({ type }) => type === 'actions');
    expect(actions?.elements).toMatchObject([
      { action_id: 'ask:0', value: 'why 1042' },
      { action_id: 'ask:1', value: 'trend 1042' },
      { action_id: 'ask:2', value: 'at-risk' },
      { action_id: 'ask:3', value: expect.stringMatching(/^share /) },
      { action_id: 'form:whatif:1042', value: '1042' },
      { action_id: 'form:contact:1042', value: '1042' },
    ]);
    expect(blocks.at(-1)).toMatchObject({
      type: 'context_actions',
      elements: [{ type: 'feedback_buttons', action_id: 'vote' }],
    });
  });
});

describe('who reads along', () => {
  test('in the own chat with the bot a command is answered for good', async () => {
    await w.command('customer 1042', 'UPETRA', 'DPETRA', 'directmessage');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: undefined });
  });

  test('in a chat between two people a command is answered for the asker alone', async () => {
    await w.command('customer 1042', 'UPETRA', 'DOTHERS', 'directmessage');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UPETRA' });
  });

  test('so is a button in a chat between two people', async () => {
    await w.press('customer 1042', 'UPETRA', 'DOTHERS');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UPETRA' });
  });

  test('where Slack does not say whose chat it is, the asker alone sees the answer', async () => {
    w.slack.failNext('conversations.open', 'internal_error');
    await w.command('customer 1042', 'UPETRA', 'DPETRA', 'directmessage');
    expect(await w.answer()).toMatchObject({ by: 'response', onlyFor: 'UPETRA' });
  });
});

describe('deliveries', () => {
  test('an event delivered again, signed anew, is answered once', async () => {
    const ask = () => w.directMessage('value customer 1042', 'UPETRA', {}, 'EvTwice');
    await ask();
    await w.answer();
    const again = await ask();
    expect(again.status).toBe(200);
    const later = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'EvTwice',
      team_id: 'T1',
      event: {
        type: 'message',
        channel_type: 'im',
        user: 'UPETRA',
        text: 'value customer 1042',
        channel: 'DPETRA',
        ts: '1',
      },
    });
    const retried = await w.send(body, 'application/json', {
      ...later,
      ...signedHeaders(body, new Date(testMoment.getTime() + 60_000)),
    });
    expect(retried.status).toBe(200);
    await w.settled();
    expect(w.slack.messages).toHaveLength(1);
  });

  test('the same signed bytes are carried out once', async () => {
    const body = w.commandBody('customer 1042');
    const headers = signedHeaders(body, testMoment);
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await w.send(body, form, headers)).status),
    );
    expect(statuses).toEqual([200, 200, 200]);
    await w.answer();
    await w.settled();
    expect(w.slack.messages).toHaveLength(1);
  });

  test('a wrong, missing or stale signature is refused', async () => {
    const body = w.commandBody('customer 1042');
    const refused = [
      signedHeaders(body, testMoment, 'another secret'),
      signedHeaders(`${body}&more=1`, testMoment),
      signedHeaders(body, new Date(testMoment.getTime() - 6 * 60_000)),
      { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': 'soon' },
      {},
    ];
    for (const headers of refused) {
      const response = await w.send(body, form, headers);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: 'The request does not carry a valid signature of Slack.',
      });
    }
    await w.settled();
    expect(w.slack.messages).toHaveLength(0);
  });

  test('the address is verified, and what is no body of Slack is refused', async () => {
    const challenge = JSON.stringify({
      type: 'url_verification',
      challenge: '3eZbr',
      token: 'old',
    });
    const response = await w.send(challenge, 'application/json');
    expect(await response.json()).toEqual({ challenge: '3eZbr' });
    expect((await w.send('{not json', 'application/json')).status).toBe(400);
    expect((await w.send('payload=%7Bnot', form)).status).toBe(400);
    expect((await w.send('ssl_check=1&token=old', form)).status).toBe(200);
  });

  test('what the bot itself says, what other bots say and edits are no questions', async () => {
    await w.directMessage('value customer 1042', 'UBOT', { channel: 'DPETRA', bot_id: 'BBOT' });
    await w.directMessage('value customer 1042', 'UBOT', { channel: 'DPETRA' });
    await w.directMessage('value customer 1042', 'UPETRA', { bot_id: 'BOTHER' });
    await w.directMessage('', 'UPETRA', {
      subtype: 'message_changed',
      message: { type: 'message', user: 'UPETRA', text: 'value customer 1042', ts: '1' },
    });
    await w.settled();
    expect(w.slack.messages).toHaveLength(0);
  });
});

describe('who is asking', () => {
  test('a member of the workspace is linked by e-mail, once', async () => {
    await w.command('customer 1042', 'UJAN');
    expect((await w.answer()).text).toContain('Zhang Wei');
    w.slack.calls.length = 0;
    await w.command('customer 1043', 'UJAN');
    await w.answer(1);
    expect(w.slack.calls.map(({ method }) => method)).not.toContain('users.info');
    expect(await w.bank.people.identify('slack', 'T1:UJAN')).toMatchObject({
      kind: 'linked',
      email: bankPeople.jan,
    });
  });

  test('a manager sees their own book alone, in the language the bank keeps for them', async () => {
    await w.command('customer 1042', 'ULI');
    const answer = await w.answer();
    expect(answer.text).not.toContain('Zhang Wei');
    await w.command('customer 1075', 'ULI');
    expect((await w.answer(1)).text).toContain('价值约为');
  });

  test('somebody the bank does not know gets a polite explanation, in their Slack’s language', async () => {
    await w.command('customer 1042', 'UNOBODY');
    const answer = await w.answer();
    expect(answer).toMatchObject({ onlyFor: 'UNOBODY' });
    expect(answer.text).toContain('I do not know you yet');
    expect(answer.text).not.toContain('Zhang');
    await w.command('customer 1042', 'UZH');
    expect((await w.answer(1)).text).toContain('我还不认识您');
  });

  test.each([
    'UGUEST',
    'UONECHANNEL',
    'UBOTTY',
    'USTRANGER',
    'UCONNECTED',
    'UGONE',
    'UUNCONFIRMED',
  ])('%s, who carries the address of somebody of the bank, is not linked', async (user) => {
    await w.command('customer 1042', user);
    expect((await w.answer()).text).toContain('I do not know you yet');
    const identity = `T1:${user}`;
    expect(await w.bank.people.identify('slack', identity)).toEqual({ kind: 'unlinked', identity });
    const [entry] = await w.bank.store.db.select().from(accessLog).orderBy(desc(accessLog.id));
    expect(entry).toMatchObject({
      managerId: null,
      identity,
      channel: 'slack',
      address: 'C1',
      outcome: 'refused',
      reason: 'unlinked',
      customerIds: [],
      asked: {},
    });
  });

  test('nor is somebody of another workspace that shares a channel', async () => {
    await w.sendEvent(
      {
        type: 'app_mention',
        user: 'UCONNECTED',
        text: '<@UBOT> customer 1042',
        channel: 'C1',
        ts: '1',
      },
      'EvConnected',
      'T2',
    );
    expect((await w.answer()).text).toContain('I do not know you yet');
  });
});

describe('somebody who was one of the bank', () => {
  const jan: SlackPerson = {
    id: 'UJAN',
    team_id: 'T1',
    is_bot: false,
    profile: { email: bankPeople.jan },
  };
  const age = (minutes: number) =>
    w.bank.store.db.update(identities).set({
      checkedAt: new Date(testMoment.getTime() - minutes * 60_000),
    });
  const ask = async () => {
    const before = w.slack.messages.length;
    await w.command('customer 1042', 'UJAN');
    return (await w.answer(before)).text;
  };
  const known = /Zhang Wei/;
  const unknown = /I do not know you yet/;

  test.each<[string, Partial<SlackPerson>]>([
    ['is deactivated', { deleted: true }],
    ['is a guest', { is_restricted: true }],
    ['is a guest of one channel', { is_ultra_restricted: true }],
    ['is a bot', { is_bot: true }],
    ['is a stranger of a shared channel', { is_stranger: true }],
    ['went to another workspace', { team_id: 'T2' }],
    ['has an address that is not confirmed', { is_email_confirmed: false }],
    ['has another address', { profile: { email: 'jan@elsewhere.example' } }],
  ])(
    '%s: answered no more within five minutes, and at once where Slack says so',
    async (_, change) => {
      w.slack.people.set('UJAN', jan);
      expect(await ask()).toMatch(known);
      w.slack.people.set('UJAN', { ...jan, ...change });
      await age(5);
      const admits = w.channel.outlet.admits;
      const { managerId } = await w.bank.people.byEmail(bankPeople.jan).then(asLinked);
      expect(await ask()).toMatch(unknown);
      expect(await admits?.(managerId, 'UPETRA')).toBe(false);
      expect(await ask()).toMatch(unknown);
      // Back again.
      w.slack.people.set('UJAN', jan);
      expect(await ask()).toMatch(known);
      expect(await admits?.(managerId, 'UPETRA')).toBe(true);
      w.slack.calls.length = 0;
      w.slack.people.set('UJAN', { ...jan, ...change });
      await w.sendEvent({ type: 'user_change', user: { ...jan, ...change } });
      await until(
        async () => (await w.bank.people.identify('slack', 'T1:UJAN')).kind === 'unlinked',
        'it is taken in',
      );
      expect(await ask()).toMatch(unknown);
      w.slack.people.set('UJAN', jan);
      await w.sendEvent({ type: 'team_join', user: jan });
      await until(
        async () => (await w.bank.people.identify('slack', 'T1:UJAN')).kind === 'linked',
        'it is taken in',
      );
      expect(await ask()).toMatch(known);
    },
  );

  test('another address that somebody else has at the bank makes them that person', async () => {
    await age(5);
    w.slack.people.set('UJAN', { ...jan, profile: { email: bankPeople.ana } });
    await ask();
    expect(await w.bank.people.identify('slack', 'T1:UJAN')).toMatchObject({
      email: bankPeople.ana,
    });
    w.slack.people.set('UJAN', jan);
    await age(5);
    await ask();
  });

  test('Slack is asked anew after four minutes, and believed for five where it cannot be asked', async () => {
    await ask();
    await age(3);
    w.slack.calls.length = 0;
    expect(await ask()).toMatch(known);
    expect(w.slack.calls.map(({ method }) => method)).not.toContain('users.info');
    await age(4.5);
    w.slack.failNext('users.info', 'fatal_error');
    expect(await ask()).toMatch(known);
    await age(5);
    w.slack.failNext('users.info', 'fatal_error');
    expect(await ask()).toMatch(/reference [0-9a-f]{8}/);
    expect(await ask()).toMatch(known);
  });

  test('by hand is answered by hand, whatever their address, while they are a full member', async () => {
    w.slack.people.set('UHAND', { ...jan, id: 'UHAND', profile: { email: 'j@private.example' } });
    const { managerId } = await w.bank.people.byEmail(bankPeople.jan).then(asLinked);
    const externalId = 'T1:UHAND';
    await linkIdentity(w.bank.store.db, {
      channel: 'slack',
      externalId,
      managerId,
      linkedAt: testMoment,
    });
    const handed = async () => {
      const before = w.slack.messages.length;
      await w.command('customer 1042', 'UHAND');
      return (await w.answer(before)).text;
    };
    expect(await handed()).toMatch(known);
    w.slack.people.set('UHAND', { ...jan, id: 'UHAND', is_restricted: true });
    await age(5);
    expect(await handed()).toMatch(unknown);
  });
});

const asLinked = (principal: Principal) => {
  if (principal.kind === 'unlinked') throw new Error('The bank has this person.');
  return principal;
};

describe('texts', () => {
  test('what Slack escaped or marked up is read as it was typed', async () => {
    await w.mention('value customer *Ann* _B_ &lt;script&gt; &amp;');
    expect((await w.answer()).text).toContain('&lt;script&gt; &amp; "Sons"');
    await w.directMessage('value customer <tel:1042|1042>');
    expect((await w.answer(1)).text).toContain('Zhang Wei');
  });

  test('a name full of formatting is shown as it is: escaped in the text, plain in the blocks', async () => {
    await w.command('customer 1043');
    const { text, blocks } = await w.answer();
    expect(text).not.toMatch(/<script>/);
    expect(text).toContain('&lt;script&gt; &amp; "Sons"');
    expect(textsIn(blocks).join('\n')).toContain(formattingName);
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
  });

  test('a long list stays below what Slack takes', async () => {
    await w.command('at-risk 50', 'UJAN');
    const { blocks } = await w.answer();
    const length = textsIn(blocks).reduce((sum, each) => sum + each.length, 0);
    expect(length).toBeGreaterThan(1_000);
    expect(length).toBeLessThan(13_000);
  });
});

describe('where Slack refuses', () => {
  test.each(['status-500', 'ok-false', 'plain-text'] as const)(
    'blocks that a response address refuses (%s): the reply goes out without the chart',
    async (how) => {
      w.slack.settings.refusesBy = how;
      w.slack.settings.refusesFiles = 1;
      await w.command('customer 1042');
      const answer = await w.answer();
      w.slack.settings.refusesBy = 'status-500';
      expect(w.slack.calls.filter(({ method }) => method === 'response')).toHaveLength(2);
      expect(answer.text).toContain('Zhang Wei');
      expect(answer.blocks.length).toBeGreaterThan(2);
      expect(imagesOf(answer.blocks)).toHaveLength(0);
    },
  );

  test('blocks refused altogether: the text goes out', async () => {
    for (let tries = 0; tries < 4; tries++) w.slack.failNext('chat.postMessage', 'invalid_blocks');
    await w.directMessage('value customer 1042');
    const answer = await w.answer();
    expect(answer.blocks).toEqual([]);
    expect(answer.text).toContain('Zhang Wei is worth about €1,235');
    expect(answer.text).toContain('Churn within 3 months: 62%');
  });

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info'])(
    'a chart that fails at %s: the reply goes out without it',
    async (method) => {
      w.slack.failNext(method, 'internal_error');
      await w.directMessage('value customer 1042');
      const answer = await w.answer();
      expect(imagesOf(answer.blocks)).toHaveLength(0);
      expect(answer.blocks.length).toBeGreaterThan(2);
    },
  );

  test('a chart that Slack does not get done: the reply goes out without it, within seconds', async () => {
    w.slack.settings.processingMs = 60_000;
    await w.directMessage('value customer 1042');
    const answer = await w.answer();
    w.slack.settings.processingMs = 150;
    expect(imagesOf(answer.blocks)).toHaveLength(0);
  });

  test('a 429 is waited for as long as it says, and the reply goes out once', async () => {
    w.slack.limitNext('chat.postMessage', 1);
    await w.directMessage('value help');
    await w.answer();
    const posts = w.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(posts).toHaveLength(2);
    expect((posts[1]?.at ?? 0) - (posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    w.slack.limitNext('response', 1);
    await w.command('help');
    await w.answer(1);
    expect(w.slack.messages).toHaveLength(2);
  });

  test('a message whose answer was lost is not posted twice', async () => {
    w.slack.loseNextAnswer('chat.postMessage');
    await w.directMessage('value customer 1042');
    await w.answer();
    await w.settled();
    const answers = w.slack.messages.filter(({ text }) => text.includes('Zhang Wei'));
    expect(answers).toHaveLength(1);
  });

  test('a question that fails is answered with an apology, and the log holds no data', async () => {
    w.slack.failNext('users.info', 'internal_error');
    await w.command('customer 1042', 'UONCE');
    const answer = await w.answer();
    expect(answer).toMatchObject({ onlyFor: 'UONCE' });
    expect(answer.text).toMatch(/Sorry, that did not work/);
    const logged = w.lines.join('\n');
    expect(logged).toContain('internal_error');
    expect(logged).not.toMatch(/1042|Zhang|UONCE|xoxb/);
  });

  test('nothing of an answer is logged', async () => {
    await w.command('customer 1042');
    await w.directMessage('value customer 1043');
    await until(() => w.slack.messages.length === 2, 'both answers came');
    expect(w.lines.join('\n')).not.toMatch(/1042|1043|Zhang|script|€|xoxb|bank\.example/);
  });
});

describe('votes', () => {
  /** The commands of the menu of an answer. */
  const menuOf = (blocks: readonly unknown[]) => [
    ...new Set(JSON.stringify(blocks).match(/(?:not-)?helpful [0-9a-f]{20}/g) ?? []),
  ];

  test('are cast by the buttons below an answer, in a menu where Slack has none, and in words', async () => {
    await w.command('customer 1042');
    const [helpful = '', not = ''] = menuOf((await w.answer()).blocks);
    expect([helpful, not]).toEqual([
      expect.stringMatching(/^helpful/),
      expect.stringMatching(/^not-helpful/),
    ]);
    await w.vote(helpful);
    const noted = await w.answer(1);
    expect(noted).toMatchObject({ by: 'response', onlyFor: 'UPETRA' });
    expect(noted.text).toContain('that answer was helpful');
    expect(menuOf(noted.blocks)).toEqual([]);
    await w.choose(not);
    expect((await w.answer(2)).text).toContain('What was wrong?');
    await w.command('not helpful: the figure is old');
    expect((await w.answer(3)).text).toContain('with your words');
    await w.choose(helpful, 'UANA');
    await w.answer(4);
    expect(await votesByIntent(w.bank.store.db)).toMatchObject([
      {
        intent: 'customer.value',
        helpful: 1,
        notHelpful: 1,
        words: [{ helpful: false, text: 'the figure is old' }],
      },
    ]);
  });

  test('are none of somebody whom nobody knows', async () => {
    await w.command('help', 'UNOBODY');
    expect(menuOf((await w.answer()).blocks)).toEqual([]);
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

  test('delivers into a conversation', async () => {
    await deliverTo(w.channel.outlet, 'C1', reply);
    expect(w.slack.messages).toMatchObject([
      {
        by: 'chat.postMessage',
        channel: 'C1',
        text: 'Newly at risk\nTwo customers became at risk.',
      },
    ]);
  });

  test.each([
    ['D1', false],
    ['C1', true],
    ['G1', true],
  ])('%s is read by others: %s', async (address, shared) => {
    expect(await w.channel.outlet.isShared(address)).toBe(shared);
  });

  test('uploads a chart again where the answer to an upload got lost', async () => {
    w.slack.loseNextAnswer('files.completeUploadExternal');
    await deliverTo(w.channel.outlet, 'C1', {
      ...reply,
      charts: sampleReplies.customer.charts.slice(0, 1),
    });
    expect(w.slack.messages[0]?.blocks.map(({ type }) => type)).toContain('image');
  });

  test('finds a message of its key among others, and none of another', async () => {
    const { outlet } = w.channel;
    await deliverTo(outlet, 'C1', reply, { key: 'digest:7' });
    for (let n = 0; n < 5; n++) await deliverTo(outlet, 'C1', reply, { key: `digest:1${n}` });
    expect(await outlet.find({ address: 'C1', key: 'digest:7' })).toEqual({
      messageId: '1782977400.000001',
    });
    expect(await outlet.find({ address: 'C1', key: 'digest:77' })).toBe('absent');
  });

  test('does not know where it may not read', async () => {
    w.slack.failNext('conversations.history', 'missing_scope');
    expect(await w.channel.outlet.find({ address: 'C1', key: 'k' })).toBe('unknowable');
  });

  test('delivers to a person into their own chat, and finds it there', async () => {
    const { outlet } = w.channel;
    const address = outlet.privately?.('T1:UPETRA') ?? '';
    expect(await outlet.isShared(address)).toBe(false);
    await deliverTo(outlet, address, reply, { key: 'notice:1' });
    expect(w.slack.messages.map(({ channel }) => channel)).toEqual(['DPETRA']);
    expect(await outlet.find({ address, key: 'notice:1' })).toMatchObject({
      messageId: expect.any(String),
    });
  });

  test.each([
    [
      'is asked to wait',
      () => w.slack.limitNext('chat.postMessage', 7),
      { kind: 'later', after: 7 },
    ],
    [
      'is not let in',
      () => w.slack.failNext('chat.postMessage', 'invalid_auth'),
      { kind: 'later' },
    ],
    [
      'finds an archived channel',
      () => w.slack.failNext('chat.postMessage', 'is_archived'),
      { kind: 'gone' },
    ],
    [
      'may not post',
      () => w.slack.failNext('chat.postMessage', 'restricted_action'),
      { kind: 'refused' },
    ],
  ] as const)('tells what to expect where it %s', async (_, trouble, refusal) => {
    trouble();
    const refused = await deliverTo(w.channel.outlet, 'C1', reply).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NotTaken);
    expect(refused).toMatchObject({ refusal });
    expect(w.slack.messages).toEqual([]);
  });

  test.each([
    ['internal_error', () => w.slack.failNext('chat.postMessage', 'internal_error')],
    ['HTTP 503', () => w.slack.breakNext('chat.postMessage', 503)],
    ['no answer', () => w.slack.loseNextAnswer('chat.postMessage')],
  ] as const)('leaves open whether Slack took a message after %s', async (said, trouble) => {
    trouble();
    const refused = await deliverTo(w.channel.outlet, 'C1', reply).catch((error: unknown) => error);
    expect(refused).not.toBeInstanceOf(NotTaken);
    expect(refused).toMatchObject({
      message: `It is not known whether Slack took the message to C1: ${said}.`,
    });
  });

  test('says what to do where the bot is no member', async () => {
    await expect(deliverTo(w.channel.outlet, 'C2', reply)).rejects.toThrow(
      'The bot cannot post in the Slack conversation C2 (not_in_channel): invite it there.',
    );
  });

  test('says what Slack said otherwise', async () => {
    w.slack.failNext('chat.postMessage', 'account_inactive');
    await expect(deliverTo(w.channel.outlet, 'C1', reply)).rejects.toThrow(
      'Slack did not take the message to C1: account_inactive.',
    );
  });
});

test('somebody who asks more than a person does is told so once, before they are looked up', async () => {
  const limits = createRequestLimits(limitsConfig.parse({ person: 2 }), {
    on: true,
    now: () => testMoment,
  });
  const few = await openWorkspace('http', { bank: w.bank, limits });
  for (const text of ['help', 'help', '客户1042值多少钱？', 'help'])
    expect((await few.directMessage(text, 'UNOBODY')).status).toBe(200);
  await few.command('help', 'UJAN');
  await until(() => few.slack.messages.length === 4, 'each was answered that is');
  const [told] = few.slack.messages.filter(({ text }) => /一分钟内|within a minute/.test(text));
  expect(told).toMatchObject({ channel: 'DNOBODY' });
  expect(told?.text).toMatch(/60秒后|in 60 seconds/);
  const lookUps = () => few.slack.calls.filter(({ method }) => method === 'users.info').length;
  expect(lookUps()).toBeLessThan(4);
  const before = lookUps();
  await few.pressButton({ id: 'form:whatif:1042', value: '1042' }, 'UNOBODY');
  await few.sendEvent({
    type: 'link_shared',
    channel: 'C1',
    user: 'UNOBODY',
    message_ts: '1782977400.000400',
    links: [{ url: 'https://chat.bank.example/bell/c/1042', domain: 'chat.bank.example' }],
  });
  await few.settled();
  expect([lookUps(), few.slack.views.length, few.slack.unfurled.length]).toEqual([before, 0, 0]);
  await few.close();
});
