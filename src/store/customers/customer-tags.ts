import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/** The tags that customers of a scope have, each spelling once, the most frequent first. */
export async function customerTags(db: Database, scope: Scope): Promise<string[]> {
  const rows = await queryRows(
    db,
    z.object({ tag: z.string() }),
    sql`select tag from ${customers}, unnest(${customers.tags}) tag
        where ${inScope(scope)} group by tag order by count(*) desc, tag`,
  );
  return rows.map(({ tag }) => tag);
}
