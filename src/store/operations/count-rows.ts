import { getTableName, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  balances,
  customers,
  feedback,
  holdings,
  interactions,
  opinions,
  surveys,
  transactions,
} from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

const read = {
  customers,
  holdings,
  balances,
  transactions,
  interactions,
  surveys,
  feedback,
  opinions,
} as const;

/** A table that features are computed from. */
export type ReadTable = keyof typeof read;

const counted = z.object({ table: z.string(), rows: z.coerce.number() });

/** How many rows each table has that features are computed from, of the whole bank: for the server's own work, since no question reads all of them. */
export function countRows(db: Database): Promise<z.infer<typeof counted>[]> {
  const counts = Object.values(read).map(
    (table, at) =>
      sql`select ${at}::int as at, ${getTableName(table)}::text as "table", count(*) as rows from ${table}`,
  );
  return queryRows(
    db,
    counted,
    sql`select "table", rows from (${sql.join(counts, sql` union all `)}) c order by at`,
  );
}
