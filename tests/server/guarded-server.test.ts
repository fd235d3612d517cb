import { createHmac } from 'node:crypto';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { createHttpServer } from '../../src/server/http-server.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { signingSecret, startSlackStandIn } from '../channels/slack/slack-stand-in.ts';
import { placedToken, placeSmallBank } from '../placed-bank.ts';

/*
 * A whole server over HTTP, as one that stands behind a proxy, with limits small enough to be met.
 */

const log = pino({ level: 'silent' });
const metricsToken = 'for-the-metrics-of-tests';
const limits = {
  token: 6,
  tokenPages: 2,
  address: 12,
  addressQuestions: 2,
  wrongCredentials: 3,
};

describe('a server with limits', () => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
  let app: App;

  beforeAll(async () => {
    where = await placeSmallBank('pglite');
    slack = await startSlackStandIn();
    const environment = readEnvironment({
      ...where.variables,
      PORT: '0',
      DEMO: 'on',
      PUBLIC_URL: 'https://bot.bank.example/bellwether',
      ALLOWED_HOSTS: 'inside.bank.example',
      METRICS_TOKEN: metricsToken,
      SLACK_BOT_TOKEN: 'xoxb-the-bot',
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
    });
    const config = readConfig(environment.BELLWETHER_CONFIG);
    app = await startApp({
      environment,
      config: { ...config, limits: { ...config.limits, ...limits }, slack: { show: 'links' } },
      log,
      now: () => new Date(),
    });
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await slack.close();
    await where.leave();
  });

  /** As the proxy passes on a request of an address, which may claim to come from another. */
  const from = (address: string) => ({ 'x-forwarded-for': `203.0.113.77, ${address}` });
  const send = (path: string, headers: Record<string, string>, body?: string) =>
    fetch(`${app.address}${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
  const seconds = (response: Response) => Number(response.headers.get('retry-after'));
  const good = { authorization: `Bearer ${placedToken}` };

  test('an address that guesses tokens is refused, not whoever shares it with a good one', async () => {
    const address = from('198.51.100.1');
    const guess = async () =>
      send('/api/values/101', { ...address, authorization: 'Bearer bwt_guessed' });
    expect((await send('/api/values/101', { ...address, ...good })).status).toBe(200);
    for (let time = 0; time < 3; time++) expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(seconds(refused)).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many' } });
    expect((await send('/api/values/101', { ...address, ...good })).status).toBe(200);
    const other = { ...from('198.51.100.2'), authorization: 'Bearer bwt_guessed' };
    expect((await send('/api/values/101', other)).status).toBe(401);
  });

  test('a bank that keeps customers’ data out of Slack answers Slackbot nothing', async () => {
    const headers = { ...from('198.51.100.9'), 'content-type': 'application/json' };
    expect((await send('/mcp/slack', headers, '{}')).status).toBe(404);
    expect((await send('/mcp', headers, '{}')).status).toBe(401);
  });

  test('a token reads so many pages of lists, and so many customers', async () => {
    const read = async (path: string) =>
      (await send(path, { ...from('198.51.100.3'), ...good })).status;
    expect(await read('/api/values?limit=2')).toBe(200);
    expect(await read('/api/customers')).toBe(200);
    expect(await read('/api/values?limit=2')).toBe(429);
    expect(await read('/api/values/101')).toBe(200);
    expect(await read('/api/values/101')).toBe(429);
  });

  test('an address is taken so many requests and questions of, and is always told whether the server lives', async () => {
    const page = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const ask = () =>
      send('/web/ask', { ...from('198.51.100.4'), ...page }, '{"text":"help","locale":"en"}');
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    expect((await ask()).status).toBe(429);
    for (let time = 0; time < 12; time++)
      expect((await send('/web/words', from('198.51.100.5'))).status).toBe(200);
    const refused = await send('/web/words', from('198.51.100.5'));
    expect(refused.status).toBe(429);
    expect(seconds(refused)).toBeGreaterThan(50);
    expect((await send('/healthz', from('198.51.100.5'))).status).toBe(200);
    expect((await send('/web/words', from('198.51.100.6'))).status).toBe(200);
  });

  /** Asks under a name, which fetch would not. */
  const under = (host: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; body: string }>((done, failed) => {
      const { hostname, port } = new URL(app.address);
      const asked = ask({ hostname, port, path, headers: { ...headers, host } }, (response) => {
        let body = '';
        response.on('data', (piece) => {
          body += piece;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, body }));
      });
      asked.on('error', failed).end();
    });

  test.each([
    ['bot.bank.example', {}, 200],
    ['bot.bank.example:443', {}, 200],
    ['Inside.Bank.Example', {}, 200],
    ['localhost:3000', {}, 200],
    ['[::1]:3000', {}, 200],
    ['127.0.0.1', { 'x-forwarded-host': 'bot.bank.example' }, 200],
    ['evil.example', {}, 421],
    ['evil.example:3000', { 'x-forwarded-host': 'localhost' }, 421],
    ['localhost', { 'x-forwarded-host': 'evil.example' }, 421],
    ['localhost.evil.example', {}, 421],
    ['127.0.0.1.evil.example', {}, 421],
    ['192.0.2.1', {}, 421],
  ])('asked under the name “%s” with %j: %i', async (host, headers, status) => {
    const answer = await under(host, '/print', {
      ...from(`198.51.100.${host.length + 30}`),
      ...headers,
    });
    expect(answer.status, answer.body).toBe(status);
    if (status === 421) expect(answer.body).toContain('ALLOWED_HOSTS');
    expect((await under(host, '/healthz', headers)).status).toBe(200);
  });

  test('every answer says that it is not to be framed, kept, guessed about or told of', async () => {
    for (const [path, headers] of [
      ['/', {}],
      ['/print', {}],
      ['/web/status', {}],
      ['/web/inbox', {}],
      ['/api/values/101', good],
      ['/api/values/101', { authorization: 'Bearer wrong' }],
      ['/charts/a.png', {}],
      ['/nothing', {}],
    ] as const) {
      const answer = await send(path, { ...from('198.51.100.21'), ...headers });
      expect(Object.fromEntries(answer.headers), path).toMatchObject({
        'content-security-policy':
          "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';manifest-src 'self';worker-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'cache-control': path === '/' || path === '/print' ? 'public, max-age=0' : 'no-store',
      });
    }
  });

  test('metrics are for programs on this machine, and for whoever has their token', async () => {
    const read = async (headers: Record<string, string>) =>
      (await send('/metrics', headers)).status;
    const outside = from('198.51.100.22');
    expect(await read({})).toBe(200);
    expect(await read(outside)).toBe(401);
    expect(await read({ ...outside, ...good })).toBe(401);
    expect(await read({ ...outside, authorization: `Bearer ${metricsToken}` })).toBe(200);
    expect((await under('evil.example', '/metrics')).status).toBe(401);
  });

  test('who asks is found out before what they ask is read', async () => {
    const answer = await send('/api/customers?token=x', from('198.51.100.23'));
    expect(answer.status).toBe(401);
  });

  test('what Slack did not sign is limited by its address, and what it signed is not', async () => {
    const body = '{"type":"url_verification","challenge":"c"}';
    const at = String(Math.floor(Date.now() / 1000));
    const headers = (secret: string, time = at) => ({
      ...from('198.51.100.7'),
      'content-type': 'application/json',
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`,
    });
    const statuses = [];
    for (let time = 0; time < 4; time++)
      statuses.push((await send('/slack/events', headers('another'), body)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    for (let time = 0; time < 14; time++)
      expect((await send('/slack/events', headers(signingSecret), body)).status).toBe(200);
    const sentAt = async (seconds: number | string) =>
      (await send('/slack/events', headers(signingSecret, String(seconds)), body)).status;
    const seconds = Date.now() / 1000;
    expect(await sentAt(Math.floor(seconds + 200))).toBe(200);
    expect(await sentAt(Math.floor(seconds - 200))).toBe(200);
    for (const wrong of [
      Math.ceil(seconds + 400),
      Math.floor(seconds - 302),
      'NaN',
      'Infinity',
      '',
    ])
      expect(await sentAt(wrong)).toBe(429);
  });
});

test('requests that never end are cut off, in their headers or their body', async () => {
  const server = createHttpServer(log, {
    proxyHops: 0,
    patience: { headers: 150, request: 300, nextRequest: 1_000, silence: 1_000, check: 50 },
  });
  server.post('/', () => 'whole');
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = new URL(server.listeningOrigin);
  const drip = (first: string, more: string) =>
    new Promise<string>((done) => {
      let answer = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(first));
      const timer = setInterval(() => socket.writable && socket.write(more), 40);
      socket.on('data', (data) => {
        answer += data;
      });
      socket
        .on('error', () => {})
        .on('close', () => {
          clearInterval(timer);
          done(answer);
        });
    });
  const head = 'POST / HTTP/1.1\r\nHost: a\r\n';
  const answers = await Promise.all([
    drip(head, 'X-A: b\r\n'),
    drip(`${head}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n`, '1'),
  ]);
  for (const answer of answers) expect(answer).toContain('HTTP/1.1 408');
  await server.close();
});
