import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loggableError } from '../src/access/loggable-error.ts';
import { type App, startApp } from '../src/app.ts';
import { readEnvironment } from '../src/settings/environment.ts';
import { readConfig } from '../src/settings/settings.ts';
import type { Store } from '../src/store/store.ts';
import { signingSecret, startSlackStandIn } from './channels/slack/slack-stand-in.ts';
import { startConnectorStandIn } from './channels/teams/connector-stand-in.ts';
import { placedToken, placeSmallBank } from './placed-bank.ts';
import { storeKinds } from './test-store.ts';

/*
 * The whole server over HTTP, with every channel, sent what no client of ours sends.
 */

const statement = /Failed query|params:|\b(?:select|insert|update)\b .*\b(?:from|into|set)\b/is;

type Sent = { method: string; path: string; headers?: Record<string, string>; body?: string };
type Answer = { status: number; body: string };

/** Sends a request as it is: `fetch` would mend an address and refuse a header. */
function sendTo(address: string, { method, path, headers, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    asking.on('error', reject).end(body);
  });
}

/** Texts that have made trouble somewhere. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\0',
    '101\0',
    '\ud83d',
    '\ufffe',
    '',
    ' ',
    '%',
    '__proto__',
    'constructor',
    '-1',
    '1e309',
    '2147483648',
    '99999999999999999999',
    "'; drop table customers; --",
    'x'.repeat(150),
    '💣',
    '留存率',
  ),
);
const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, [], {}, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
);
/** Text in an address: encoded as browsers do, or bytes as they may come. */
const oddPart = fc.oneof(
  oddText.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%00', '%ff', '%F0%9F', '%c0%ae', '%2e%2e%2f', '%25', '..', '%', 'a'.repeat(300)),
);
const cursor = fc
  .oneof(fc.nat().map(String), fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String), oddText)
  .map((key) => Buffer.from(`customer:${key.toWellFormed()}`).toString('base64url'));
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('limit', 'cursor', 'branch', 'theme', 'branch[]', '__proto__', 'x'),
      fc.oneof(oddPart, cursor),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

const get = fc
  .record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'),
    base: fc.constantFrom(
      '/api/customers',
      '/api/values',
      '/api/predictions',
      '/api',
      '/api/openapi.json',
      '/charts',
      '/web',
      '/web/status',
      '/web/inbox',
      '/healthz',
      '/readyz',
      '/metrics',
      '/slack/events',
      '',
    ),
    part: fc.option(oddPart, { nil: undefined }),
    query,
    authorization: fc.oneof(
      { weight: 5, arbitrary: fc.constant(`Bearer ${placedToken}`) },
      { weight: 1, arbitrary: fc.constantFrom('Bearer', 'Bearer x', 'Basic eA==', '') },
    ),
    cookie: fc.constantFrom('', 'bellwether_persona=analyst', 'bellwether_persona=%', 'a; b=c'),
  })
  .map(
    ({ method, base, part, query, authorization, cookie }): Sent => ({
      method,
      path: [[base, part].filter((each) => each !== undefined).join('/') || '/', query]
        .filter((each) => each !== '')
        .join('?'),
      headers: { authorization, cookie },
    }),
  );

/** A JSON document with one of its values, or one value more, that is odd. */
const changed = (whole: Record<string, unknown>, names: string[]) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(whole), ...names), oddValue)
    .map(([name, value]) => ({ ...whole, [name]: value }));

const web = fc
  .oneof(
    fc.tuple(fc.constant('/web/ask'), changed({ text: 'help', locale: 'en' }, ['x'])),
    fc.tuple(
      fc.constant('/web/ask'),
      oddText.map((text) => ({ text: `value customer ${text}`, locale: 'en' })),
    ),
    fc.tuple(fc.constant('/web/persona'), changed({ persona: 'manager' }, [])),
    fc.tuple(fc.constant('/web/inbox/read'), changed({ upTo: 1 }, [])),
    fc.tuple(fc.constantFrom('/web/ask', '/web/inbox/read', '/web/persona'), oddValue),
  )
  .map(
    ([path, body]): Sent => ({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(body),
    }),
  );

