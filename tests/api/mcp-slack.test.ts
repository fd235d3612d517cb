import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { desc } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { slackbotCallers } from '../../src/channels/slack/slackbot-callers.ts';
import { accessLog } from '../../src/store/schema.ts';
import {
  bankPeople,
  type FortyCustomers,
  openFortyCustomers,
  testMoment,
} from '../banks/forty-customers.ts';
import {
  botToken,
  home,
  signedHeaders,
  signingSecret,
  startSlackStandIn,
} from '../channels/slack/slack-stand-in.ts';
import { emptyAccessLog } from '../empty-access-log.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let bank: FortyCustomers;
let served: ServedApi;
let slack: Awaited<ReturnType<typeof startSlackStandIn>>;

beforeAll(async () => {
  bank = await openFortyCustomers();
  slack = await startSlackStandIn();
  const member = (id: string, email: string, more: object = {}) =>
    slack.people.set(id, { id, team_id: home.team, is_bot: false, profile: { email }, ...more });
  member('ULI', bankPeople.li);
  member('UNOBODY', 'nobody@elsewhere.example');
  member('UGUEST', bankPeople.petra, { is_restricted: true });
  const now = () => testMoment;
  served = await serveApi(bank.store, now, {
    conversation: bank.conversation,
    drawPng: () => Promise.reject(new Error('no charts here')),
    secret: 'a secret of the server',
    slackbot: slackbotCallers({
      botToken,
      signingSecret,
      apiUrl: slack.apiUrl,
      people: bank.people,
      now,
      log: pino({ level: 'silent' }),
    }),
  });
});
beforeEach(() => emptyAccessLog(bank.store));
afterAll(async () => {
  await served.close();
  await slack.close();
  await bank.store.close();
});

/** Slackbot, which signs what it sends. */
async function slackbot() {
  const client = new Client({ name: 'slackbot', version: '1' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${served.address}/mcp/slack`), {
      fetch: (address, init) =>
        fetch(address, {
          ...init,
          headers: {
            ...Object.fromEntries(new Headers(init?.headers)),
            ...signedHeaders(String(init?.body ?? ''), testMoment),
          },
        }),
    }),
  );
  return client;
}
const send = (body: string, headers = signedHeaders(body, testMoment)) =>
  fetch(`${served.address}/mcp/slack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body,
  });
const calling = (user: string, team: string = home.team, customer = '1075') =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'customer_value',
      arguments: { customer },
      _meta: { slack: { user_id: user, team_id: team } },
    },
  });
const entries = () => bank.store.db.select().from(accessLog).orderBy(desc(accessLog.id));

it('answers Slackbot for the person it says, as they are answered in chat', async () => {
  const client = await slackbot();
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('customer_value');
  const call = (customer: string) =>
    client.callTool({
      name: 'customer_value',
      arguments: { customer },
      _meta: { slack: { user_id: 'ULI', team_id: home.team } },
    });
  expect((await call('1075')).structuredContent).toMatchObject({ data: { customer: '1075' } });
  expect(JSON.stringify(await call('1042'))).not.toContain('Zhang Wei');
  await client.close();
  const [unseen, own] = await entries();
  const asked = { through: 'slackbot' };
  expect(own).toMatchObject({ managerId: 4, channel: 'mcp', outcome: 'allowed', asked });
  expect(unseen).toMatchObject({ managerId: 4, channel: 'mcp', reason: 'unseen', asked });
});

it('refuses what Slack did not sign, or signed long ago', async () => {
  const body = calling('ULI');
  expect((await send(body, {})).status).toBe(401);
  expect((await send(body, signedHeaders(body, testMoment, 'another secret'))).status).toBe(401);
  expect((await send(calling('UGUEST'), signedHeaders(body, testMoment))).status).toBe(401);
  for (const minutes of [-10, 10]) {
    const then = new Date(testMoment.getTime() + minutes * 60_000);
    expect((await send(body, signedHeaders(body, then))).status).toBe(401);
  }
});

it('answers what was signed once, and has in the log what it refused', async () => {
  const body = calling('ULI', home.team, '1076');
  expect((await send(body)).status).toBe(200);
  expect((await send(body)).status).toBe(401);
  expect((await send(body, {})).status).toBe(401);
  const log = (await entries()).map(({ identity, reason }) => [identity, reason]);
  expect(log.slice(0, 2)).toEqual([
    ['127.0.0.1', 'token'],
    [`${home.team}:ULI`, 'token'],
  ]);
});

it.each([
  ['somebody nobody knows', 'UNOBODY', home.team],
  ['a guest', 'UGUEST', home.team],
  ['somebody of another workspace', 'ULI', 'T2'],
])('refuses %s, which the log has', async (_, user, team) => {
  const refused = await send(calling(user, team));
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'unknown_person' } });
  expect(await entries()).toEqual([
    expect.objectContaining({
      identity: `${team}:${user}`,
      reason: 'unlinked',
      asked: { through: 'slackbot' },
    }),
  ]);
});

it('answers no question that does not say who asks', async () => {
  const { params, ...rest } = JSON.parse(calling('ULI'));
  const body = JSON.stringify({ ...rest, params: { ...params, _meta: {} } });
  expect((await send(body)).status).toBe(403);
  expect((await send(`[${calling('ULI')}]`)).status).toBe(403);
  expect((await send('{')).status).toBe(400);
});
