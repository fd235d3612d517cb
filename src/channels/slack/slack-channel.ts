import { randomUUID } from 'node:crypto';
import { App, type BlockAction, SocketModeReceiver, webApi } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { People } from '../../access/people.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Outlet } from '../../conversation/channel.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { failedReply } from '../../conversation/wording/fallback-replies.ts';
import { languageOf } from '../../language/language-of.ts';
import { takeEvent } from '../../store/events/take-event.ts';
import type { Store } from '../../store/store.ts';
import { identifyAsker } from './asker.ts';
import { slackText } from './blocks.ts';
import { boltLogger } from './bolt-logger.ts';
import { patientFetch } from './patient-fetch.ts';
import { plainText } from './plain-text.ts';
import { slackReceiver } from './receiver.ts';
import { postToResponseAddress } from './response-address.ts';
import { type Send, sendReply, slackCode } from './send-reply.ts';

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

/** Where in Slack a question was asked. `direct`: in the asker's own chat with the bot, where nobody reads along. */
type Place = { team: string; user: string; channel: string; direct: boolean };

/** Answers of Slack where the bot cannot post: it is no member there. */
const absent = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'user_not_in_channel',
]);

const identity = z.object({ user_id: z.string(), bot_id: z.string(), team_id: z.string() });
const eventId = z.object({ event_id: z.string() });

