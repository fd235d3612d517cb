import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type CustomerRange, within } from '../scoring/staging.ts';
import { type Database, queryRows } from '../store.ts';

const attributed = z.object({
  id: z.number(),
  attributes: z.record(z.string(), z.union([z.string(), z.number()])),
});

/**
 * Who of a range of a run's staged customers ever owed the bank anything that can be lost, in the order of their ids, with those of their
 * attributes that are named. For a run alone, which is nobody's question.
 */
export function stagedDebtors(
  db: Database,
  names: readonly string[],
  range: CustomerRange,
): Promise<z.infer<typeof attributed>[]> {
  return queryRows(
    db,
    attributed,
    sql`select c.id, coalesce((select jsonb_object_agg(n, c.attributes -> n)
            from unnest(${sql.param([...names])}::text[]) n where c.attributes ? n), '{}') as attributes
        from customers c
        where c.id in (select customer_id from scoring_balances b where loss <> 0 and ${within('b', range)})
        order by c.id`,
  );
}

/** Makes the table of debtors' probabilities of default beside a run's balances, for `writeContributions`. */
export async function createDefaultRisk(db: Database): Promise<void> {
  await db.execute(sql`create unlogged table scoring_default_risk (
    customer_id integer primary key, probability float8 not null)`);
}

/**
 * Stages debtors' probabilities of default; what was staged of them before stays.
 * @param probabilities 0 to 1, by the customer's id in the store
 * @returns the ids of those of whom nothing was staged before, ascending
 */
export async function stageDefaultRisk(
  db: Database,
  probabilities: ReadonlyMap<number, number>,
): Promise<number[]> {
  const rows = [...probabilities].map(([customer, probability]) => ({ customer, probability }));
  const staged = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`
    insert into scoring_default_risk
    select customer, probability from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (customer int, probability float8)
    on conflict do nothing returning customer_id as id`,
  );
  await db.execute(sql`analyze scoring_default_risk`);
  return staged.map(({ id }) => id).toSorted((a, b) => a - b);
}
