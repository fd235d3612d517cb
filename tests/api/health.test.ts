import { eq } from 'drizzle-orm';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { health } from '../../src/api/health.ts';
import { createMetrics } from '../../src/api/metrics.ts';
import { runWarnings } from '../../src/conversation/wording/run-warnings.ts';
import { driftWarnings } from '../../src/scoring/churn/drift.ts';
import { score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { DeliveryState } from '../../src/store/kinds.ts';
import { champion, championCard } from '../../src/store/models/champion.ts';
import { deliveries, models, valuationRuns } from '../../src/store/schema.ts';
import { tellProgress } from '../../src/store/scoring/run-progress.ts';
import { startRun } from '../../src/store/scoring/runs.ts';
import type { Store } from '../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2024-08-01T12:00:00Z');
const answer = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

describe.each(storeKinds)('/readyz on %s', (kind) => {
  let store: Store;
  let server: FastifyInstance;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    server = Fastify();
    await server.register(health, {
      metricsToken: undefined,
      stopping: () => false,
      store,
      metrics: createMetrics(),
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  const readiness = async () => {
    const response = await fetch(`${server.listeningOrigin}/readyz`);
    return { code: response.status, ...answer.parse(await response.json()) };
  };

  it('is not ready before a run, and has measured no drift', async () => {
    expect(await readiness()).toMatchObject({
      code: 503,
      status: 'not ready',
      checks: { drift: 'not measured yet', valuation: 'none under way' },
    });
  });

  it('tells how far the run is that is being made, and that its process ended', async () => {
    const runId = await startRun(store.db, { asOf, startedAt: new Date(), parameters: {} });
    await tellProgress(store.db, runId, 0.4);
    expect((await readiness()).checks.valuation).toBe(`under way as of ${asOf}: 40 %`);
    await tellProgress(store.db, runId, 0.3);
    expect((await readiness()).checks.valuation).toContain('40 %');
    await store.db.update(valuationRuns).set({ toldAt: new Date(Date.now() - 120_000) });
    expect((await readiness()).checks.valuation).toBe(
      `its process ended at 40 % of the run as of ${asOf}; it is begun again`,
    );
    await store.db.delete(valuationRuns);
  });

  it('tells what became of the deliveries of the last day, and measures it', async () => {
    const now = Date.now();
    const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000);
    const row = (state: DeliveryState, slot: Date) => ({
      key: `${state} ${slot.toISOString()}`,
      slot,
      state,
      channel: 'web' as const,
      address: '1',
      locale: 'en',
      tryAt: slot,
    });
    await store.db
      .insert(deliveries)
      .values([
        row('sent', minutesAgo(60)),
        row('settled', minutesAgo(61)),
        row('sending', minutesAgo(7)),
        row('failed', minutesAgo(300)),
        row('failed', minutesAgo(25 * 60)),
      ]);
    expect((await readiness()).checks.deliveries).toBe(
      '2 arrived, 1 waiting (the oldest due 7 min ago), 1 failed or missed',
    );
    const metrics = await (await fetch(`${server.listeningOrigin}/metrics`)).text();
    expect(metrics).toContain('bellwether_deliveries{channel="web",state="failed"} 1');
    expect(metrics).toMatch(/^bellwether_deliveries_waiting_seconds 4[12]\d/m);
    await store.db.delete(deliveries);
    expect((await readiness()).checks.deliveries).toBe('0 arrived, 0 waiting, 0 failed or missed');
  });

  it('tells the drift that a run has found, in the words of its model card', async () => {
    await score(store, { config, asOf, now });
    const found = driftWarnings(await championCard(store.db, 'churn')) ?? [];
    const told = found.length === 0 ? 'none found' : runWarnings(found, 'en').join(' ');
    expect(await readiness()).toMatchObject({
      code: 200,
      status: 'ready',
      checks: { run: `published as of ${asOf}`, drift: told },
    });
  });

  it('is ready all the same when the bank has drifted, as an earlier version stored it', async () => {
    const model = await champion(store.db, 'churn');
    if (model === undefined) throw new Error('The bank has a churn model.');
    const warnings = [
      { about: 'balance', en: 'Balances moved.', zh: '余额变了。' },
      { about: 'score', en: 'So did the probabilities.', zh: '概率也变了。' },
    ];
    await store.db
      .update(models)
      .set({ card: { ...model.card, drift: { warnings } } })
      .where(eq(models.id, model.id));
    expect(await readiness()).toMatchObject({
      code: 200,
      status: 'ready',
      checks: { drift: 'Balances moved. So did the probabilities.' },
    });
  });
});
