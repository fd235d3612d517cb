import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { accessUnsealed } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';
import { entryContent, hashOf, noHash } from './entry-content.ts';

/** A place in the chain over the log of access, and its hash: it stands for all entries up to there. */
export type Anchor = { place: number; hash: string };

/** Who holds it adds to the chain, or deletes from it. */
const chainLock = 7_232_458;
/** Entries that are sealed in one transaction. */
const atATime = 500;

const anchorRow = z.object({ place: z.coerce.number(), hash: z.string() });
const waitingRow = z.object({ id: z.coerce.number(), content: z.string() });

/** The last place of the chain; undefined where there is none. */
export async function lastAnchor(db: Database): Promise<Anchor | undefined> {
  const [last] = await queryRows(
    db,
    anchorRow,
    sql`select place, hash from access_seals order by place desc limit 1`,
  );
  return last;
}

/** Holds the chain for the rest of a transaction; whoever else adds to it waits. */
export async function holdChain(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${chainLock})`);
}

/**
 * Puts the entries that wait into the chain, in the order of their ids. No question waits for this: an entry is there before
 * the answer is, and gets its place a moment later.
 * @returns the last place, where any was added
 */
export async function sealEntries(db: Database): Promise<Anchor | undefined> {
  let last: Anchor | undefined;
  for (;;) {
    if (!(await anyWaiting(db))) return last;
    const sealed = await db.transaction(async (tx) => {
      await holdChain(tx);
      return sealSome(tx);
    });
    if (sealed === undefined) return last;
    last = sealed;
  }
}

/** One whose entry was deleted waits for ever, and is told of where the chain is checked. */
async function anyWaiting(db: Database): Promise<boolean> {
  const [row] = await queryRows(
    db,
    z.object({ any: z.boolean() }),
    sql`select exists (
          select from access_unsealed u join access_log l on l.id = u.entry_id) as any`,
  );
  return row?.any ?? false;
}

async function sealSome(tx: Database): Promise<Anchor | undefined> {
  const waiting = await queryRows(
    tx,
    waitingRow,
    sql`select l.id, ${entryContent} as content
        from access_unsealed u join access_log l on l.id = u.entry_id
        order by l.id limit ${atATime}`,
  );
  if (waiting.length === 0) return undefined;
  let anchor: Anchor = (await lastAnchor(tx)) ?? { place: 0, hash: noHash };
  const seals = waiting.map(({ id, content }) => {
    const place = anchor.place + 1;
    anchor = { place, hash: hashOf(place, anchor.hash, content) };
    return { ...anchor, entry: id };
  });
  await tx.execute(
    sql`insert into access_seals (place, entry_id, hash)
        select place, entry, hash from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
          as s (place bigint, entry bigint, hash text)`,
  );
  await tx.delete(accessUnsealed).where(
    inArray(
      accessUnsealed.entryId,
      waiting.map(({ id }) => id),
    ),
  );
  return anchor;
}
