import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fillDemoBank } from '../../src/demo/fill-demo-bank.ts';
import { driftWarnings } from '../../src/scoring/churn/drift.ts';
import { readOffersCard, readOffersModel } from '../../src/scoring/offers/offers-model.ts';
import { type ScoreReport, score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import { champion, championCard } from '../../src/store/models/champion.ts';
import { listModels } from '../../src/store/models/list-models.ts';
import { queryRows, type Store } from '../../src/store/store.ts';
import { expectSharedFigures } from '../shared-figures.ts';
import { openTestStore } from '../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-06-16T12:00:00Z');

/** The demo bank, valued as it was three months ago and today: what came of the first is in its data. */
describe('churn at the demo bank', () => {
  let store: Store;
  let before: ScoreReport;
  let today: ScoreReport;

  beforeAll(async () => {
    store = await openTestStore('pglite');
    await fillDemoBank(store, { customers: 1500, seed: 42, today: '2026-06-15', onProgress() {} });
    before = await score(store, { config, asOf: '2026-03-15', now });
    today = await score(store, { config, asOf: '2026-06-15', now });
  }, 120_000);
  afterAll(() => store.close());

  it('finds at least three times the base rate in the riskiest tenth, in months it did not see', async () => {
    const rows = await queryRows(
      store.db,
      z.object({ left: z.boolean() }),
      sql`select coalesce(c.closed_on > '2026-03-15' and c.closed_on <= '2026-06-15', false) as left
          from customer_values v join customers c on c.id = v.customer_id
          where v.run_id = ${before.runId} and v.churn_probability is not null
          order by v.churn_probability desc, v.customer_id`,
    );
    const rate = (some: { left: boolean }[]) =>
      some.filter(({ left }) => left).length / some.length;
    expect(rate(rows)).toBeGreaterThan(0.01);
    expect(rate(rows.slice(0, Math.round(rows.length / 10))) / rate(rows)).toBeGreaterThanOrEqual(
      3,
    );
  });

  it('sets what it said three months ago against what came', () => {
    expect(today.models.churn?.card).toMatchObject({
      drift: { realised: { asOf: '2026-03-15', from: 'run', predicted: expect.any(Number) } },
      role: 'champion',
      codeVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      seed: config.churn.seed,
    });
  });

  it('keeps those that competed beside the champion, each with its evidence', async () => {
    const models = (await listModels(store.db)).filter(({ kind }) => kind === 'churn');
    expect(models.filter(({ champion }) => champion)).toHaveLength(1);
    const challengers = models.filter(({ card }) => card.role === 'challenger');
    expect(challengers.length).toBeGreaterThanOrEqual(3);
    for (const { card } of challengers) {
      expect(card).toMatchObject({
        metrics: { auc: expect.any(Number) },
        windows: expect.anything(),
      });
    }
  });

  it('learns offers that find more of what customers hold than popularity does', async () => {
    const card = readOffersCard(today.models.offers?.card);
    expect(card.leftOut).toBeGreaterThan(2000);
    expect(card.recommender).toBeGreaterThan(card.popularity ?? 1);
    expect(card.segments.length).toBeGreaterThanOrEqual(3);
    const stored = await champion(store.db, 'offers');
    expect(stored).toMatchObject({ asOf: '2026-06-15', card: { leftOut: card.leftOut } });
    expect(readOffersModel(stored?.body).products.map(({ label }) => label)).toEqual(
      Array.from({ length: 9 }, () => null),
    );
  });

  it('says of some customers what would lower their risk, and by how much', async () => {
    const advised = await queryRows(
      store.db,
      z.object({
        probability: z.number(),
        advice: z.object({ feature: z.string(), probability: z.number() }),
      }),
      sql`select churn_probability as probability, churn_advice as advice from customer_values
          where run_id = ${today.runId} and churn_advice ? 'feature'`,
    );
    expect(advised.length).toBeGreaterThan(10);
    for (const { probability, advice } of advised) {
      expect(config.churn.actionable).toContain(advice.feature);
      expect(advice.probability).toBeLessThan(probability);
    }
  });

  it('has measured drift, for whoever asks whether the server is well', async () => {
    expect(driftWarnings(await championCard(store.db, 'churn'))).toBeDefined();
  });

  it('tells one figure wherever it is asked for, whoever asks', async () => {
    await expectSharedFigures(store, config, now, [
      { email: 'analyst@demo.example', customers: 200 },
      { email: 'jan.dvorak@demo.example', customers: 40 },
      { email: 'petra.novakova@demo.example', customers: 40 },
    ]);
  }, 120_000);
});
