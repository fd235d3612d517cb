import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { recordAccess } from './record-access.ts';
import { type Anchor, holdChain, sealEntries } from './seal-entries.ts';

/** What the entry is called that says what retention deleted: `asked` has the last place of it and the hash there. */
export const pruneIntent = 'access-log.prune';

const anchorRow = z.object({ place: z.coerce.number(), hash: z.string() });

/**
 * Deletes the oldest entries of the log of access, up to the first that is not older than a moment, and says so in a new
 * entry. The hash of the last one stays, so that the rest of the chain is still checked.
 * @returns the place up to which nothing is left; undefined where nothing was old enough
 */
export async function pruneEntries(
  db: Database,
  before: Date,
  now: Date,
): Promise<Anchor | undefined> {
  await sealEntries(db);
  return db.transaction(async (tx) => {
    await holdChain(tx);
    await tx.execute(sql`select set_config('bellwether.work', 'retention', true)`);
    const [to] = await queryRows(
      tx,
      anchorRow,
      sql`select s.place, s.hash from access_seals s join access_log l on l.id = s.entry_id
          where s.place < coalesce(
            (select min(k.place) from access_seals k join access_log n on n.id = k.entry_id
             where n.at >= ${before.toISOString()}::timestamptz), 'infinity'::float8)
          order by s.place desc limit 1`,
    );
    if (to === undefined) return undefined;
    await tx.execute(
      sql`delete from access_log l using access_seals s
          where s.entry_id = l.id and s.place <= ${to.place}`,
    );
    await tx.execute(sql`delete from access_seals where place < ${to.place}`);
    await recordAccess(tx, {
      at: now,
      managerId: null,
      channel: 'retention',
      intent: pruneIntent,
      customerIds: [],
      asked: to,
    });
    return to;
  });
}