/** Slack as a channel: `/value`, mentions, direct messages and buttons in; Block Kit with charts out. */
export function slackChannel(options: SlackOptions): {
  outlet: Outlet;
  /** routes of the HTTP receiver; none in Socket Mode */
  plugin: ((server: FastifyInstance) => Promise<void>) | undefined;
  /** Connects to Slack in the background: a Slack that is away must not keep the server from starting. */
  start(): void;
  /** Finishes what is being answered. */
  stop(): Promise<void>;
} {
  const { conversation, people, store, drawPng, now, log } = options;
  const failed = (error: unknown) => log.error(loggableError(error), 'a Slack request failed');
  const clientOptions: webApi.WebClientOptions = {
    logger: boltLogger(log),
    fetch: patientFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
  };
  const client = new webApi.WebClient(options.botToken, clientOptions);
  const take = (id: string) => takeEvent(store.db, 'slack', id, now());
  const http =
    options.appToken === undefined && options.signingSecret !== undefined
      ? slackReceiver({ signingSecret: options.signingSecret, now, take, onError: failed })
      : undefined;
  const receiver =
    http?.receiver ??
    new SocketModeReceiver({
      appToken: options.appToken ?? '',
      logger: boltLogger(log),
      installerOptions: {
        clientOptions: {
          ...clientOptions,
          retryConfig: { forever: true, maxTimeout: 60_000, unref: true },
        },
      },
    });

  let bot: Promise<z.infer<typeof identity>> | undefined;
  /** Who the bot is, asked once. */
  async function whoAmI(): Promise<z.infer<typeof identity>> {
    bot ??= client.auth.test().then((answer) => identity.parse(answer));
    try {
      return await bot;
    } catch (error) {
      bot = undefined;
      throw error;
    }
  }

  const app = new App({
    receiver,
    clientOptions,
    logger: boltLogger(log),
    convoStore: false,
    authorize: async () => {
      const { user_id, bot_id, team_id } = await whoAmI();
      return {
        botToken: options.botToken,
        botUserId: user_id,
        botId: bot_id,
        teamId: team_id,
      };
    },
  });

  /** Answers a question; where that fails, says so to the asker. */
  async function answer(text: string, place: Place, send: (everybody: boolean) => Send) {
    try {
      const { team_id } = await whoAmI();
      const { principal, locale: platformLocale } = await identifyAsker(
        client,
        people,
        team_id,
        place,
      );
      const { reply, locale } = await conversation.answer({
        text,
        principal,
        channel: 'slack',
        address: place.channel,
        shared: !place.direct,
        ...(platformLocale === undefined ? {} : { locale: platformLocale }),
      });
      const everybody = place.direct || reply.visibility === 'channel';
      await sendReply({ client, drawPng, log }, reply, locale, send(everybody));
    } catch (error) {
      const reference = randomUUID().slice(0, 8);
      log.error({ reference, ...loggableError(error) }, 'a Slack question was not answered');
      const apology = failedReply(languageOf(text) ?? 'en', reference);
      await send(place.direct)({ text: slackText(apology) });
    }
  }

  const ownChat = async (user: string) =>
    (await client.conversations.open({ users: user })).channel?.id;

  /** Whether a direct conversation is the asker's own with the bot, and not one between two people. */
  async function isOwnChat(user: string, channel: string): Promise<boolean> {
    if (!channel.startsWith('D')) return false;
    try {
      return (await ownChat(user)) === channel;
    } catch (error) {
      log.warn(loggableError(error), 'Slack did not say whose chat it is: only the asker will see');
      return false;
    }
  }

  /** Posts where the bot is; where it is not, into the asker's own chat with the bot. */
  const post =
    ({ user, channel }: Place, thread: string | undefined) =>
    (everybody: boolean): Send =>
    async (message) => {
      const where = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
      try {
        if (everybody) await client.chat.postMessage({ ...where, ...message, unfurl_links: false });
        else await client.chat.postEphemeral({ ...where, ...message, user });
      } catch (error) {
        if (!absent.has(slackCode(error) ?? '')) throw error;
        const own = await ownChat(user);
        if (own === undefined) throw error;
        await client.chat.postMessage({ channel: own, ...message, unfurl_links: false });
      }
    };

  const respond =
    (address: string) =>
    (everybody: boolean): Send =>
    (message) =>
      postToResponseAddress(address, {
        ...message,
        response_type: everybody ? 'in_channel' : 'ephemeral',
        replace_original: false,
      });

  const working = new Set<Promise<void>>();
  app.use(async ({ body, next }) => {
    // Slack delivers an event again, signed anew, when it has not heard of the acknowledgement.
    const event = eventId.safeParse(body).data?.event_id;
    const work = (async () => {
      if (event === undefined || (await take(event))) await next();
    })();
    working.add(work);
    try {
      await work;
    } finally {
      working.delete(work);
    }
  });

  app.command('/value', async ({ ack, command }) => {
    await ack();
    const { team_id: team, user_id: user, channel_id: channel } = command;
    const direct = await isOwnChat(user, channel);
    await answer(
      `/value ${plainText(command.text)}`,
      { team, user, channel, direct },
      respond(command.response_url),
    );
  });

  app.event('app_mention', async ({ event, body }) => {
    const { user, channel, text, thread_ts } = event;
    if (user === undefined) return;
    const place = { team: body.team_id, user, channel, direct: false };
    await answer(plainText(text), place, post(place, thread_ts));
  });

  app.message(async ({ message, body }) => {
    if (message.subtype !== undefined || message.channel_type !== 'im') return;
    if (message.bot_id !== undefined || message.text === undefined) return;
    const { user, channel, text, thread_ts } = message;
    const place = { team: body.team_id, user, channel, direct: true };
    await answer(plainText(text), place, post(place, thread_ts));
  });

  app.action<BlockAction>(/^ask:\d+$/, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const team = body.team?.id ?? body.user.team_id;
    if (action.type !== 'button' || action.value === undefined) return;
    if (channel === undefined || team === undefined) return;
    const user = body.user.id;
    const direct = await isOwnChat(user, channel);
    await answer(
      `/value ${action.value}`,
      { team, user, channel, direct },
      respond(body.response_url),
    );
  });

  app.error(async (error) => failed(error));

  return {
    plugin: http?.plugin,
    outlet: {
      name: 'slack',
      async deliver(address, reply, locale) {
        try {
          await sendReply({ client, drawPng, log }, reply, locale, (message) =>
            client.chat.postMessage({ channel: address, ...message, unfurl_links: false }),
          );
        } catch (error) {
          const code = slackCode(error);
          if (code === undefined) throw error;
          throw new Error(
            absent.has(code)
              ? `The bot cannot post in the Slack conversation ${address} (${code}): invite it there.`
              : `Slack did not take the message to ${address}: ${code}.`,
            { cause: error },
          );
        }
      },
    },
    start() {
      Promise.all([whoAmI(), receiver.start()]).then(
        ([{ user_id, team_id }]) => log.info({ bot: user_id, team: team_id }, 'connected to Slack'),
        (error: unknown) =>
          log.error(loggableError(error), 'Slack is not reached: check its tokens and the network'),
      );
    },
    async stop() {
      await receiver.stop();
      await Promise.allSettled(working);
    },
  };
}
