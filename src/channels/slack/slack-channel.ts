import { App, type AppOptions, SocketModeReceiver, type webApi } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import type { Locale, Principal } from '../../access/principal.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Reply } from '../../conversation/reply.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { slackBlocks, slackText } from './blocks.ts';
import { boltLogger } from './bolt-logger.ts';
import { uploadCharts } from './charts.ts';
import { plainText } from './plain-text.ts';
import { slackReceiver } from './receiver.ts';

/** What the Slack channel stands on. */
export type SlackOptions = {
  botToken: string;
  /** present: requests come over HTTP */
  signingSecret: string | undefined;
  /** present: Socket Mode, and no HTTP */
  appToken: string | undefined;
  /** the Web API's address; undefined: Slack's own */
  apiUrl: string | undefined;
  conversation: Conversation;
  people: People;
  store: Store;
  drawPng: DrawPng;
  now: () => Date;
  log: Logger;
};

/** Sends one form of a message: with everything, without charts, or as mere text. */
type Send = (message: {
  text: string;
  blocks?: ReturnType<typeof slackBlocks>;
}) => Promise<unknown>;

/** Where in Slack a question was asked. */
type Place = { team: string; user: string; channel: string; direct: boolean };

const refusals = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'slack_file_not_found',
]);
const absent = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'user_not_in_channel',
]);

const platformError = z.object({ data: z.object({ error: z.string() }) });
const responseError = z.object({
  statusCode: z.number().int().optional(),
  status: z.number().int().optional(),
});

/** The error code of Slack's Web API, if that is what an error is. */
const slackCode = (error: unknown) => platformError.safeParse(error).data?.data.error;

/** Blocks are refused by name over the Web API, and by a status of 4xx or 500 at a response address. */
function blocksRefused(error: unknown): boolean {
  const code = slackCode(error);
  if (code !== undefined) return refusals.has(code);
  const { statusCode, status } = responseError.safeParse(error).data ?? {};
  const given = statusCode ?? status;
  return given === 400 || given === 500;
}

