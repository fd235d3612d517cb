import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { bankSearchedFor } from '../row-security/searched-bank.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { type RankedCustomer, rankedColumns, rankedCustomer } from './ranked-customer.ts';

const valued = sql`from customer_values v join ${customers} on ${customers.id} = v.customer_id`;

/**
 * Customers of a scope and a run in an order. The policy of a branch has every customer of it be read first, where a list ends after the first that an
 * index gives: there it is the bank that is read for the ids of those listed, and who they are is read as whoever asks.
 * @param list.which the condition on `customers` and `customer_values v`
 * @param list.order by what the first come first, as SQL
 */
export async function rankedInOrder(
  db: Database,
  scope: Scope,
  runId: number,
  { which, order, limit, offset }: { which: SQL; order: SQL; limit: number; offset: number },
): Promise<RankedCustomer[]> {
  const held = sql`where v.run_id = ${runId} and ${inScope(scope)}`;
  const listed = sql`${held} and ${which} order by ${order} limit ${limit} offset ${offset}`;
  const branch = sql`left join branches b on b.id = ${customers.branchId}`;
  const bank = bankSearchedFor(db);
  if (bank === undefined)
    return queryRows(
      db,
      rankedCustomer,
      sql`select ${rankedColumns} ${valued} ${branch} ${listed}`,
    );
  const rows = await queryRows(
    bank,
    z.object({ id: z.number() }),
    sql`select v.customer_id as id ${valued} ${listed}`,
  );
  if (rows.length === 0) return [];
  const ids = sql`${`{${rows.map(({ id }) => id).join(',')}}`}::int[]`;
  return queryRows(
    db,
    rankedCustomer,
    sql`select ${rankedColumns}
        from unnest(${ids}) with ordinality listed (id, place)
        join customer_values v on v.customer_id = listed.id
        join ${customers} on ${customers.id} = v.customer_id ${branch}
        ${held} order by listed.place`,
  );
}
