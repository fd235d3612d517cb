import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { judgeOverrides, withReviewedTwice } from '../../../src/scoring/churn/overrides.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2024-08-01T12:00:00Z');
const NONE = Number.NaN;

const rows = (count: number, overridden: (row: number) => number) => ({
  dataset: {
    columns: [
      {
        name: 'x',
        kind: 'number' as const,
        values: Float64Array.from({ length: count }, (_, i) => i),
      },
    ],
    rows: count,
  },
  labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
  customers: Uint32Array.from({ length: count }, (_, i) => i),
  overridden: Float64Array.from({ length: count }, (_, i) => overridden(i)),
  asOf: new Float64Array(count),
});

describe('what is learnt from overrides', () => {
  it('are the same rows where nobody said anything', () => {
    const all = rows(100, () => NONE);
    expect(withReviewedTwice(all)).toBe(all);
  });

  it('are rows that count twice, with what really happened as their label', () => {
    const taken = withReviewedTwice(rows(100, (i) => (i === 7 || i === 8 ? 0.6 : NONE)));
    expect([...taken.customers.slice(100)]).toEqual([7, 8]);
    expect([...taken.labels.slice(100)]).toEqual([1, 0]);
    expect(taken.dataset.columns[0]!.values.slice(100)).toEqual(Float64Array.of(7, 8));
  });

  it('are at most five in a hundred, whatever anybody says', () => {
    expect(withReviewedTwice(rows(1000, () => 0.6)).customers).toHaveLength(1050);
  });

  it('are judged by who stayed, beside what the probabilities said', () => {
    const { labels, overridden, customers, dataset } = rows(4, (i) => [0.5, 0.25, NONE, 0.75][i]!);
    const window = { from: '', to: '', dayNumber: 0, labels, overridden, customers, dataset };
    // Rows 0, 1 and 3: 1 and 3 left.
    expect(judgeOverrides([window])).toEqual({ said: 3, stayed: 1, expected: 1.5 });
    expect(judgeOverrides([])).toBeNull();
  });
});

describe.each(storeKinds)('a run after “not at risk” was said, on %s', (kind) => {
  let store: Store;
  let before: Awaited<ReturnType<typeof probabilities>>;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    await store.db.execute(sql`
      insert into managers (external_id, name, role) values ('m', 'Eva', 'manager')`);
    before = await probabilities();
  });
  afterAll(() => store.close());

  const say = (whom: ReturnType<typeof sql>, asOf: string, until: string) =>
    store.db.execute(sql`
      insert into risk_overrides (customer_id, manager_id, at, reason, as_of, probability, until)
      select id, 1, ${asOf}::date, 'They told me so.', ${asOf}::date, 0.6, ${until}::date from customers where ${whom}`);
  const probabilities = async () => {
    const { runId, models } = await score(store, { config, now });
    const found = await queryRows(
      store.db,
      z.object({ p: z.number().nullable() }),
      sql`select churn_probability as p from customer_values where run_id = ${runId} order by customer_id`,
    );
    return { all: found.map(({ p }) => p), card: models.churn?.card ?? {} };
  };
  const mean = (all: (number | null)[]) => {
    const known = all.filter((p) => p !== null);
    return known.reduce((sum, p) => sum + p, 0) / known.length;
  };

  it('changes nothing by what is said today: that waits for what comes', async () => {
    expect(before.card.overrides).toBeNull();
    await say(sql`id in (3, 5, 7)`, '2024-06-30', '2024-09-28');
    expect((await probabilities()).all).toEqual(before.all);
  });

  it('learns from other rows, and tells how often people were right', async () => {
    // It held on 31 March, the newest date that is learnt from: who had not left by then is in it.
    await say(sql`id between 9 and 20`, '2024-02-10', '2024-05-10');
    const after = await probabilities();
    expect(after.all).not.toEqual(before.all);
    const [known] = await queryRows(
      store.db,
      z.object({ said: z.number(), stayed: z.number() }),
      sql`select count(*)::int as said, (count(*) filter (where closed_on is null or closed_on > '2024-06-30'))::int as stayed
          from customers where id between 9 and 20 and (closed_on is null or closed_on > '2024-03-31')`,
    );
    expect(after.card.overrides).toEqual({
      ...known,
      expected: expect.closeTo(0.4 * known!.said, 9),
    });
  });

  it('empties no list for whoever vouches for the whole bank', async () => {
    await say(sql`true`, '2024-02-10', '2024-05-10');
    expect(mean((await probabilities()).all)).toBeGreaterThan(0.8 * mean(before.all));
  });
});
