import type { Activity } from 'botbuilder';
import { expect, test } from 'vitest';
import {
  activityOf,
  addressOf,
  addsBot,
  clientLocale,
  isPersonal,
  pressedCommand,
} from '../../../src/channels/teams/activity.ts';

const activity = (more: object): Activity =>
  activityOf.parse({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:petra' },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:personal' },
    ...more,
  });

test.each([
  ['a:personal-petra', 'a:personal-petra'],
  ['19:channel@thread.tacv2;messageid=1782977400000', '19:channel@thread.tacv2'],
])('%s is reached later at %s', (id, address) => {
  expect(addressOf(activity({ conversation: { id } }))).toBe(address);
});

test.each([
  [{ conversationType: 'personal' }, true],
  [{ conversationType: 'channel', isGroup: true }, false],
  [{ conversationType: 'groupChat' }, false],
  [{ isGroup: true }, false],
  [{}, true],
])('a conversation of %j is personal: %s', (kind, personal) => {
  expect(isPersonal(activity({ conversation: { id: 'a:1', ...kind } }))).toBe(personal);
});

test.each([
  ['zh-CN', 'zh'],
  ['en-GB', undefined],
  [undefined, undefined],
])('a client in %s is answered in %s unless the text says otherwise', (locale, expected) => {
  expect(clientLocale(activity({ locale }))).toBe(expected);
});

test('a button of the bot’s has a command, anything else none', () => {
  const press = (verb: string, command: unknown) =>
    pressedCommand(activity({ value: { action: { verb, data: { command } } } }));
  expect(press('ask', 'why 1042')).toBe('why 1042');
  expect([press('delete', 'why 1042'), press('ask', ''), press('ask', 17)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the bot is added where it is among the members added', () => {
  expect(addsBot(activity({ membersAdded: [{ id: '29:petra' }, { id: '28:bot' }] }))).toBe(true);
  expect(addsBot(activity({ membersAdded: [{ id: '29:petra' }] }))).toBe(false);
  expect(addsBot(activity({}))).toBe(false);
});
