import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { newestRun } from '../../../src/store/book/newest-run.ts';
import { listModels } from '../../../src/store/models/list-models.ts';
import { segmentMovement } from '../../../src/store/segments/segment-movement.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
let minutes = 0;
const now = () => new Date(Date.UTC(2024, 7, 1, 12, minutes++));
const older = '2024-01-31';
const anything = z.record(z.string(), z.unknown());

const rowsOf = (store: Store, runId: number) =>
  queryRows(
    store.db,
    anything,
    sql`select to_jsonb(v) - 'run_id' as row from customer_values v where run_id = ${runId} order by customer_id`,
  );
const championIds = async (store: Store) =>
  (await listModels(store.db)).filter(({ champion }) => champion).map(({ id }) => id);
const predicted = (store: Store) =>
  queryRows(
    store.db,
    z.object({ day: z.string(), customers: z.number() }),
    sql`select as_of::text as day, count(*)::integer as customers from churn_predictions group by 1 order by 1`,
  );
const movement = (store: Store, runId: number) =>
  segmentMovement(store.db, { kind: 'all' }, runId, { segmentation: 'main', filters: {} });

describe.each(storeKinds.slice(-1))(
  'a run as of an older day than a published one, on %s',
  (kind) => {
    let store: Store;
    let today: ScoreReport;
    let champions: number[];
    let said: Awaited<ReturnType<typeof predicted>>;
    let moved: Awaited<ReturnType<typeof movement>>;
    let backDated: ScoreReport;

    beforeAll(async () => {
      store = await openTestStore(kind);
      await fillRecordedHistory(store);
      await score(store, { config, asOf: '2024-05-31', now });
      today = await score(store, { config, asOf, now });
      champions = await championIds(store);
      said = await predicted(store);
      moved = await movement(store, today.runId);
      backDated = await score(store, { config, asOf: older, now });
    });
    afterAll(() => store.close());

    it('starts from what was known then, and leaves today’s champions and predictions', async () => {
      expect(await newestRun(store.db)).toMatchObject({ id: today.runId });
      expect(await championIds(store)).toEqual(champions);
      expect(await predicted(store)).toEqual(said);
      expect(backDated.models.segments?.kept).toBe(false);
      expect(backDated.models.clv?.card).toMatchObject({
        backtest: { judgedFrom: expect.toSatisfy((month: string) => month < older) },
      });
      const [run] = await queryRows(
        store.db,
        z.object({ status: z.string(), clv: z.number() }),
        sql`select status, (models ->> 'clv')::integer as clv from valuation_runs where id = ${backDated.runId}`,
      );
      expect(run?.status).toBe('published');
      expect(champions).not.toContain(run?.clv);
    });

    it('moves nobody: neither in today’s run nor in the next one of today', async () => {
      expect(moved?.since).toBe('2024-05-31');
      expect(await movement(store, today.runId)).toEqual(moved);
      const before = await rowsOf(store, today.runId);
      const next = await score(store, { config, asOf, now });
      expect(await rowsOf(store, next.runId)).toEqual(before);
      expect(next.models.segments?.kept).toBe(true);
      const flows = (await movement(store, next.runId))?.flows ?? [];
      expect(flows.length).toBeGreaterThan(0);
      expect(flows.every(({ fromId, toId }) => fromId === toId)).toBe(true);
    });

    it('drives out the values of no run that came in its turn', async () => {
      for (const day of ['2024-06-10', '2024-06-11', '2024-06-12']) {
        await score(store, { config, asOf: day, now });
      }
      const kept = await queryRows(
        store.db,
        z.object({ day: z.string() }),
        sql`select distinct r.id, r.as_of::text as day from customer_values v join valuation_runs r on r.id = v.run_id
          order by r.id`,
      );
      const days = kept.map(({ day }) => day);
      expect(days).toEqual(expect.arrayContaining(['2024-05-31', asOf, '2024-06-12']));
    });
  },
);
