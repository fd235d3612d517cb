import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { demoPeople } from '../../src/demo/people.ts';
import { serverLog } from '../../src/server/server-log.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { managers } from '../../src/store/schema.ts';
import { placeSmallBank } from '../placed-bank.ts';
import { storeKinds } from '../test-store.ts';

/*
 * What a collector of traces is told by a whole server: how a question went, and nothing of whom it was about.
 */

describe.each(storeKinds)('a server on %s that tells traces', (kind) => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let app: App | undefined;
  const told: { path: string; text: string }[] = [];
  const collector = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      told.push({ path: request.url ?? '', text: Buffer.concat(pieces).toString('latin1') });
      response.end();
    });
  });
  const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

  beforeAll(async () => {
    await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
    const address = collector.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
    where = await placeSmallBank(kind);
    const store = await where.open();
    await store.db
      .insert(managers)
      .values({ externalId: 'own', email: demoPeople.manager, name: 'Own', role: 'analyst' });
    await store.close();
    const environment = readEnvironment({
      ...where.variables,
      PORT: '0',
      DEMO: 'on',
      OTEL_TRACES_EXPORTER: 'otlp',
    });
    const config = readConfig(environment.BELLWETHER_CONFIG);
    const log = serverLog('silent');
    app = await startApp({ environment, config, log, now: () => new Date() });
    await app.ready;
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    collector.close();
    await where.leave();
    if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before;
  });

  it('from the request to the command, its statements and its chart', async () => {
    const { address = '' } = app ?? {};
    const ask = async (text: string) => {
      const answer = await fetch(`${address}/web/ask`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: address },
        body: JSON.stringify({ text, locale: 'en' }),
      });
      return answer.text();
    };
    const text = (await ask('what is customer 101 worth?')) + (await ask('top 5'));
    const [chart] = /charts\/[\w.-]+\.png/.exec(text) ?? [];
    expect(chart).toBeDefined();
    expect((await fetch(`${address}/${chart}`)).status).toBe(200);
    expect((await fetch(`${address}/api/customers/101`)).status).toBe(401);
    await app?.close();
    app = undefined;
    expect(new Set(told.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    const all = told.map((each) => each.text).join('');
    for (const name of [
      'service.name',
      'POST /web/ask',
      'GET /api/customers/:id',
      'answer',
      'customer.value',
      'command',
      'SELECT',
      'draw a chart',
      'from "customers"',
    ])
      expect(all, name).toContain(name);
    expect(all).not.toMatch(/Customer 1|customers\/101|customer 101|demo\.example|bank\.example/);
    expect(all).not.toContain(chart);
  });
});