const activityOf = (serviceUrl: string): Record<string, unknown> => ({
  type: 'message',
  id: 'a1',
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:eva', name: 'Eva', aadObjectId: 'aad-eva' },
  recipient: { id: '28:bot', name: 'Bellwether' },
  conversation: { id: 'a:1', conversationType: 'personal', tenantId: 't' },
  locale: 'en-GB',
  text: 'value help',
  entities: [],
});

/** An activity that is odd in one place, but for where it is to be answered. */
const teams = (serviceUrl: string) => {
  const whole = activityOf(serviceUrl);
  const inner = ['from', 'recipient', 'conversation'] as const;
  return fc
    .oneof(
      changed(whole, ['membersAdded', 'value', 'channelData', 'timestamp', 'name', 'replyToId']),
      fc
        .tuple(
          fc.constantFrom(...inner),
          fc.constantFrom(
            'id',
            'name',
            'role',
            'tenantId',
            'aadObjectId',
            'conversationType',
            'isGroup',
          ),
          oddValue,
        )
        .map(([outer, name, value]) => ({
          ...whole,
          [outer]: { id: 'x', ...Object(whole[outer]), [name]: value },
        })),
      changed({ ...whole, type: 'invoke', name: 'adaptiveCard/action', text: undefined }, [
        'value',
        'name',
      ]),
      oddText.map((command) => ({
        ...whole,
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'ask', data: { command } } },
      })),
    )
    .map(
      (activity): Sent => ({
        method: 'POST',
        path: '/api/messages',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...activity, serviceUrl }),
      }),
    );
};

