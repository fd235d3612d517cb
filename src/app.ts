import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AccessTokens } from './access/access-tokens.ts';
import { pageLinks } from './access/page-link.ts';
import { createPeople, type People } from './access/people.ts';
import { createSignIn } from './access/sign-in.ts';
import { countedConversation } from './api/counted-conversation.ts';
import { countedDrawing } from './api/counted-drawing.ts';
import { countRequests } from './api/counted-requests.ts';
import { health } from './api/health.ts';
import type { SignedCallers } from './api/mcp/signed-callers.ts';
import { createMetrics, type Metrics } from './api/metrics.ts';
import { api } from './api/plugin.ts';
import { createChartLinks } from './channels/chart-links.ts';
import { connectChannels } from './channels/connect-channels.ts';
import type { ChannelServices } from './channels/definition.ts';
import { serverChannels } from './channels/registry.ts';
import { drawPng } from './charts/draw-png.ts';
import type { Host } from './cli/host.ts';
import { listenLocally } from './cli/local-socket.ts';
import { runCli } from './cli/run.ts';
import { createConversation } from './conversation/create-conversation.ts';
import { describeCommands } from './conversation/describe-commands.ts';
import { createLanguageModel } from './conversation/language-model/create-language-model.ts';
import type { LanguageModel } from './conversation/language-model/language-model.ts';
import { withQuestionsUnderWay } from './conversation/questions-under-way.ts';
import { commands } from './conversation/registry.ts';
import { learnAside } from './conversation/understanding/learn-aside.ts';
import type { ScoreNight } from './jobs/nightly-run.ts';
import { checkStandingDigests } from './jobs/standing-digests.ts';
import { startJobs } from './jobs/start-jobs.ts';
import { keptDemoBank } from './kept-demo-bank.ts';
import { createBoundedQueue } from './limits/bounded-queue.ts';
import { createRequestLimits } from './limits/request-limits.ts';
import { openStore } from './open-store.ts';
import { prepareStore } from './prepare-store.ts';
import { scoreInProcess } from './scoring/run/own-process/score-in-process.ts';
import { type FollowedPreparation, followPreparation } from './server/follow-preparation.ts';
import { createHttpServer, listenError } from './server/http-server.ts';
import { knownHostsOnly } from './server/known-hosts.ts';
import { limitRequests } from './server/limit-requests.ts';
import { secureHeaders } from './server/secure-headers.ts';
import type { Traces } from './server/traces.ts';
import { ConfigError } from './settings/config-error.ts';
import { type Environment, publicUrlOf } from './settings/environment.ts';
import type { Config } from './settings/settings.ts';
import { bankFacts } from './store/book/bank-facts.ts';
import { keepAnalystsSee } from './store/people/keep-analysts-see.ts';
import { dropAbandonedStaging } from './store/scoring/abandoned-staging.ts';
import { keepSecret } from './store/secrets/keep-secret.ts';
import type { Store } from './store/store.ts';
import { storeTime } from './store/store-time.ts';

/** What a server runs with. */
export type AppOptions = { environment: Environment; config: Config; log: Logger; now: () => Date };

/** A running server. */
export type App = {
  address: string;
  /** settles when the demo bank is filled and valued */
  ready: Promise<void>;
  /**
   * Says at `/readyz` that it is stopping, goes on serving for `grace` seconds (0 unless said), in which a balancer turns away
   * from it and what was sent before is answered; then finishes the work in flight.
   */
  close(grace?: number): Promise<void>;
};

