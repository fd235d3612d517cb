import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newestRun } from '../../../src/store/book/newest-run.ts';
import { champion, championCard } from '../../../src/store/models/champion.ts';
import { listModels } from '../../../src/store/models/list-models.ts';
import {
  churnPredictions,
  contributions,
  customers,
  customerValues,
  deliveries,
  digests,
  managers,
  models,
  segments,
  valuationRuns,
} from '../../../src/store/schema.ts';
import { dropAbandonedStaging } from '../../../src/store/scoring/abandoned-staging.ts';
import { exclusively, ScoringUnderWayError } from '../../../src/store/scoring/exclusively.ts';
import {
  forgetPredictions,
  keepPredictions,
  pastPrediction,
} from '../../../src/store/scoring/past-prediction.ts';
import {
  failRun,
  highestSegmentNumbers,
  lastSegments,
  pruneRuns,
  publishRun,
  runningRuns,
  startRun,
} from '../../../src/store/scoring/runs.ts';
import { createStagedValues } from '../../../src/store/scoring/staged-values.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { ordinaryValue } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const at = (asOf: string) => new Date(`${asOf}T20:00:00Z`);
const model = (asOf: string, method = 'forest') => ({
  method,
  trainedAt: at(asOf),
  asOf,
  body: { trees: [1, 2, 3] },
  card: { metrics: { auc: 0.8 }, from: asOf },
});

