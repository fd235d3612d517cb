import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import { segmentMovement } from '../../../src/store/segments/segment-movement.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { asOf, fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const { further, ...main } = base.valuation.segments;
const withFurther = (other: typeof further): Config => ({
  ...base,
  churn: { ...base.churn, minimumLeavers: 1_000_000 },
  valuation: { ...base.valuation, segments: { ...main, further: other } },
});
const now = () => new Date('2024-08-01T12:00:00Z');

describe.each(storeKinds)('numbers of segments on %s', (kind) => {
  let store: Store;
  const reports: ScoreReport[] = [];
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
  });
  afterAll(() => store.close());

  async function run(other: typeof further = further): Promise<ScoreReport> {
    const report = await score(store, { config: withFurther(other), asOf, now });
    reports.push(report);
    return report;
  }

  async function numbersOf(segmentation: string, report?: ScoreReport): Promise<number[]> {
    const rows = await queryRows(
      store.db,
      z.object({ id: z.number() }),
      sql`select id from segments
          where segmentation = ${segmentation} and run_id = ${report?.runId ?? 0} order by id`,
    );
    return rows.map(({ id }) => id);
  }

  const movementOf = (segmentation: string, { runId }: ScoreReport) =>
    segmentMovement(store.db, { kind: 'all' }, runId, { segmentation, filters: {} });

  it('are new where a segmentation is put back, and say of nobody that they stayed', async () => {
    const first = await run();
    await run({});
    const back = await run();
    const [before, after] = [await numbersOf('habits', first), await numbersOf('habits', back)];
    expect(before.length).toBeGreaterThan(0);
    expect(Math.min(...after)).toBeGreaterThan(Math.max(...before));
    expect(await movementOf('habits', back)).toBeUndefined();
    expect((await movementOf('main', back))?.flows.every((f) => f.fromId === f.toId)).toBe(true);
    const next = await run();
    expect(next.models.segments?.kept).toBe(true);
    const flows = (await movementOf('habits', next))?.flows ?? [];
    expect(flows.map(({ fromId }) => fromId).sort()).toEqual(after);
    expect(flows.every(({ fromId, toId }) => fromId === toId)).toBe(true);
  });

  it('are new where the model of the last run cannot be read', async () => {
    const before = await run();
    await store.db.execute(
      sql`update models set body = '{"cuts": 1}'::jsonb where kind = 'segments' and champion`,
    );
    const after = await run();
    expect(after.warnings).toContainEqual({ code: 'segmentsUnreadable', figures: {} });
    for (const id of ['main', 'habits']) {
      expect(Math.min(...(await numbersOf(id, after)))).toBeGreaterThan(
        Math.max(...(await numbersOf(id, before))),
      );
      expect(await movementOf(id, after)).toBeUndefined();
    }
  });

  it('stay where one segmentation’s card cannot be read, which is told and put right once', async () => {
    const before = await run();
    await store.db.execute(
      sql`update models set card = jsonb_set(card, '{cuts,habits,asOf}', '1') where kind = 'segments' and champion`,
    );
    const after = await run();
    const unreadable = { code: 'segmentationUnreadable', figures: { segmentation: 'habits' } };
    const ofSegments = ({ warnings }: typeof after) =>
      warnings.filter(({ code }) => code.startsWith('segment'));
    expect(ofSegments(after)).toEqual([unreadable]);
    for (const id of ['main', 'habits']) {
      expect(await numbersOf(id, after)).toEqual(await numbersOf(id, before));
    }
    const next = await run();
    expect(ofSegments(next)).toEqual([]);
    expect(next.models.segments?.kept).toBe(true);
  });
});
