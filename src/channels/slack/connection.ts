import { App, type Receiver, webApi } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { inAnyRequest } from '../../access/request-id.ts';
import type { RequestLimits } from '../../limits/request-limits.ts';
import { boltLogger } from './bolt-logger.ts';
import { type BotIdentity, createBotIdentity } from './bot-identity.ts';
import { slackLimits } from './limits.ts';
import { fetchOnce, patientFetch } from './patient-fetch.ts';
import { slackReceiver } from './receiver.ts';
import { SocketReceiver } from './socket-receiver.ts';

/** How the bot reaches Slack, and how Slack reaches the bot. */
export type ConnectionOptions = {
  botToken: string;
  /** present: requests come over HTTP */
  signingSecret: string | undefined;
  /** present: Socket Mode, and no HTTP */
  appToken: string | undefined;
  /** the Web API's address; undefined: Slack's own */
  apiUrl: string | undefined;
  /** claims a delivery; false if it was already claimed */
  take(id: string): Promise<boolean>;
  /** whether an event was claimed, by its id */
  isTaken(id: string): Promise<boolean>;
  limits: RequestLimits;
  /** called with whatever a request fails with */
  onError(error: unknown): void;
  now: () => Date;
  log: Logger;
};

/** The bot in Slack. */
export type SlackConnection = {
  client: webApi.WebClient;
  /** the same, but neither waits nor tries again */
  direct: webApi.WebClient;
  /** receives Slack's requests */
  app: App;
  whoAmI(): Promise<BotIdentity>;
  /** the routes of the HTTP receiver; undefined in Socket Mode */
  plugin: ((server: FastifyInstance) => Promise<void>) | undefined;
  /** Connects. Rejects if Slack cannot be reached. */
  start(): Promise<BotIdentity>;
  stop(): Promise<void>;
};

function clientOptions({ apiUrl, log }: ConnectionOptions): webApi.WebClientOptions {
  return {
    logger: boltLogger(log),
    fetch: patientFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
}

/** Receives Slack's requests on a route of the server, or on a socket that the bot opens. */
function receiverFor(options: ConnectionOptions): {
  receiver: Receiver;
  plugin: SlackConnection['plugin'];
} {
  const { appToken, signingSecret, limits, now, take, isTaken, onError, log } = options;
  if (appToken === undefined && signingSecret !== undefined) {
    return slackReceiver({
      signingSecret,
      wrongCredentials: limits.wrongCredentials,
      now,
      take,
      isTaken,
      onError,
    });
  }
  const receiver = new SocketReceiver(
    {
      appToken: appToken ?? '',
      logger: boltLogger(log),
      installerOptions: {
        clientOptions: {
          ...clientOptions(options),
          retryConfig: { forever: true, maxTimeout: slackLimits.reconnectPause, unref: true },
        },
      },
    },
    isTaken,
  );
  return { receiver, plugin: undefined };
}

/** Sets the bot up; nothing is sent to Slack until it is started or used. */
export function connectToSlack(options: ConnectionOptions): SlackConnection {
  const { botToken, onError, log } = options;
  const client = new webApi.WebClient(botToken, clientOptions(options));
  const direct = new webApi.WebClient(botToken, { ...clientOptions(options), fetch: fetchOnce });
  const whoAmI = createBotIdentity(client);
  const { receiver, plugin } = receiverFor(options);
  const app = new App({
    receiver,
    clientOptions: clientOptions(options),
    logger: boltLogger(log),
    convoStore: false,
    authorize: async () => {
      const { user_id: botUserId, bot_id: botId, team_id: teamId } = await whoAmI();
      return { botToken, botUserId, botId, teamId };
    },
  });
  app.use(({ next }) => inAnyRequest(next));
  app.error(async (error) => onError(error));
  return {
    client,
    direct,
    app,
    whoAmI,
    plugin,
    async start() {
      const [bot] = await Promise.all([whoAmI(), receiver.start()]);
      return bot;
    },
    async stop() {
      await receiver.stop();
    },
  };
}
