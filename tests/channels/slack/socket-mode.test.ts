import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identities } from '../../../src/store/schema.ts';
import { openWorkspace, until } from './slack-workspace.ts';

let w: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  w = await openWorkspace('socket');
  await until(() => w.slack.connected(), 'Socket Mode connected');
});
afterAll(() => w.close());

const command = (text: string) => ({
  type: 'slash_commands',
  envelope_id: `command ${text}`,
  accepts_response_payload: true,
  payload: Object.fromEntries(new URLSearchParams(w.commandBody(text))),
});
const directMessage = (envelope: string) => ({
  type: 'events_api',
  envelope_id: envelope,
  accepts_response_payload: false,
  retry_attempt: 0,
  retry_reason: '',
  payload: {
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'EvSocket',
    event: {
      type: 'message',
      channel_type: 'im',
      user: 'UPETRA',
      text: 'value customer 1042',
      channel: 'DPETRA',
      ts: '1782977400.000300',
    },
  },
});

test('nothing is served over HTTP', () => {
  expect(w.channel.plugin).toBeUndefined();
});

test('a command is acknowledged and answered with a chart', async () => {
  w.slack.push(command('customer 1042'));
  const answer = await w.answer();
  expect(w.slack.acknowledged.map(({ envelope_id }) => envelope_id)).toEqual([
    'command customer 1042',
  ]);
  expect(answer).toMatchObject({ by: 'response', channel: 'C1', onlyFor: 'UPETRA' });
  expect(answer.text).toContain('Zhang Wei is worth about €1,235');
  expect(answer.blocks.some(({ type }) => type === 'image')).toBe(true);
});

test('an event that comes again in another envelope is answered once', async () => {
  w.slack.messages.length = 0;
  w.slack.push(directMessage('first'));
  await w.answer();
  w.slack.push(directMessage('second'));
  await until(
    () => w.slack.acknowledged.some(({ envelope_id }) => envelope_id === 'second'),
    'the second envelope was acknowledged',
  );
  w.slack.push(command('help'));
  await until(
    () => w.slack.messages.some(({ by }) => by === 'response'),
    'what came later was answered',
  );
  expect(w.slack.messages.filter(({ channel }) => channel === 'DPETRA')).toHaveLength(1);
});

test('a removal of the app is acknowledged once what was kept is gone, so that Slack tells of it again until then', async () => {
  const { db } = w.bank.store;
  const removal = (envelope: string) => {
    const { payload, ...rest } = directMessage(envelope);
    const event = { type: 'app_uninstalled' };
    return { ...rest, payload: { ...payload, event_id: 'EvRemoval', event } };
  };
  const acknowledged = () => w.slack.acknowledged.map(({ envelope_id }) => envelope_id);
  await db.execute(sql`alter table slack_refused_forms rename to slack_refused_forms_away`);
  w.lines.length = 0;
  w.slack.push(removal('failing'));
  await until(() => w.lines.join('').includes('a Slack request failed'), 'the removal failed');
  await db.execute(sql`alter table slack_refused_forms_away rename to slack_refused_forms`);
  w.slack.push(directMessage('after it'));
  await until(() => acknowledged().includes('after it'), 'what came later was acknowledged');
  expect(acknowledged()).not.toContain('failing');
  expect(await db.$count(identities)).toBeGreaterThan(0);
  w.slack.push(removal('again'));
  await until(() => acknowledged().includes('again'), 'the removal was acknowledged');
  expect(await db.$count(identities)).toBe(0);
});