describe.each(storeKinds)('valuation runs on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await store.db
      .insert(customers)
      .values([{ externalId: '1' }, { externalId: '2' }, { externalId: '3' }]);
  });
  afterAll(() => store.close());
  beforeEach(() =>
    store.db.execute(
      sql`truncate valuation_runs, models, segments, customer_values, contributions, churn_predictions
          restart identity cascade`,
    ),
  );

  const start = (asOf: string) =>
    startRun(store.db, { asOf, startedAt: at(asOf), parameters: { churn: { atRisk: 0.5 } } });

  /** What a run writes of its three customers before it is published; the third has left. */
  async function write(runId: number) {
    await store.db.insert(customerValues).values(
      [1, 2, 3].map((customerId) => ({
        ...ordinaryValue,
        customerId,
        runId,
        segmentId: customerId === 3 ? null : customerId,
        furtherSegments: customerId === 1 ? { habits: 7 } : {},
        churnProbability: customerId === 3 ? null : customerId / 10,
      })),
    );
    await store.db.insert(contributions).values({
      customerId: 1,
      runId,
      month: '2026-01-01',
      netInterest: 1,
      fees: 0,
      costToServe: 0,
      expectedLoss: 0,
      balance: 0,
      transactions: 0,
    });
  }

  const publish = (
    runId: number,
    asOf: string,
    more: Partial<Parameters<typeof publishRun>[2]> = {},
  ) =>
    publishRun(store.db, runId, {
      at: at(asOf),
      customers: 3,
      models: {},
      churnHorizonMonths: 3,
      challengers: [],
      segments: [],
      ...more,
    });
  const run = async (asOf: string, more: Partial<Parameters<typeof publishRun>[2]> = {}) => {
    const runId = await start(asOf);
    await write(runId);
    await publish(runId, asOf, more);
    return runId;
  };
  const valued = async () =>
    (await store.db.selectDistinct({ id: customerValues.runId }).from(customerValues))
      .map(({ id }) => id)
      .toSorted();

  it('are seen by nobody before they are published, and then whole', async () => {
    const runId = await start('2026-03-31');
    await write(runId);
    expect(await runningRuns(store.db)).toEqual([runId]);
    expect(await newestRun(store.db)).toBeUndefined();
    await publish(runId, '2026-03-31', {
      models: { churn: model('2026-03-31'), clv: model('2026-03-31', 'contribution') },
      challengers: [{ kind: 'churn', ...model('2026-03-31', 'logistic') }],
      segments: [
        { segmentation: 'main', id: 2, names: { en: 'savers', zh: '储户' }, size: 1, portrait: {} },
        {
          segmentation: 'habits',
          id: 7,
          names: { en: 'loyal', zh: '忠实' },
          size: 1,
          portrait: {},
        },
      ],
    });
    expect(await runningRuns(store.db)).toEqual([]);
    expect(await newestRun(store.db)).toEqual({
      id: runId,
      asOf: '2026-03-31',
      parameters: { churn: { atRisk: 0.5 } },
    });
    const [row] = await store.db.select().from(valuationRuns);
    const chosen = await champion(store.db, 'churn');
    expect(chosen).toMatchObject({ method: 'forest', body: { trees: [1, 2, 3] } });
    expect(row).toMatchObject({
      status: 'published',
      customers: 3,
      publishedAt: at('2026-03-31'),
      models: { churn: chosen?.id, clv: expect.any(Number) },
    });
    expect(await championCard(store.db, 'clv')).toMatchObject({ from: '2026-03-31' });
    expect(await championCard(store.db, 'segments')).toBeUndefined();
    expect(await champion(store.db, 'segments')).toBeUndefined();
    expect((await listModels(store.db)).map((each) => [each.method, each.champion])).toEqual([
      ['contribution', true],
      ['forest', true],
      ['logistic', false],
    ]);
    expect(await store.db.select().from(segments)).toHaveLength(2);
  });

  it('leave nothing behind where they fail, but why', async () => {
    const runId = await start('2026-03-31');
    await write(runId);
    await failRun(store.db, runId, 'out of memory');
    expect(await store.db.select().from(valuationRuns)).toMatchObject([
      { status: 'failed', error: 'out of memory' },
    ]);
    expect(await valued()).toEqual([]);
    expect(await store.db.select().from(contributions)).toEqual([]);
  });

  it('make a new model the champion of its kind, or carry on with the one there is', async () => {
    await run('2026-01-31', { models: { churn: model('2026-01-31') } });
    const first = await champion(store.db, 'churn');
    const second = await run('2026-02-28', { models: { churn: { id: first?.id ?? 0 } } });
    expect((await champion(store.db, 'churn'))?.id).toBe(first?.id);
    const [row] = await store.db
      .select({ models: valuationRuns.models })
      .from(valuationRuns)
      .where(eq(valuationRuns.id, second));
    expect(row?.models).toEqual({ churn: first?.id });
    await run('2026-03-31', { models: { churn: model('2026-03-31', 'boosting') } });
    expect((await champion(store.db, 'churn'))?.method).toBe('boosting');
    expect((await listModels(store.db)).filter((each) => each.champion)).toHaveLength(1);
  });

  it('keep the values of the newest days, and the models these need', async () => {
    const months = ['2026-01-31', '2026-02-28', '2026-03-31'];
    const ids: number[] = [];
    for (const asOf of months) {
      ids.push(
        await run(asOf, {
          models: { churn: model(asOf) },
          challengers: [{ kind: 'churn', ...model(asOf, 'logistic') }],
        }),
      );
    }
    // The newest by the clock, but of an older day.
    const older = await run('2025-12-31');
    await pruneRuns(store.db, 2, '2026-03-31');
    expect(await valued()).toEqual(ids.slice(1));
    expect(older).toBeGreaterThan(ids[2] ?? 0);
    expect(await store.db.select().from(valuationRuns)).toHaveLength(4);
    const bodies = await store.db
      .select({ asOf: models.asOf, method: models.method, body: models.body })
      .from(models)
      .orderBy(models.id);
    expect(bodies.filter(({ body }) => body === null)).toMatchObject([
      { asOf: '2026-01-31', method: 'logistic' },
      { asOf: '2026-01-31', method: 'forest' },
    ]);
    await pruneRuns(store.db, 5, '2026-03-31');
    expect(await valued()).toEqual(ids.slice(1));
  });

  it('keep the values alone of the run that a digest told of last', async () => {
    const [person] = await store.db
      .insert(managers)
      .values({ externalId: 'jana', name: 'Jana', role: 'manager' })
      .returning();
    const place = { channel: 'web' as const, address: '1', locale: 'en' };
    const ownerId = person?.id ?? 0;
    const [weekly, gone] = await store.db
      .insert(digests)
      .values(
        [null, at('2026-02-01')].map((removedAt) => ({
          ...place,
          ownerId,
          kind: 'at-risk' as const,
          cron: '0 9 * * 1',
          timezone: 'UTC',
          createdAt: at('2026-01-01'),
          dueSince: at('2026-01-01'),
          removedAt,
        })),
      )
      .returning();
    const days = ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02'];
    const ids: number[] = [];
    for (const asOf of days) ids.push(await run(asOf));
    const told = (digestId: number | undefined, day: number) => ({
      ...place,
      key: `${digestId}:${days[day]}`,
      digestId: digestId ?? 0,
      slot: at(days[day] ?? ''),
      tryAt: at(days[day] ?? ''),
      state: 'sent' as const,
      runId: ids[day] ?? 0,
    });
    await store.db.insert(deliveries).values([told(weekly?.id, 1), told(gone?.id, 0)]);
    await pruneRuns(store.db, 1, '2026-02-02');
    expect(await valued()).toEqual([ids[1], ids[3]]);
    const months = await store.db.selectDistinct({ id: contributions.runId }).from(contributions);
    expect(months).toEqual([{ id: ids[3] }]);
    await store.db.insert(deliveries).values(told(weekly?.id, 3));
    await pruneRuns(store.db, 1, '2026-02-02');
    expect(await valued()).toEqual([ids[3]]);
    await store.db.delete(deliveries);
    await store.db.delete(digests);
  });

  it('keep the values alone of the last days and of the ends of months, to compare with', async () => {
    const days = ['2025-08-31', '2025-09-29', '2025-09-30', '2026-02-27', '2026-02-28'];
    const last = ['2026-03-21', '2026-03-22', '2026-03-23', '2026-03-30', '2026-03-31'];
    const ids = new Map<string, number>();
    for (const asOf of [...days, ...last]) ids.set(asOf, await run(asOf));
    await pruneRuns(store.db, 2, '2026-03-31', { days: 8, months: 6 });
    const kept = ['2025-09-30', '2026-02-28', '2026-03-23', '2026-03-30', '2026-03-31'];
    expect(new Set(await valued())).toEqual(new Set(kept.map((asOf) => ids.get(asOf))));
    const whole = await store.db
      .selectDistinct({ id: contributions.runId })
      .from(contributions)
      .orderBy(contributions.runId);
    expect(whole.map(({ id }) => id)).toEqual([ids.get('2026-03-30'), ids.get('2026-03-31')]);
    await pruneRuns(store.db, 1, '2026-03-31');
    expect(await valued()).toEqual([ids.get('2026-03-31')]);
  });

  it('say in which segment each customer was last, by segmentation', async () => {
    expect((await lastSegments(store.db, ['main'])).customers).toHaveLength(0);
    await run('2026-03-31');
    await run('2026-02-28');
    const { customers: ids, bySegmentation } = await lastSegments(store.db, [
      'main',
      'habits',
      'unheard',
    ]);
    expect([...ids]).toEqual([1, 2, 3]);
    expect([...(bySegmentation.get('main') ?? [])]).toEqual([1, 2, Number.NaN]);
    expect([...(bySegmentation.get('habits') ?? [])]).toEqual([7, Number.NaN, Number.NaN]);
    expect([...(bySegmentation.get('unheard') ?? [])]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('never give a segment’s number to another', async () => {
    expect(await highestSegmentNumbers(store.db)).toEqual(new Map());
    const segment = (segmentation: string, id: number) => ({
      ...{ segmentation, id, names: { en: `${segmentation} ${id}` }, size: 1, portrait: {} },
    });
    await run('2026-02-28', { segments: [segment('main', 9), segment('habits', 2)] });
    await run('2026-03-31', { segments: [segment('main', 4)] });
    expect(await highestSegmentNumbers(store.db)).toEqual(
      new Map([
        ['main', 9],
        ['habits', 2],
      ]),
    );
  });

  it('keep what they say of leaving until it is known who left', async () => {
    await run('2026-01-31');
    await run('2026-03-31');
    const said = await pastPrediction(store.db, ['2026-01-31', '2026-03-31', '2026-06-30'], 3);
    expect(said?.asOf).toBe('2026-03-31');
    expect([...(said?.customers ?? [])]).toEqual([1, 2]);
    expect([...(said?.probability ?? [])]).toEqual([0.1, 0.2]);
    expect(await pastPrediction(store.db, ['2026-01-31'], 6)).toBeUndefined();
    expect(await pastPrediction(store.db, ['2025-01-31'], 3)).toBeUndefined();
    expect(await pastPrediction(store.db, [], 3)).toBeUndefined();
    // Horizon and two months more: the one of January goes, the one of March stays.
    await forgetPredictions(store.db, '2026-07-01');
    expect(await pastPrediction(store.db, ['2026-01-31'], 3)).toBeUndefined();
    expect(await pastPrediction(store.db, ['2026-03-31'], 3)).toBeDefined();
  });

  it('say of one day what the run valued last says of it, in a large bank of a sample', async () => {
    await run('2026-03-31');
    const again = await start('2026-03-31');
    await write(again);
    await store.db
      .update(customerValues)
      .set({ churnProbability: 0.9 })
      .where(eq(customerValues.runId, again));
    await publish(again, '2026-03-31');
    const said = await pastPrediction(store.db, ['2026-03-31'], 3);
    expect([...(said?.probability ?? [])]).toEqual([0.9, 0.9, 0.9]);
    await store.db.transaction((tx) => keepPredictions(tx, again, 3, 20_000 * 1_000_000));
    expect(await store.db.select().from(churnPredictions)).toEqual([]);
  });

  it('leave nothing staged where they were killed, once a server starts while none is under way', async () => {
    await createStagedValues(store.db, ['customer_id', 'clv']);
    const staged = () =>
      queryRows(
        store.db,
        z.object({ name: z.string() }),
        sql`select tablename as name from pg_tables where tablename like 'scoring%'`,
      );
    expect(await exclusively(store, () => dropAbandonedStaging(store))).toBe(false);
    expect(await staged()).toEqual([{ name: 'scoring_values' }]);
    expect(await dropAbandonedStaging(store)).toBe(true);
    expect(await staged()).toEqual([]);
    expect(await dropAbandonedStaging(store)).toBe(false);
  });

  it('are under way one at a time, and one that failed holds up nobody', async () => {
    const order: string[] = [];
    await exclusively(store, async () => {
      order.push('first');
      await expect(exclusively(store, async () => order.push('second'))).rejects.toThrow(
        ScoringUnderWayError,
      );
    });
    await expect(exclusively(store, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    expect(await exclusively(store, async () => order.push('third'))).toBe(2);
    expect(order).toEqual(['first', 'third']);
  });
});