const signed = (body: string, contentType: string): Sent => {
  const at = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', signingSecret).update(`v0:${at}:${body}`).digest('hex');
  return {
    method: 'POST',
    path: '/slack/events',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${hmac}`,
    },
    body,
  };
};
const slack = fc
  .oneof(
    changed({ type: 'event_callback', team_id: 'T1', event_id: 'E1' }, ['event', 'challenge']),
    fc.record({ type: fc.constant('url_verification'), challenge: oddValue }),
    fc.record({
      type: fc.constant('event_callback'),
      team_id: oddText,
      event_id: oddText,
      event: changed({ type: 'app_mention', user: 'U1', channel: 'C1', text: 'help' }, ['ts']),
    }),
    oddValue,
  )
  .chain((document) =>
    fc.constantFrom(
      signed(JSON.stringify(document), 'application/json'),
      signed(
        `payload=${encodeURIComponent(JSON.stringify(document))}`,
        'application/x-www-form-urlencoded',
      ),
      signed(JSON.stringify(document), ''),
    ),
  );

describe.each(storeKinds)('the server on %s, sent bad requests', (kind) => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let app: App;
  let slackSide: Awaited<ReturnType<typeof startSlackStandIn>>;
  let teamsSide: Awaited<ReturnType<typeof startConnectorStandIn>>;
  const log: string[] = [];
  const send = (sent: Sent) => sendTo(app.address, sent);

  beforeAll(async () => {
    where = await placeSmallBank(kind);
    slackSide = await startSlackStandIn();
    teamsSide = await startConnectorStandIn();
    const environment = readEnvironment({
      ...where.variables,
      PORT: '0',
      DEMO: 'off',
      LOG_LEVEL: 'trace',
      RATE_LIMITS: 'off',
      SLACK_BOT_TOKEN: 'xoxb-the-bot',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slackSide.apiUrl,
      TEAMS_AUTH: 'none',
    });
    app = await startApp({
      environment,
      config: readConfig(environment.BELLWETHER_CONFIG),
      log: pino(
        { level: 'trace', serializers: { err: loggableError } },
        { write: (line) => log.push(line) },
      ),
      now: () => new Date(),
    });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await slackSide.close();
    await teamsSide.close();
    await where.leave();
  });

  /** Sends what is made up; nothing may come back as the server's fault, nor tell a statement. */
  const holds = (requests: fc.Arbitrary<Sent>, numRuns: number, besides: number[] = []) =>
    fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const { status, body } = await send(sent);
        if (!besides.includes(status)) expect(status, body).toBeLessThan(500);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(body).not.toMatch(statement);
      }),
      { numRuns },
    );

  it('never takes an address for its own fault', () => holds(get, 600), 60_000);
  it('nor what the page’s routes are sent', () => holds(web, 300), 60_000);
  // 501 is the Bot Framework's own answer to an invoke of a kind that the bot does not know.
  it('nor an activity of Teams', () => holds(teams(teamsSide.serviceUrl), 300, [501]), 60_000);
  it.each(
    ['from', 'recipient', 'conversation'].flatMap((whose) =>
      ['name', 'role', 'aadObjectId'].map((what) => ({ whose, what })),
    ),
  )('refuses an activity of Teams whose $whose has a $what that is no text', async (odd) => {
    const whole = activityOf(teamsSide.serviceUrl);
    const answer = await send({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...whole,
        [odd.whose]: { ...Object(Reflect.get(whole, odd.whose)), [odd.what]: { of: ['a', 1] } },
      }),
    });
    expect(answer.status, answer.body).toBe(400);
  });
  it.each(['.', '..', 'of 中国', 'a b', ''])(
    'refuses an activity of Teams in a conversation called “%s”, which cannot be answered',
    async (id) => {
      const activity = { ...activityOf(teamsSide.serviceUrl), conversation: { id } };
      const answer = await send({
        method: 'POST',
        path: '/api/messages',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      });
      expect(answer.status).toBe(400);
    },
  );
  it('nor what is signed by Slack', () => holds(slack, 300), 60_000);

  it.each([
    ['/api/customers?branch=%00', 'branch'],
    ['/api/values?branch=Pra%00gue', 'branch'],
    ['/api/customers/10%001', 'id'],
    [`/api/values?cursor=${Buffer.from('customer:2147483648').toString('base64url')}`, 'cursor'],
    [`/api/values?cursor=${Buffer.from('customer:9999999999').toString('base64url')}`, 'cursor'],
    ['/api/values?limit=', 'limit'],
    ['/api/customers?branch=a&branch=b', 'branch'],
  ])('says what is wrong with %s', async (path, name) => {
    const headers = { authorization: `Bearer ${placedToken}` };
    const { status, body } = await send({ method: 'GET', path, headers });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      error: { code: 'wrong_request', message: expect.stringContaining(`${name}: `) },
    });
  });

  it('takes a cursor at the very end for the last page', async () => {
    const headers = { authorization: `Bearer ${placedToken}` };
    const get = async (path: string) => {
      const { status, body } = await send({ method: 'GET', path, headers });
      return { status, body: JSON.parse(body) };
    };
    const first = await get('/api/values?limit=1');
    const [question, run, , value] = JSON.parse(
      Buffer.from(first.body.next, 'base64url').toString(),
    );
    const last = Buffer.from(JSON.stringify([question, run, 2 ** 31 - 1, value]));
    expect(await get(`/api/values?limit=1&cursor=${last.toString('base64url')}`)).toMatchObject({
      status: 200,
      body: { items: [], next: null },
    });
  });

  it('refuses half a body, a huge one and one of another kind, without repeating it', async () => {
    const page = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const ask = (body: string, headers: Record<string, string> = page) =>
      send({ method: 'POST', path: '/web/ask', headers, body });
    for (const [answer, status] of [
      [await ask('{"text":"Zhang Wei'), 400],
      [await ask(`{"text":"${'Zhang Wei'.repeat(200_000)}"}`), 413],
      [await ask('Zhang Wei', { ...page, 'content-type': 'text/rtf' }), 415],
      [await send({ method: 'GET', path: '/Zhang%20Wei' }), 404],
    ] as const) {
      expect(answer.status).toBe(status);
      expect(answer.body).not.toContain('Zhang');
    }
    const deep = await ask(`{"text":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    expect(deep.status).toBe(400);
  });

  it('logged no statement, no value and no address', () => {
    const lines = log.join('\n');
    expect(lines).not.toMatch(statement);
    expect(lines).not.toMatch(/Zhang|drop table|bwt_|aad-eva|Prague/);
  });
});