/** Slack as a channel: `/value`, mentions, direct messages and buttons in; Block Kit with charts out. */
export function slackChannel(options: SlackOptions): {
  outlet: Outlet;
  /** routes of the HTTP receiver; none in Socket Mode */
  plugin: ((server: FastifyInstance) => Promise<void>) | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
} {
  const { conversation, people, store, drawPng, now, log } = options;
  const http =
    options.appToken === undefined && options.signingSecret !== undefined
      ? slackReceiver({
          signingSecret: options.signingSecret,
          now,
          take: (id) => takeEvent(store.db, 'slack', id, now()),
          onError: (error) =>
            log.error({ err: error, code: slackCode(error) }, 'a Slack request failed'),
        })
      : undefined;
  const logger = boltLogger(log);
  const clientOptions: NonNullable<AppOptions['clientOptions']> = {
    logger,
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
  };
  const receiver =
    http?.receiver ??
    new SocketModeReceiver({
      appToken: options.appToken ?? '',
      logger,
      installerOptions: { clientOptions },
    });
  const app = new App({
    token: options.botToken,
    receiver,
    clientOptions,
    logger,
    convoStore: false,
  });

  /** Who is asking, linked by the address Slack has verified; guests and people of other workspaces are not. */
  async function identify(
    client: webApi.WebClient,
    { team, user }: Place,
  ): Promise<[Principal, Locale | undefined]> {
    const known = await people.identify('slack', `${team}:${user}`);
    if (known.kind === 'linked') return [known, known.locale ?? undefined];
    const { user: person } = await client.users.info({ user, include_locale: true });
    const locale: Locale | undefined = person?.locale?.startsWith('zh') ? 'zh' : undefined;
    const email = person?.profile?.email;
    const ours =
      person !== undefined &&
      !person.is_bot &&
      !person.is_restricted &&
      !person.is_ultra_restricted &&
      !person.is_stranger &&
      (person.team_id === undefined || person.team_id === team);
    if (!ours || email === undefined) return [known, locale];
    return [await people.identifyByEmail('slack', `${team}:${user}`, email), locale];
  }

  /** Sends a Reply with its charts; without them, and then as mere text, where Slack refuses. */
  async function sendReply(
    client: webApi.WebClient,
    reply: Reply,
    locale: Locale,
    send: Send,
  ): Promise<void> {
    const text = slackText(reply);
    let charts: Awaited<ReturnType<typeof uploadCharts>> = [];
    try {
      charts = await uploadCharts(client, drawPng, reply.charts);
    } catch (error) {
      log.warn(
        { code: slackCode(error) },
        'Slack did not take a chart; the reply goes out without it',
      );
    }
    const forms = [
      ...(charts.length > 0 ? [{ text, blocks: slackBlocks(reply, locale, charts) }] : []),
      { text, blocks: slackBlocks(reply, locale) },
      { text },
    ];
    for (const [i, form] of forms.entries()) {
      try {
        await send(form);
        return;
      } catch (error) {
        if (!blocksRefused(error) || i === forms.length - 1) throw error;
        log.warn({ code: slackCode(error) }, 'Slack refused blocks; the reply goes out plainer');
      }
    }
  }

  async function answer(
    client: webApi.WebClient,
    text: string,
    place: Place,
    sendTo: (shared: boolean) => Send,
  ) {
    const [principal, platformLocale] = await identify(client, place);
    const { reply, locale } = await conversation.answer({
      text: plainText(text),
      principal,
      channel: 'slack',
      address: place.channel,
      shared: !place.direct,
      ...(platformLocale === undefined ? {} : { locale: platformLocale }),
    });
    const everybody = place.direct || reply.visibility === 'channel';
    await sendReply(client, reply, locale, sendTo(everybody));
  }

  /** Posts where the bot is; where it is not, into the direct conversation with the asker. */
  const post =
    (client: webApi.WebClient, place: Place, thread: string | undefined) =>
    (everybody: boolean): Send =>
    async (message) => {
      const where = {
        channel: place.channel,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      };
      try {
        if (everybody) await client.chat.postMessage({ ...where, ...message, unfurl_links: false });
        else await client.chat.postEphemeral({ ...where, ...message, user: place.user });
      } catch (error) {
        if (!absent.has(slackCode(error) ?? '')) throw error;
        const { channel } = await client.conversations.open({ users: place.user });
        if (channel?.id === undefined) throw error;
        await client.chat.postMessage({ channel: channel.id, ...message });
      }
    };

  app.command('/value', async ({ ack, command, client, respond }) => {
    await ack();
    const place: Place = {
      team: command.team_id,
      user: command.user_id,
      channel: command.channel_id,
      direct: command.channel_name === 'directmessage',
    };
    await answer(
      client,
      `/value ${command.text}`,
      place,
      (everybody): Send =>
        (message) =>
          respond({ ...message, response_type: everybody ? 'in_channel' : 'ephemeral' }),
    );
  });

  app.event('app_mention', async ({ event, body, client }) => {
    if (event.user === undefined) return;
    const place: Place = {
      team: body.team_id,
      user: event.user,
      channel: event.channel,
      direct: false,
    };
    await answer(client, event.text, place, post(client, place, event.thread_ts));
  });

  app.message(async ({ message, body, client }) => {
    if (message.subtype !== undefined || message.channel_type !== 'im') return;
    if (message.bot_id !== undefined || message.text === undefined) return;
    const place: Place = {
      team: body.team_id,
      user: message.user,
      channel: message.channel,
      direct: true,
    };
    await answer(client, message.text, place, post(client, place, message.thread_ts));
  });

  app.action(/^ask:\d+$/, async ({ ack, action, body, client, respond }) => {
    await ack();
    if (action.type !== 'button' || action.value === undefined || body.type !== 'block_actions')
      return;
    const channel = body.channel?.id;
    const team = body.team?.id ?? body.user.team_id;
    if (channel === undefined || team === undefined) return;
    const place: Place = { team, user: body.user.id, channel, direct: channel.startsWith('D') };
    await answer(
      client,
      `/value ${action.value}`,
      place,
      (everybody): Send =>
        (message) =>
          respond({
            ...message,
            response_type: everybody ? 'in_channel' : 'ephemeral',
            replace_original: false,
          }),
    );
  });

  app.error(async (error) => {
    log.error(
      { code: error.code, reason: slackCode(error.original) ?? error.message },
      'a Slack request failed',
    );
  });

  return {
    plugin: http?.plugin,
    outlet: {
      name: 'slack',
      async deliver(address, reply, locale) {
        await sendReply(app.client, reply, locale, (message) =>
          app.client.chat.postMessage({ channel: address, ...message, unfurl_links: false }),
        );
      },
    },
    async start() {
      await receiver.start();
    },
    async stop() {
      await receiver.stop();
    },
  };
}
