import { randomBytes } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import cron from 'node-cron';
import { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { createPeople } from './access/people.ts';
import { health } from './api/health.ts';
import { createMetrics } from './api/metrics.ts';
import { api } from './api/plugin.ts';
import { createChartLinks } from './channels/chart-links.ts';
import { createWebOutlet } from './channels/web/outlet.ts';
import { type Preparation as WebPreparation, webChannel } from './channels/web/plugin.ts';
import { drawPng } from './charts/draw-png.ts';
import type { Host } from './cli/host.ts';
import { listenLocally } from './cli/local-socket.ts';
import { runCli } from './cli/run.ts';
import type { Outlet } from './conversation/channel.ts';
import type { Conversation } from './conversation/conversation.ts';
import { createConversation } from './conversation/create-conversation.ts';
import { describeCommands } from './conversation/describe-commands.ts';
import { demoPeople } from './demo/people.ts';
import { type DigestDependencies, queueDueDigests, workDigests } from './jobs/digests.ts';
import { queueNightlyScore, workNightlyScores } from './jobs/nightly-run.ts';
import { openStore } from './open-store.ts';
import { type Preparation, prepareStore } from './prepare-store.ts';
import { type Config, ConfigError, type Environment } from './settings/settings.ts';
import { forgetEvents } from './store/events/take-event.ts';
import { keepSecret } from './store/secrets/keep-secret.ts';
import type { Store } from './store/store.ts';

/** What a server runs with. */
export type AppOptions = { environment: Environment; config: Config; log: Logger; now: () => Date };

/** A running server. `ready` settles when a demo bank is in and valued; closing finishes what is in flight. */
export type App = { address: string; ready: Promise<void>; close(): Promise<void> };

/** A conversation that also counts its answers. */
function counted(
  conversation: Conversation,
  metrics: ReturnType<typeof createMetrics>,
): Conversation {
  return {
    ...conversation,
    async answer(question) {
      const stop = metrics.answerSeconds.startTimer({ channel: question.channel });
      const answer = await conversation.answer(question);
      stop();
      metrics.answers.inc({ channel: question.channel, intent: answer.intent });
      return answer;
    },
  };
}

/** What goes wrong when a server cannot listen, as the operator can mend it. */
function listenError(error: unknown, { HOST, PORT }: Environment): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'EADDRINUSE') {
    return new ConfigError(
      `PORT was given ${PORT}, and another program already listens there. Stop it, or choose another PORT.`,
    );
  }
  if (error.code === 'EACCES') {
    return new ConfigError(
      `PORT was given ${PORT}, which this user may not open. Choose one above 1023.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new ConfigError(
      `HOST was given ${JSON.stringify(HOST)}, which is no address of this machine.`,
    );
  }
  return error;
}

/**
 * Wires everything, once, and starts serving. A demo bank is made while the server already answers that it is coming.
 * @throws ConfigError and the store's errors, one line each, when the server cannot start
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { environment } = options;
  const store = await openStore(environment);
  try {
    return await serve(store, options);
  } catch (error) {
    await store.close();
    throw listenError(error, environment);
  }
}

async function serve(store: Store, { environment, config, log, now }: AppOptions): Promise<App> {
  const closing: (() => Promise<unknown>)[] = [];
  const people = createPeople(store, now);
  const metrics = createMetrics();
  const conversation = counted(createConversation({ store, config, now, log }), metrics);
  const secret = await keepSecret(store.db, 'server', () => randomBytes(32).toString('base64url'));
  const publicUrl = environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`;
  const chartLinks = createChartLinks({ store, publicUrl, secret, now, drawPng });

  const server = Fastify({
    loggerInstance: log,
    // A line a request by its route, never by its address: that may name a customer.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: environment.PUBLIC_URL !== undefined,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  server.addHook('onResponse', async (request, reply) => {
    log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });

  let state: WebPreparation = { state: 'preparing', stage: 'demo', done: 0, total: 0 };
  const demo = environment.DEMO === 'on';
  const outlets: Outlet[] = [createWebOutlet({ store, now })];
  await server.register(
    webChannel({
      conversation,
      people,
      store,
      chartLinks,
      preparation: () => state,
      demo,
      commands: describeCommands(),
      secret,
      now,
    }),
  );
  await server.register(chartLinks.plugin);
  await server.register(health, { store, metrics });
  await server.register(api, { store, people, now });

  // The platforms' own packages take longer to load than all the rest: a server that does not use them goes without.
  if (environment.SLACK_BOT_TOKEN !== undefined) {
    const { slackChannel } = await import('./channels/slack/slack-channel.ts');
    const slack = slackChannel({
      botToken: environment.SLACK_BOT_TOKEN,
      signingSecret: environment.SLACK_SIGNING_SECRET,
      appToken: environment.SLACK_APP_TOKEN,
      apiUrl: environment.SLACK_API_URL,
      conversation,
      people,
      store,
      drawPng,
      now,
      log,
    });
    outlets.push(slack.outlet);
    if (slack.plugin !== undefined) await server.register(slack.plugin);
    slack.start();
    closing.push(() => slack.stop());
  }

  if (environment.TEAMS_APP_ID !== undefined || environment.TEAMS_AUTH === 'none') {
    const { teamsChannel } = await import('./channels/teams/teams-channel.ts');
    const open = environment.TEAMS_AUTH === 'none';
    const teams = teamsChannel({
      appId: open ? undefined : environment.TEAMS_APP_ID,
      appPassword: open ? undefined : environment.TEAMS_APP_PASSWORD,
      tenantId: open ? undefined : environment.TEAMS_TENANT_ID,
      stranger: open && demo ? () => people.byEmail(demoPeople.analyst) : undefined,
      conversation,
      people,
      store,
      chartLinks,
      now,
      log,
    });
    outlets.push(teams.outlet);
    await server.register(teams.plugin);
  }

  const boss = new PgBoss(store.jobs);
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reported an error'));
  await boss.start();
  const digests: DigestDependencies = { store, config, boss, people, outlets, now, log };
  await workDigests(digests);
  await workNightlyScores(digests);
  const started = now();
  const ticking = cron.schedule('* * * * *', async () => {
    try {
      await queueDueDigests(digests);
      await queueNightlyScore(digests, started);
    } catch (error) {
      log.error({ err: error }, 'what is due could not be queued; the next minute tries again');
    }
  });
  const sweeping = cron.schedule('17 3 * * *', async () => {
    try {
      await forgetEvents(store.db, new Date(now().getTime() - 86_400_000));
    } catch (error) {
      log.error({ err: error }, 'old events could not be forgotten; the next night tries again');
    }
  });

  const address = await server.listen({ host: environment.HOST, port: environment.PORT });
  log.info({ address, store: store.kind, demo }, 'serving');

  const watchers = new Set<(progress: Preparation) => void>();
  const ready = prepareStore(store, { environment, config, now }, (progress) => {
    const { stage, done, total } = progress;
    state = { state: 'preparing', stage, done, total };
    for (const watcher of watchers) watcher(progress);
  }).then(
    () => {
      state = { state: 'ready' };
      log.info('ready to answer');
    },
    (error: unknown) => {
      state = { state: 'failed' };
      log.error({ err: error }, 'the demo bank could not be prepared; a restart tries again');
    },
  );

  if (store.kind === 'pglite') {
    const host: Host = {
      environment,
      config,
      now,
      log,
      store: async () => store,
      async prepared(onProgress) {
        watchers.add(onProgress);
        await ready;
        watchers.delete(onProgress);
      },
    };
    const local = await listenLocally(environment.DATA_DIR, (words, terminal) =>
      runCli(words, terminal, host),
    );
    closing.push(() => new Promise((done) => local.close(done)));
  }

  return {
    address,
    ready,
    async close() {
      await ticking.stop();
      await sweeping.stop();
      await server.close();
      for (const each of closing) await each();
      await boss.stop({ graceful: true, timeout: 5000 });
      await ready;
      await store.close();
    },
  };
}
