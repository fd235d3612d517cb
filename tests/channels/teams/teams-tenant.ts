import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { pino } from 'pino';
import { createChartLinks } from '../../../src/channels/chart-links.ts';
import { type TeamsOptions, teamsChannel } from '../../../src/channels/teams/teams-channel.ts';
import { drawPng } from '../../../src/charts/draw-png.ts';
import { bankPeople, openFortyCustomers, testMoment } from '../../banks/forty-customers.ts';
import { unlimited } from '../../unlimited.ts';
import type { Stage } from '../contract.ts';
import { startConnectorStandIn, type TeamsMember } from './connector-stand-in.ts';

export const tenant = '11111111-2222-3333-4444-555555555555';
export const bot = { id: '28:bot', name: 'Bellwether' };

/**
 * A small bank in a Teams tenant: Petra, Jan, Ana and Li of the bank, guests that carry Petra's address, and a stranger.
 * @param stage what of the bank is given, and not to be made
 */
export async function openTenant(options: Partial<TeamsOptions> = {}, stage: Partial<Stage> = {}) {
  const bank = stage.bank ?? (await openFortyCustomers());
  const teams = await startConnectorStandIn();
  const member = (name: string, email: string, more: Partial<TeamsMember> = {}) =>
    teams.members.set(`29:${name}`, {
      id: `29:${name}`,
      aadObjectId: `aad-${name}`,
      name,
      email,
      userPrincipalName: email,
      tenantId: tenant,
      userRole: 'user',
      ...more,
    });
  member('petra', bankPeople.petra);
  member('jan', bankPeople.jan);
  member('ana', bankPeople.ana);
  member('li', bankPeople.li);
  member('nobody', 'nobody@elsewhere.example');
  member('guest', bankPeople.petra, { userRole: 'guest' });
  member('invited', bankPeople.petra, {
    userPrincipalName: 'petra_bank.example#EXT#@host.onmicrosoft.com',
  });
  member('federated', bankPeople.petra, { tenantId: 'another-tenant' });

  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
  const now = () => testMoment;
  const server = Fastify();
  const address = await server.listen({ host: '127.0.0.1', port: 0 }).then(async (url) => {
    await server.close();
    return url;
  });
  const serving = Fastify({ routerOptions: { maxParamLength: 200 } });
  const chartLinks = createChartLinks({
    store: bank.store,
    publicUrl: address,
    secret: 'secret',
    now,
    drawPng: stage.drawPng ?? drawPng,
    ...unlimited,
  });
  const channel = teamsChannel({
    appId: undefined,
    appPassword: undefined,
    tenantId: tenant,
    allowedTenants: [],
    stranger: undefined,
    conversation: stage.conversation ?? bank.conversation,
    people: bank.people,
    store: bank.store,
    chartLinks,
    limits: unlimited,
    now,
    log,
    ...options,
  });
  await serving.register(channel.plugin);
  await serving.register(chartLinks.plugin);
  await serving.listen({ host: '127.0.0.1', port: Number(new URL(address).port) });

  const personal = (name: string, tenantId = tenant) => ({
    id: `a:personal-${name}`,
    conversationType: 'personal',
    tenantId,
  });
  const thread = {
    id: '19:channel@thread.tacv2;messageid=1782977400000',
    conversationType: 'channel',
    isGroup: true,
    tenantId: tenant,
  };
  const envelope = (name: string, conversation: object) => ({
    id: randomUUID(),
    timestamp: testMoment.toISOString(),
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    from: { id: `29:${name}`, name, aadObjectId: `aad-${name}` },
    recipient: bot,
    conversation,
    locale: 'en-GB',
  });

  async function send(body: unknown, headers: Record<string, string> = {}) {
    return fetch(`${address}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  return {
    bank,
    teams,
    channel,
    lines,
    address,
    send,
    envelope,
    personal,
    thread,
    say: (text: string, name = 'petra', more: object = {}) =>
      send({
        ...envelope(name, personal(name)),
        type: 'message',
        textFormat: 'plain',
        text,
        ...more,
      }),
    mention: (text: string, name = 'petra', more: object = {}) =>
      send({
        ...envelope(name, thread),
        type: 'message',
        textFormat: 'plain',
        text: `<at>Bellwether</at> ${text}`,
        entities: [{ type: 'mention', mentioned: bot, text: '<at>Bellwether</at>' }],
        channelData: { team: { id: '19:team@thread.tacv2' }, tenant: { id: tenant } },
        ...more,
      }),
    answerOffer: (value: object, name = 'petra', conversation: object = personal(name)) =>
      send({
        ...envelope(name, conversation),
        type: 'invoke',
        name: 'fileConsent/invoke',
        value: { type: 'fileUpload', ...value },
      }),
    press: (
      command: unknown,
      name = 'petra',
      conversation: object = personal(name),
      more: object = {},
    ) =>
      send({
        ...envelope(name, conversation),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: {
          action: { type: 'Action.Execute', verb: 'ask', title: 'Why?', data: { command } },
          trigger: 'manual',
        },
        ...more,
      }),
    async close() {
      await serving.close();
      await teams.close();
      if (stage.bank === undefined) await bank.store.close();
    },
  };
}
