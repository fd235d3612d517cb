import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type App, startApp } from '../../src/app.ts';
import { demoPeople } from '../../src/demo/people.ts';
import { serverLog } from '../../src/server/server-log.ts';
import { readEnvironment } from '../../src/settings/environment.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { managers } from '../../src/store/schema.ts';
import { placeSmallBank } from '../placed-bank.ts';
import { storeKinds } from '../test-store.ts';

/*
 * What an operator sees of a whole server: its metrics, and the ids of its requests.
 */

const line = z.looseObject({ msg: z.string(), request: z.string().optional() });

describe.each(storeKinds)('a server on %s', (kind) => {
  let where: Awaited<ReturnType<typeof placeSmallBank>>;
  let app: App;
  const logged: z.infer<typeof line>[] = [];

  beforeAll(async () => {
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
      PROXY_HOPS: '1',
    });
    const log = serverLog('debug', {
      write: (text) => void logged.push(line.parse(JSON.parse(text))),
    });
    const config = readConfig(environment.BELLWETHER_CONFIG);
    app = await startApp({ environment, config, log, now: () => new Date() });
    await app.ready;
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await where.leave();
  });

  const ask = (text: string, headers: Record<string, string> = {}) =>
    fetch(`${app.address}/web/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: app.address, ...headers },
      body: JSON.stringify({ text, locale: 'en' }),
    });
  const metrics = async () => (await fetch(`${app.address}/metrics`)).text();
  const value = (text: string, series: string) =>
    Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${series} `))
        ?.split(' ')[1],
    );

  it('counts answers by command and outcome, and sentences by whether they were plain', async () => {
    for (const text of [
      'customer 101',
      'customer 999999',
      'what is customer 101 worth?',
      'the weather in Prague is lovely today',
      '/value trend 101 nonsense',
    ])
      expect((await ask(text)).status).toBe(200);
    const text = await metrics();
    const answers = (intent: string, outcome: string) =>
      value(
        text,
        `bellwether_answers_total{channel="web",intent="${intent}",outcome="${outcome}"}`,
      );
    expect(answers('customer.value', 'answered')).toBe(2);
    expect(answers('customer.value', 'unseen')).toBe(1);
    expect(answers('unknown', 'not_understood')).toBe(1);
    expect(answers('customer.trend', 'misused')).toBe(1);
    expect(value(text, 'bellwether_readings_total{locale="en",reading="sure"}')).toBe(1);
    expect(value(text, 'bellwether_readings_total{locale="en",reading="unsure"}')).toBe(1);
    expect(
      value(text, 'bellwether_answer_seconds_count{channel="web",intent="customer.value"}'),
    ).toBe(3);
    expect(
      value(
        text,
        'bellwether_http_request_seconds_count{method="POST",route="/web/ask",status="200"}',
      ),
    ).toBe(5);
  });

  it('measures the store, its run and its queues', async () => {
    const text = await metrics();
    expect(value(text, 'bellwether_store_up')).toBe(1);
    expect(value(text, 'bellwether_store_bytes')).toBeGreaterThan(1e6);
    expect(value(text, 'bellwether_valuation_run_customers')).toBe(7);
    expect(value(text, 'bellwether_store_waiting')).toBe(0);
    if (kind === 'pglite')
      expect(value(text, 'bellwether_store_memory_bytes')).toBeGreaterThan(1e6);
    else expect(value(text, 'bellwether_store_connections{state="idle"}')).toBeGreaterThan(0);
  });

  it('has nothing of a customer or a person in them', async () => {
    expect((await fetch(`${app.address}/api/customers/101`)).status).toBe(401);
    const text = await metrics();
    expect(text).toContain('route="/api/customers/:id"');
    const labels = [...text.matchAll(/="([^"]*)"/g)].map(([, label = '']) => label);
    expect(labels.filter((label) => /101|999|Prague|example/.test(label))).toEqual([]);
  });

  it('gives each request an id, or takes that of the proxy, and logs it', async () => {
    const own = await ask('book');
    const id = own.headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[\da-f]{8}$/);
    expect(logged.filter(({ request }) => request === id)).toMatchObject([{ msg: 'request' }]);
    const given = await ask('book', { 'x-request-id': 'of-the-proxy-1' });
    expect(given.headers.get('x-request-id')).toBe('of-the-proxy-1');
    const wrong = await ask('book', { 'x-request-id': 'a value\twith spaces' });
    expect(wrong.headers.get('x-request-id')).toMatch(/^[\da-f]{8}$/);
  });

  // What another process does to a table reaches a server's store alone.
  if (kind === 'postgres')
    it('tells whoever meets an error the id of the request, which is in the log', async () => {
      const store = await where.open();
      try {
        await store.db.execute('alter table customer_values rename to customer_values_away');
        const answer = await ask('customer 101');
        const id = answer.headers.get('x-request-id') ?? '';
        expect(await answer.text()).toContain(id);
        const [incident] = logged.filter(({ reference }) => reference === id);
        expect(incident).toMatchObject({ msg: 'a question failed', request: id });
      } finally {
        await store.db.execute('alter table customer_values_away rename to customer_values');
        await store.close();
      }
      const text = await metrics();
      expect(text).toMatch(/bellwether_answers_total\{[^}]*outcome="failed"\} 1/);
    });
});
