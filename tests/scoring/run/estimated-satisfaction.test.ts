import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../../src/settings/settings.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import { fillRecordedHistory } from '../../banks/recorded-history.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2024-08-01T12:00:00Z');

const row = z.object({
  id: z.number(),
  satisfaction: z.number().nullable(),
  estimated: z.boolean(),
  cvs: z.number(),
  fact: z.number().nullable(),
  answered: z.number().nullable(),
});

const figures = (store: Store, runId: number, ids: readonly number[]) =>
  queryRows(
    store.db,
    row,
    sql`select v.customer_id as id, v.satisfaction, v.satisfaction_estimated as estimated, v.cvs,
          (f.facts ->> 'satisfaction_estimated')::float8 as fact, (f.facts ->> 'satisfaction')::float8 as answered
        from customer_values v join customer_facts f using (customer_id, run_id)
        where v.run_id = ${runId} and v.customer_id in (${sql.join(
          ids.map((id) => sql`${id}`),
          sql`, `,
        )}) order by v.customer_id`,
  );

/** Everything a run says of leaving: what a model that knew more would say otherwise. */
const leaving = (store: Store, runId: number) =>
  queryRows(
    store.db,
    z.object({ id: z.number(), churn: z.number().nullable(), reasons: z.unknown() }),
    sql`select customer_id as id, churn_probability as churn, churn_reasons as reasons
        from customer_values where run_id = ${runId} order by customer_id`,
  );

describe.each(storeKinds)('satisfaction of those who wrote and answered nothing, on %s', (kind) => {
  let store: Store;
  let before: number;
  let after: number;

  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillRecordedHistory(store);
    await store.db.execute(sql`
      insert into interactions (customer_id, external_id, occurred_at, kind) values (11, 'c11', '2024-06-10 09:00+00', 'complaint')`);
    before = (await score(store, { config, now })).runId;
    await store.db.execute(sql`
      insert into feedback (customer_id, external_id, given_on, text, language) values
        (3, 'pleased', '2024-05-20', 'Excellent service, I am very happy with my bank.', 'en'),
        (5, 'angry', '2024-05-20', 'Terrible service, nobody ever calls me back and the fees are outrageous.', 'en'),
        (5, 'again', '2024-06-02', 'Still no answer. I am very disappointed.', 'en'),
        (6, 'angry', '2024-05-20', 'Terrible service, nobody ever calls me back and the fees are outrageous.', 'en'),
        (7, 'later', '2024-07-01', 'Terrible service, nobody ever calls me back and the fees are outrageous.', 'en'),
        (9, 'long ago', '2022-06-30', 'Terrible service, nobody ever calls me back and the fees are outrageous.', 'en')`);
    // A complaint counts as one by itself; what it says is only read after the first run.
    await store.db.execute(sql`
      update interactions set note = 'Angry about being charged twice for the same transfer.' where external_id = 'c11'`);
    after = (await score(store, { config, now })).runId;
  });
  afterAll(() => store.close());

  it('is estimated from comments and complaints of two years, up to the day of the run', async () => {
    const said = await queryRows(
      store.db,
      z.object({ id: z.number(), sum: z.number(), count: z.number() }),
      sql`select customer_id as id, sum(score) as sum, count(*)::int as count from opinions
          where said_on <= '2024-06-30' group by customer_id`,
    );
    const estimate = (id: number) => {
      const found = said.find((each) => each.id === id);
      // Fewer than 100 both answered and wrote: a tone from −1 to 1 is a satisfaction from 0 to 1.
      return found === undefined ? Number.NaN : (1 + found.sum / (found.count + 1)) / 2;
    };
    const found = await figures(store, after, [3, 5, 7, 9, 11]);
    const expected = (id: number) => ({
      id,
      estimated: true,
      satisfaction: expect.closeTo(estimate(id), 9),
    });
    const unknown = (id: number) => ({ id, estimated: false, satisfaction: null, fact: null });
    expect(found).toMatchObject([expected(3), expected(5), unknown(7), unknown(9), expected(11)]);
    expect(estimate(3)).toBeGreaterThan(0.7);
    expect(estimate(5)).toBeLessThan(0.25);
    expect(estimate(11)).toBeLessThan(0.35);
  });

  it('changes no answer', async () => {
    const [was] = await figures(store, before, [6]);
    const [is] = await figures(store, after, [6]);
    expect(was).toMatchObject({ satisfaction: expect.any(Number), estimated: false });
    expect(is).toMatchObject({ satisfaction: was?.satisfaction, estimated: false, fact: null });
  });

  it('moves the value score, and is a fact of its own for playbooks', async () => {
    const was = await figures(store, before, [3, 5]);
    const is = await figures(store, after, [3, 5]);
    expect(is[0]!.cvs).toBeGreaterThan(was[0]!.cvs);
    expect(is[1]!.cvs).toBeLessThan(was[1]!.cvs);
    expect(is.map(({ fact }) => fact)).toEqual(is.map(({ satisfaction }) => satisfaction));
    // A playbook that thanks for an answer is for those who gave one.
    expect(is.map(({ answered }) => answered)).toEqual([null, null]);
  });

  it('tells the churn model nothing', async () => {
    expect(await leaving(store, after)).toEqual(await leaving(store, before));
  });
});
