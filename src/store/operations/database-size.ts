import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';

/** How many bytes the database takes. */
export async function databaseSize(db: Database): Promise<number> {
  const [found] = await queryRows(
    db,
    z.object({ bytes: z.coerce.number() }),
    sql`select pg_database_size(current_database()) as bytes`,
  );
  if (found === undefined) throw new Error('The database did not tell its size.');
  return found.bytes;
}