/**
 * Wires everything, once, and starts serving. The demo bank is filled while the server is already running.
 * @throws ConfigError and the store's errors, one line each, if the server cannot start
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { environment } = options;
  checkStandingDigests(options.config, options.now());
  const begun = keptDemoBank(environment, options.now());
  const store = await openStore(environment, options.log, begun);
  try {
    await keepAnalystsSee(store.db, options.config.access.analysts);
    await dropAbandonedStaging(store);
    if (environment.TEAMS_AUTH === 'none' && (await bankFacts(store.db))?.demo === false) {
      throw new ConfigError(
        'TEAMS_AUTH is "none" while the store holds a real bank. Allowed: "required".',
      );
    }
    return await serve(store, options);
  } catch (error) {
    await store.close();
    throw listenError(error, environment);
  }
}

async function serve(store: Store, options: AppOptions): Promise<App> {
  const { environment, config, log, now } = options;
  const metrics = createMetrics();
  const preparation = followPreparation(
    (onProgress) => prepareStore(store, { environment, config, now }, onProgress),
    log,
  );
  const languageModel = connectLanguageModel(options, metrics);
  const { services, questions } = await createServices(
    store,
    options,
    metrics,
    preparation,
    languageModel,
  );
  const { people, chartLinks, limits } = services;
  let stopping = false;

  const publicUrl =
    environment.PUBLIC_URL === undefined ? undefined : new URL(environment.PUBLIC_URL);
  const proxyHops = environment.PROXY_HOPS ?? (environment.PUBLIC_URL === undefined ? 0 : 1);
  const server = createHttpServer(log, { proxyHops });
  const traces = await traced(environment, proxyHops > 0);
  await traces?.follow(server);
  countRequests(server, metrics);
  // What is sent next over a connection kept open would meet a closed door.
  server.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  await secureHeaders(server, { https: publicUrl?.protocol === 'https:' });
  knownHostsOnly(server, [
    environment.HOST,
    ...(publicUrl === undefined ? [] : [publicUrl.host]),
    ...environment.ALLOWED_HOSTS,
  ]);
  await limitRequests(server, limits.address);
  await server.register(chartLinks.plugin);
  await server.register(health, {
    store,
    metrics,
    metricsToken: environment.METRICS_TOKEN,
    stopping: () => stopping,
  });
  const { conversation, drawPng, secret } = services;
  const accessTokens = await takenAccessTokens(options);
  const slackbot = await takenSlackbot(options, people);
  const tools = {
    conversation,
    drawPng,
    secret,
    ...(accessTokens && { accessTokens }),
    ...(slackbot && { slackbot }),
  };
  await server.register(api, { store, config, people, limits, now, tools });
  const channels = await connectChannels(serverChannels, server, environment, services);
  const outlets = channels.outlets;
  const jobs = await startJobs(
    {
      store,
      config,
      people,
      outlets,
      time: () => storeTime,
      now,
      log,
      scoreNight: scoresNights(store, options),
      onAttempt({ channel, outcome, seconds }) {
        metrics.deliveryAttempts.inc({ channel, outcome });
        if (seconds !== undefined) metrics.deliverySeconds.observe({ channel }, seconds);
      },
    },
    questions,
  );

  const address = await server.listen({ host: environment.HOST, port: environment.PORT });
  log.info({ address, store: store.kind, demo: environment.DEMO === 'on' }, 'serving');
  channels.start();
  preparation.begin();
  const closeCommandLine =
    store.kind === 'pglite'
      ? await serveCommandLine(store, options, preparation, languageModel)
      : undefined;

  return {
    address,
    ready: preparation.done,
    async close(grace = 0) {
      stopping = true;
      await Promise.all([jobs.pause(), wait(grace * 1000)]);
      await server.close();
      await channels.stop();
      await closeCommandLine?.();
      await jobs.stop();
      await preparation.done;
      await store.close();
      await traces?.stop();
    },
  };
}

/** Traces, where they are switched on; nothing of them is loaded where they are not. */
async function traced(
  { OTEL_TRACES_EXPORTER, OTEL_TRACES_SAMPLER_ARG: share }: Environment,
  joins: boolean,
): Promise<Traces | undefined> {
  if (OTEL_TRACES_EXPORTER === 'none') return undefined;
  const { startTraces } = await import('./server/traces.ts');
  return startTraces({ share, joins });
}

/**
 * How this server makes nightly runs: on PostgreSQL in a process of its own, and not at all where workers of their own do. The
 * embedded store belongs to this process alone.
 */
function scoresNights(
  store: Store,
  { environment, config, now }: AppOptions,
): ScoreNight | undefined {
  const { DATABASE_URL: url, BELLWETHER_CONFIG: configFile } = environment;
  if (store.kind === 'pglite' || url === undefined)
    return async ({ night, signal }) => {
      // Loaded when a night needs it: a demo's server never does.
      const { score } = await import('./scoring/run/valuation-run.ts');
      const { runId, asOf, customers } = await score(store, { config, now, night, signal });
      return { id: runId, asOf, customers };
    };
  if (config.schedule.scoreIn === 'worker') return undefined;
  return ({ night, signal }) => scoreInProcess({ url, configFile, config, night }, { signal });
}

