import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { trustReferences } from '../trust-references.ts';

/** The table that values of a bank in parts are staged in, until it is known how customers stand among all. */
export const stagedValues = 'scoring_values';

/** Makes the table. @param columns those of `customer_values` that are staged */
export async function createStagedValues(db: Database, columns: readonly string[]): Promise<void> {
  await db.execute(
    sql`create unlogged table ${sql.identifier(stagedValues)} as
        select ${named(columns)} from customer_values limit 0`,
  );
  await db.execute(sql`alter table ${sql.identifier(stagedValues)} add primary key (customer_id)`);
}

/**
 * Moves staged values of some customers to where a run's are, with how these stand.
 *
 * @param columns as they were staged
 * @param standing the other columns by name: their type, and one entry a customer
 */
export async function placeValues(
  db: Database,
  columns: readonly string[],
  customerIds: readonly number[],
  standing: readonly {
    column: string;
    type: 'smallint' | 'float8' | 'text';
    values: readonly (number | string)[];
  }[],
): Promise<void> {
  const array = (values: readonly (number | string)[], type: string) =>
    sql`string_to_array(${values.join(',')}::text, ',')::${sql.raw(type)}[]`;
  const added = standing.map(({ column }) => column);
  await db.transaction(async (tx) => {
    await trustReferences(tx);
    await tx.execute(
      sql`insert into customer_values (${named([...columns, ...added])})
          select ${named(columns, 's')}, ${named(added, 'r')}
          from ${sql.identifier(stagedValues)} s
          join unnest(${array(customerIds, 'integer')}, ${sql.join(
            standing.map(({ values, type }) => array(values, type)),
            sql`, `,
          )}) r (customer_id, ${named(added)}) on r.customer_id = s.customer_id`,
    );
  });
}

function named(columns: readonly string[], of?: string) {
  return sql.join(
    columns.map((column) =>
      of === undefined
        ? sql.identifier(column)
        : sql`${sql.identifier(of)}.${sql.identifier(column)}`,
    ),
    sql`, `,
  );
}
