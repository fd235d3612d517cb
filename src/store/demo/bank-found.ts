import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { bank, branches, customers, managers } from '../schema.ts';
import { type Database, queryRows, type Store } from '../store.ts';

/** Whose bank a database holds: none, the demo's, or another. */
export async function bankFound(db: Database): Promise<'none' | 'demo' | 'other'> {
  const [found] = await queryRows(
    db,
    z.object({ demo: z.boolean(), any: z.boolean() }),
    sql`select
      exists (select from ${bank} where ${bank.demo}) as demo,
      exists (select from ${bank}) or exists (select from ${branches})
        or exists (select from ${managers}) or exists (select from ${customers}) as any`,
  );
  if (found?.demo) return 'demo';
  return found?.any ? 'other' : 'none';
}

/** Whether the store holds no bank yet: none of its people, branches or customers. */
export async function isEmpty(store: Store): Promise<boolean> {
  return (await bankFound(store.db)) === 'none';
}