// Only a database on a server can be broken while it is in use.
describe.each(storeKinds.filter((kind) => kind === 'postgres'))('a server whose %s fails', () => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let app: App;
  let beside: Store;
  let slackSide: Awaited<ReturnType<typeof startSlackStandIn>>;
  const log: string[] = [];

  beforeAll(async () => {
    where = await placeSmallBank('postgres');
    beside = await where.open();
    slackSide = await startSlackStandIn();
    const environment = readEnvironment({
      ...where.variables,
      PORT: '0',
      DEMO: 'on',
      SLACK_BOT_TOKEN: 'xoxb-the-bot',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slackSide.apiUrl,
    });
    app = await startApp({
      environment,
      config: readConfig(environment.BELLWETHER_CONFIG),
      log: pino(
        { level: 'trace', serializers: { err: loggableError } },
        { write: (line) => log.push(line) },
      ),
      now: () => new Date(),
    });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await slackSide.close();
    await beside.close();
    await where.leave();
  });

  const api = { authorization: `Bearer ${placedToken}` };
  const page = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const chart = `/charts/${'A'.repeat(22)}.zzzzzz.${'A'.repeat(43)}.png`;
  it.each<[string, string, Sent, number]>([
    [
      'inbox',
      'inbox',
      { method: 'POST', path: '/web/inbox/read', headers: page, body: '{"upTo":1}' },
      204,
    ],
    ['managers', 'who asks', { method: 'GET', path: '/web/inbox', headers: page }, 500],
    ['managers', 'who asks', { method: 'GET', path: '/api/values/101', headers: api }, 500],
    ['customers', 'values', { method: 'GET', path: '/api/values/101', headers: api }, 500],
    ['access_log', 'the log', { method: 'GET', path: '/api/values/101', headers: api }, 500],
    [
      'api_tokens',
      'tokens',
      { method: 'GET', path: '/api/values?branch=Prague', headers: api },
      500,
    ],
    [
      'handled_events',
      'deliveries',
      signed('command=%2Fvalue&text=customer+101', 'application/x-www-form-urlencoded'),
      500,
    ],
    ['chart_links', 'charts', { method: 'GET', path: chart }, 403],
    ['valuation_runs', 'readiness', { method: 'GET', path: '/readyz' }, 503],
  ])('tells no statement where %s is gone (%s)', async (table, _, sent, status) => {
    await beside.db.execute(sql.raw(`alter table ${table} rename to gone`));
    log.length = 0;
    const answer = await sendTo(app.address, sent);
    await beside.db.execute(sql.raw(`alter table gone rename to ${table}`));
    expect({ ...answer, status: answer.status }).toMatchObject({ status });
    expect(answer.body).not.toMatch(statement);
    expect(answer.body).not.toMatch(/relation|gone|bank\.example/);
    const lines = log.join('\n');
    expect(lines).not.toMatch(statement);
    expect(lines).not.toMatch(/bank\.example|"101"|Prague/);
    if (status === 500) {
      const reference = /reference ([0-9a-f]{8})/.exec(answer.body)?.[1];
      expect(reference).toBeDefined();
      expect(lines).toContain(`"reference":"${reference}"`);
      expect(lines).toContain('"code":"42P01"');
    }
  });
});
