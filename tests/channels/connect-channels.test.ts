import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignIn } from '../../src/access/sign-in.ts';
import { createChartLinks } from '../../src/channels/chart-links.ts';
import { connectChannels } from '../../src/channels/connect-channels.ts';
import { type ChannelServices, defineChannel } from '../../src/channels/definition.ts';
import { serverChannels } from '../../src/channels/registry.ts';
import { drawPng } from '../../src/charts/draw-png.ts';
import { describeCommands } from '../../src/conversation/describe-commands.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { channelNames } from '../../src/store/kinds.ts';
import { type FortyCustomers, openFortyCustomers, testMoment } from '../banks/forty-customers.ts';
import { unlimited } from '../unlimited.ts';
import { deliverTo } from './deliver-to.ts';

const secret = 'for tests of cookies';
const now = () => testMoment;
let bank: FortyCustomers;
let services: ChannelServices;

beforeAll(async () => {
  bank = await openFortyCustomers();
  const { store } = bank;
  const publicUrl = 'http://localhost:3000';
  services = {
    ...bank,
    publicUrl,
    signIn: createSignIn({ store, people: bank.people, secret, random: randomBytes, now }),
    chartLinks: createChartLinks({ store, publicUrl, secret, now, drawPng, ...unlimited }),
    drawPng,
    limits: unlimited,
    commands: describeCommands(),
    config: readConfig('config/bellwether.yaml'),
    preparation: () => ({ state: 'ready' }),
    secret,
    now,
    log: pino({ level: 'silent' }),
  };
});
afterAll(() => bank.store.close());

/** The channels of a server with these settings, and the routes of channels that it has. */
async function connected(variables: Record<string, string>, definitions = serverChannels) {
  const server = Fastify();
  const environment = readEnvironment(variables);
  const channels = await connectChannels(definitions, server, environment, services);
  const routes = ['/slack/events', '/api/messages', '/web/ask', '/fax'].filter((url) =>
    server.hasRoute({ method: 'POST', url }),
  );
  await channels.stop();
  await server.close();
  return { outlets: channels.outlets.map(({ name }) => name), routes };
}

test('every channel is one that a server takes in, but the terminal', () => {
  const taken = serverChannels.map(({ name }) => name);
  expect([...taken, 'terminal'].sort()).toEqual([...channelNames].sort());
});

const slackToken = { SLACK_BOT_TOKEN: 'xoxb-test' };
const teamsApp = { TEAMS_APP_ID: 'app', TEAMS_APP_PASSWORD: 'password' };
test.each([
  [{}, ['web'], ['/web/ask']],
  [
    { ...slackToken, SLACK_SIGNING_SECRET: 'secret' },
    ['web', 'slack'],
    ['/slack/events', '/web/ask'],
  ],
  [{ ...slackToken, SLACK_APP_TOKEN: 'xapp-test' }, ['web', 'slack'], ['/web/ask']],
  [teamsApp, ['web', 'teams'], ['/api/messages', '/web/ask']],
  [{ TEAMS_AUTH: 'none' }, ['web', 'teams'], ['/api/messages', '/web/ask']],
])('with %j there are %j', async (variables, outlets, routes) => {
  expect(await connected(variables)).toEqual({ outlets, routes });
});

test('a channel of one’s own is a definition more', async () => {
  const steps: string[] = [];
  const fax = defineChannel({
    name: 'terminal',
    settings: ({ PORT }) => (PORT === 4000 ? { number: '+420 1' } : undefined),
    async connect({ number }, { conversation, people }) {
      return {
        outlet: {
          name: 'terminal',
          isShared: async () => false,
          async deliver({ address, reply }) {
            steps.push(`${number} → ${address}: ${reply.title}`);
            return undefined;
          },
          find: async () => 'absent',
        },
        async plugin(server) {
          server.post('/fax', async () => {
            const principal = await people.byEmail('ana@bank.example');
            const question = { text: 'help', channel: 'terminal', address: '', shared: false };
            return conversation.answer({ ...question, channel: 'terminal', principal });
          });
        },
        start: () => steps.push('started'),
        async stop() {
          steps.push('stopped');
        },
      };
    },
  });
  expect(await connected({}, [fax])).toEqual({ outlets: [], routes: [] });

  const server = Fastify();
  const channels = await connectChannels(
    [fax],
    server,
    readEnvironment({ PORT: '4000' }),
    services,
  );
  channels.start();
  const answer = await server.inject({ method: 'POST', url: '/fax' });
  expect(answer.json()).toMatchObject({ intent: 'help' });
  const [outlet] = channels.outlets;
  if (outlet === undefined) expect.fail('The fax has no outlet.');
  const reply = { title: 'Digest', summary: '', facts: [], charts: [], actions: [] };
  await deliverTo(outlet, '+420 2', { ...reply, visibility: 'asker' });
  await channels.stop();
  await server.close();
  expect(steps).toEqual(['started', '+420 1 → +420 2: Digest', 'stopped']);
});