/** Access tokens of the bank's authorization server, where it is set. */
async function takenAccessTokens({
  environment,
  config,
  now,
  log,
}: AppOptions): Promise<AccessTokens | undefined> {
  if (config.mcp.authorization === undefined) return undefined;
  const { createAccessTokens } = await import('./access/access-tokens.ts');
  const resource = new URL('/mcp', publicUrlOf(environment));
  return createAccessTokens(config.mcp.authorization, { resource, fetch, now, log });
}

/**
 * Slackbot as a program that asks for people of the bank, where Slack signs its requests; not where the bank keeps customers' data out of
 * Slack, for what it is answered stands there.
 */
async function takenSlackbot(
  { environment, config, now, log }: AppOptions,
  people: People,
): Promise<SignedCallers | undefined> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret } = environment;
  if (botToken === undefined || signingSecret === undefined) return undefined;
  if (config.slack.show === 'links') return undefined;
  const { slackbotCallers } = await import('./channels/slack/slackbot-callers.ts');
  return slackbotCallers({
    botToken,
    signingSecret,
    apiUrl: environment.SLACK_API_URL,
    people,
    now,
    log,
  });
}

/** The bank's language model, where it has one; what becomes of each sentence is counted. */
function connectLanguageModel(
  { environment, config, log, now }: AppOptions,
  metrics: Metrics,
): LanguageModel | undefined {
  if (config.languageModel === undefined) return undefined;
  return createLanguageModel({
    settings: config.languageModel,
    key: environment.LANGUAGE_MODEL_KEY,
    fetch,
    now,
    log,
    count(outcome, seconds) {
      metrics.languageModel.inc({ outcome });
      if (seconds !== undefined) metrics.languageModelSeconds.observe(seconds);
    },
  });
}

/** What the server provides to its channels. */
async function createServices(
  store: Store,
  { environment, config, log, now }: AppOptions,
  metrics: Metrics,
  preparation: FollowedPreparation,
  languageModel: LanguageModel | undefined,
): Promise<{ services: ChannelServices; questions: () => number }> {
  const secret = await keepSecret(store.db, 'server', () => randomBytes(32).toString('base64url'));
  const publicUrl = publicUrlOf(environment);
  await learnAside(commands);
  const people = createPeople(store, now);
  const signIn = createSignIn({ store, people, secret, random: randomBytes, now });
  const pageLinkFor = pageLinks({ store, publicUrl, random: randomBytes, now });
  const { conversation, questions } = withQuestionsUnderWay(
    createConversation({ store, config, now, log, languageModel, pageLinkFor }),
  );
  const limits = createRequestLimits(config.limits, { on: environment.RATE_LIMITS === 'on', now });
  const { slowAtOnce: atOnce, slowWaiting: waiting } = config.limits;
  const inTurn = createBoundedQueue({ atOnce, waiting });
  const drawInTurn = countedDrawing((spec, theme) => inTurn(() => drawPng(spec, theme)), metrics);
  const services = {
    conversation: countedConversation(conversation, metrics),
    people,
    signIn,
    publicUrl,
    store,
    chartLinks: createChartLinks({
      store,
      publicUrl,
      secret,
      now,
      drawPng: drawInTurn,
      wrongCredentials: limits.wrongCredentials,
    }),
    drawPng: drawInTurn,
    limits,
    commands: describeCommands(),
    config,
    preparation: preparation.state,
    secret,
    now,
    log,
  };
  return { services, questions };
}

/**
 * Runs command lines for other processes, because this one owns the embedded store.
 * @returns stops running them
 */
async function serveCommandLine(
  store: Store,
  { environment, config, log, now }: AppOptions,
  preparation: FollowedPreparation,
  languageModel: LanguageModel | undefined,
): Promise<() => Promise<void>> {
  const host: Host = {
    environment,
    config,
    now,
    log,
    fetch,
    languageModel,
    store: async () => store,
    prepared: (onProgress) => preparation.follow(onProgress),
  };
  const local = await listenLocally(
    environment.DATA_DIR,
    (words, terminal) => runCli(words, terminal, host),
    (error) => log.error({ err: error }, 'a command line could not be taken'),
  );
  return () => new Promise((done) => local.close(() => done()));
}
