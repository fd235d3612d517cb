import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type ScoreReport, score } from '../../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * A store that holds dates which cannot be right, as an earlier version took them in: everybody is valued as if those
 * rows were not there.
 */

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2024-11-28T12:00:00Z');

async function valued(
  kind: Store['kind'],
  spoil: (store: Store) => Promise<void>,
): Promise<{ report: ScoreReport; figures: unknown[] }> {
  const store = await openTestStore(kind);
  onTestFinished(() => store.close());
  await fillRecordedHistory(store);
  await spoil(store);
  const report = await score(store, { config, now });
  const figures = await queryRows(
    store.db,
    z.unknown(),
    sql`select to_jsonb(v) as figures from customer_values v
        union all select to_jsonb(c) from contributions c order by 1`,
  );
  return { report, figures };
}

describe.each(storeKinds)('dates that cannot be right, on %s', (kind) => {
  it('change nobody’s figures, and are told', { timeout: 120_000 }, async () => {
    const right = await valued(kind, async () => {});
    expect(right.report).toMatchObject({ asOf: '2024-06-30' });
    expect(right.report.warnings).not.toContainEqual(
      expect.objectContaining({ code: expect.stringMatching(/^(dated|far)/) }),
    );
    const odd = await valued(kind, async ({ db }) => {
      await db.execute(sql`
        insert into transactions (customer_id, external_id, booked_on, amount, kind)
        select 5, 'odd' || day, day, -12, 'card-payment'
        from unnest('{0001-01-01,1900-01-01,1970-01-01,1987-03-05,2024-10-15,2099-01-01,9999-12-31}'::date[]) day`);
      await db.execute(sql`
        insert into balances (customer_id, holding_id, as_of, amount)
        select 6, 'c6', day, 1000000
        from unnest('{0001-01-01,1900-01-01,1970-01-01,2024-12-31,2099-01-01}'::date[]) day`);
      await db.execute(sql`
        insert into interactions (customer_id, external_id, occurred_at, kind)
        select 7, 'odd' || day, day, 'complaint' from unnest('{0001-01-01,1900-01-01,2099-01-01}'::date[]) day`);
      await db.execute(sql`
        insert into surveys (customer_id, external_id, answered_on, score, scale_max)
        select 8, 'odd' || day, day, 1, 5 from unnest('{1900-01-01,2099-01-01}'::date[]) day`);
    });
    expect(odd.figures).toEqual(right.figures);
    expect(odd.report.asOf).toBe('2024-06-30');
    expect(odd.report.warnings).toEqual(
      expect.arrayContaining([
        { code: 'datedAfterToday', figures: { rows: 4, newest: '9999-12-31' } },
        {
          code: 'farBeforeOthers',
          figures: { rows: 7, oldest: '0001-01-01', begin: '2023-01-03' },
        },
        { code: 'farAfterOthers', figures: { rows: 1, newest: '2024-10-15', end: '2024-06-30' } },
      ]),
    );
  });

  it('of customers themselves count as not known', { timeout: 120_000 }, async () => {
    const unknown = await valued(kind, async ({ db }) => {
      await db.execute(
        sql`update customers set birth_date = null, joined_on = null, closed_on = null where id in (9, 10, 11)`,
      );
    });
    const odd = await valued(kind, async ({ db }) => {
      await db.execute(sql`
        update customers set joined_on = '0001-01-01', closed_on = '1900-01-01',
          birth_date = case id when 9 then date '2087-01-01' when 10 then date '1850-01-01' else date '0001-01-01' end
        where id in (9, 10, 11)`);
    });
    expect(odd.figures).toEqual(unknown.figures);
    const told = { code: 'oddDays', figures: { customers: 3 } };
    expect(odd.report.warnings).toContainEqual(told);
    expect(unknown.report.warnings.filter(({ code }) => code === told.code)).toEqual([]);
  });
});
