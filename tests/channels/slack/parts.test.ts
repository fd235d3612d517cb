import { webApi } from '@slack/bolt';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createBotIdentity } from '../../../src/channels/slack/bot-identity.ts';
import { type Place, postedIn, respondedTo } from '../../../src/channels/slack/destinations.ts';
import { isOwnChat } from '../../../src/channels/slack/own-chat.ts';
import { botToken, home, startSlackStandIn } from './slack-stand-in.ts';

let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
let client: webApi.WebClient;
const log = pino({ level: 'silent' });
const message = { text: 'Hello', mrkdwn: false } as const;
const place: Place = { team: home.team, user: 'UPETRA', channel: 'C1', direct: false };

beforeAll(async () => {
  slack = await startSlackStandIn();
  client = new webApi.WebClient(botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: webApi.LogLevel.ERROR,
  });
  slack.people.set('UPETRA', { id: 'UPETRA', team_id: home.team, profile: {} });
  slack.botIsIn.add('C1');
});
afterAll(() => slack.close());
beforeEach(() => {
  slack.messages.length = 0;
  slack.calls.length = 0;
});

test('who the bot is, is asked once; after a failure, again', async () => {
  const whoAmI = createBotIdentity(client);
  slack.failNext('auth.test', 'internal_error');
  await expect(whoAmI()).rejects.toThrow('internal_error');
  expect(await Promise.all([whoAmI(), whoAmI()])).toMatchObject([
    { user_id: home.bot.user, team_id: home.team },
    { user_id: home.bot.user },
  ]);
  expect(slack.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(2);
});

test.each([
  ['DPETRA', true],
  ['DOTHERS', false],
  ['C1', false],
])('%s is the own chat of Petra: %s', async (channel, own) => {
  expect(await isOwnChat(client, log, { user: 'UPETRA', channel })).toBe(own);
});

test('an answer is posted in the thread it was asked in, for everybody or for one', async () => {
  const to = postedIn(client, place, '1.2');
  await to(true)(message);
  await to(false)(message);
  expect(slack.messages).toMatchObject([
    { by: 'chat.postMessage', channel: 'C1', thread: '1.2', onlyFor: undefined, mrkdwn: false },
    { by: 'chat.postEphemeral', channel: 'C1', thread: '1.2', onlyFor: 'UPETRA', mrkdwn: false },
  ]);
});

test('where the bot is no member, it is posted in the asker’s own chat', async () => {
  await postedIn(client, { ...place, channel: 'C2' }, '1.2')(false)(message);
  expect(slack.messages).toMatchObject([
    { by: 'chat.postMessage', channel: 'DPETRA', thread: undefined },
  ]);
});

test('any other refusal is the sender’s', async () => {
  slack.failNext('chat.postMessage', 'account_inactive');
  await expect(postedIn(client, place, undefined)(true)(message)).rejects.toThrow(
    'account_inactive',
  );
  expect(slack.messages).toEqual([]);
});

test('a response address takes five messages, for everybody or for one', async () => {
  const to = respondedTo(slack.responseAddress('UPETRA', 'C2'));
  for (const everybody of [true, false, true, false, true]) await to(everybody)(message);
  expect(slack.messages.map(({ onlyFor }) => onlyFor)).toEqual([
    undefined,
    'UPETRA',
    undefined,
    'UPETRA',
    undefined,
  ]);
  await expect(to(true)(message)).rejects.toThrow('used_url');
});
