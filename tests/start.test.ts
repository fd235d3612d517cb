import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { fillSevenCustomers } from './banks/seven-customers.ts';
import { ended, programsIn, root, until } from './server-process.ts';

/*
 * The software as a user starts it: a process of the server, and processes of the command line beside it.
 */

const folder = mkdtempSync(join(tmpdir(), 'bellwether-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { run, cli, start } = programsIn(folder);

describe('a server with the demo bank, and the command line beside it', () => {
  const here = { DATA_DIR: join(folder, 'demo') };
  let server: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    server = await start(here);
    await until(async () => (await fetch(`${server.address}/readyz`)).status === 200, 110);
  }, 120_000);
  afterAll(async () => {
    if (server.child.exitCode === null) {
      server.child.kill('SIGKILL');
      await ended(server.child);
    }
  });

  it('is alive, ready, and tells what it does', async () => {
    expect(await (await fetch(`${server.address}/healthz`)).json()).toEqual({ status: 'alive' });
    expect(await (await fetch(`${server.address}/readyz`)).json()).toMatchObject({
      status: 'ready',
    });
    expect(await (await fetch(`${server.address}/metrics`)).text()).toContain(
      'bellwether_answers_total',
    );
  });

  it('answers a question of the command line, as JSON and nothing else on stdout', async () => {
    const { code, out } = await cli(['ask', 'value customer 1042', '--json'], here);
    expect(code).toBe(0);
    const answer = z
      .object({
        intent: z.literal('customer.value'),
        entities: z.object({ customer: z.literal('1042') }),
        reply: z.object({
          title: z.string(),
          charts: z.array(z.object({ alt: z.string(), spec: z.looseObject({}) })).min(1),
        }),
        data: z.looseObject({ clv: z.number() }),
      })
      .parse(JSON.parse(out));
    expect(answer.reply.title).toContain('1042');
  });

  it('writes the chart where the person asked from', async () => {
    const { code, err } = await cli(['ask', 'value customer 1042', '--chart', 'chart.png'], here);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('chart.png') });
    expect(readFileSync(join(folder, 'chart.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('parses lines of stdin, through the server too', async () => {
    const { code, out } = await cli(
      ['parse', '--json'],
      here,
      'value customer 1042\n谁最可能流失？\n',
    );
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((each) => z.object({ intent: z.string() }).parse(JSON.parse(each)).intent),
    ).toEqual(['customer.value', 'ranking.atRisk']);
  });

  it('tells wrong usage from failure', async () => {
    expect((await cli(['ask'], here)).code).toBe(2);
    expect((await cli(['score', '--as-of', '2026-02-31'], here)).code).toBe(2);
    const refused = await cli(['ask', 'help', '--as', 'nobody@bank.example'], here);
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('nobody@bank.example'),
    });
    expect((await cli(['demo'], here)).code).toBe(1);
  });

  it('refuses a real bank’s files beside the demo bank', async () => {
    const files = join(folder, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'branches.csv'), 'externalId,name\nPRG,Prague\n');
    const mapping = join(root, 'config/mappings/standard.yaml');
    const { code, err } = await cli(['ingest', '--mapping', mapping, files], here);
    expect(code).toBe(1);
    expect(err).toMatch(/demo/i);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('makes a token that the REST API takes, and revokes it', async () => {
    const made = await cli(
      ['token', 'create', 'test', '--as', 'analyst@demo.example', '--json'],
      here,
    );
    const { id, token } = z
      .object({ id: z.number(), token: z.string() })
      .parse(JSON.parse(made.out));
    const ask = () =>
      fetch(`${server.address}/api/values/1042`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    expect((await cli(['token', 'revoke', String(id)], here)).code).toBe(0);
    expect((await ask()).status).toBe(401);
  });

  it('refuses a second owner of the store with one line', async () => {
    const { code, err } = await run('src/main.ts', [], { ...here, PORT: '0' });
    expect(code).toBe(1);
    expect(err).toMatch(/^DATA_DIR .* is in use by another Bellwether process\..*\n$/);
  });

  it('logs no name, no question and no e-mail address', () => {
    const log = server.log.join('\n');
    expect(log).not.toMatch(/Zhang|1042|@demo\.example/);
  });

  it('finishes what is in flight at SIGTERM, and answers at once after the next start', async () => {
    const asking = fetch(`${server.address}/web/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.address },
      body: JSON.stringify({ text: 'who is about to leave?', locale: 'en' }),
    });
    await new Promise((go) => setTimeout(go, 30));
    const begun = Date.now();
    server.child.kill('SIGTERM');
    // A balancer is turned away at once, and what it has sent before it looked is answered.
    await until(async () => (await fetch(`${server.address}/readyz`)).status === 503, 5);
    const late = await fetch(`${server.address}/healthz`);
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    const [response, code] = await Promise.all([asking, ended(server.child)]);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ intent: 'ranking.atRisk' });
    expect(code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(10_000);

    // With nobody serving, a command opens the store itself.
    const alone = await cli(['ask', 'value customer 1042', '--json'], here);
    expect(alone.code).toBe(0);
    server = await start(here);
    expect((await fetch(`${server.address}/readyz`)).status).toBe(200);
  }, 60_000);
});

describe('a server that cannot start says so in one line, and fails', () => {
  const wrong = async (variables: Record<string, string>) => {
    const { code, err, out } = await run('src/main.ts', [], {
      DATA_DIR: join(folder, 'wrong'),
      PORT: '0',
      LOG_LEVEL: 'silent',
      ...variables,
    });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err.trim().split('\n')).toHaveLength(1);
    return err;
  };

  it.each([
    ['PORT', { PORT: 'three' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://nobody:hush@127.0.0.1:1/none' }],
    ['DATABASE_URL', { DATABASE_URL: 'nonsense' }],
    ['DATA_DIR', { DATA_DIR: '/proc/nowhere' }],
    ['SLACK_BOT_TOKEN', { SLACK_SIGNING_SECRET: 'hush' }],
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-hush' }],
    ['BELLWETHER_CONFIG', { BELLWETHER_CONFIG: '/nowhere.yaml' }],
    ['PUBLIC_URL', { TEAMS_AUTH: 'none', DEMO: 'off', PUBLIC_URL: 'https://bot.bank.example' }],
  ])('%s', async (name, variables) => {
    const err = await wrong(variables);
    expect(err).toContain(name);
    expect(err).not.toContain('hush');
  });

  it('Teams without authentication, on the store of a real bank', async () => {
    const here = join(folder, 'real');
    const store = await openEmbedded(here);
    await fillSevenCustomers(store, new Date());
    await store.close();
    expect(await wrong({ DATA_DIR: here, TEAMS_AUTH: 'none' })).toMatch(
      /^TEAMS_AUTH is "none" while the store holds a real bank\./,
    );
  }, 60_000);

  it('an occupied port', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    try {
      expect(await wrong({ PORT: port })).toMatch(new RegExp(`^PORT was given ${port}`));
    } finally {
      other.close();
    }
  });
});
