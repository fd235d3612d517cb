import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import { entryContent, hashOf, noHash } from './entry-content.ts';
import { pruneIntent } from './prune-entries.ts';
import type { Anchor } from './seal-entries.ts';

/**
 * What is wrong with the log of access. altered: an entry is not as it was sealed, or stands elsewhere; deleted: it is gone;
 * unchained: it never came into the chain; beginning: what came before the first entry is gone, and no entry says by which
 * retention; anchor: a place is not there, or has another hash than was written down.
 */
export type Break = {
  how: 'altered' | 'deleted' | 'unchained' | 'beginning' | 'anchor';
  place: number | null;
  entryId: number | null;
};

/** The log of access as it was checked: how many entries are in its chain, the last place, and the first thing wrong. */
export type CheckedChain = { entries: number; last: Anchor | null; broken: Break | null };

const atATime = 2000;

const sealRow = z.object({
  place: z.coerce.number(),
  entryId: z.coerce.number(),
  hash: z.string(),
  content: z.string().nullable(),
  prunedTo: z.coerce.number().nullable(),
  prunedHash: z.string().nullable(),
});
const idRow = z.object({ id: z.coerce.number() });

/**
 * Reads the whole log of access against its chain.
 * @param anchors places and hashes that were written down elsewhere, as in the server's log: without one, the newest entries
 *   could be deleted along with their places
 */
export async function verifyChain(
  db: Database,
  anchors: readonly Anchor[] = [],
): Promise<CheckedChain> {
  const wanted = new Map(anchors.map(({ place, hash }) => [place, hash]));
  const checked: CheckedChain = { entries: 0, last: null, broken: null };
  const brokenAt = (how: Break['how'], place: number | null, entryId: number | null) => ({
    ...checked,
    broken: { how, place, entryId },
  });
  /** the place before the first that has its entry, where retention was here, and where it says that it was */
  const retention: { from?: Anchor; said?: Anchor } = {};
  for await (const { place, entryId, hash, content, prunedTo, prunedHash } of allSeals(db)) {
    const { last } = checked;
    if (last === null && place > 1) {
      if (content !== null) return brokenAt('beginning', place, entryId);
      retention.from = { place, hash };
    } else {
      const next = (last?.place ?? 0) + 1;
      if (place !== next) return brokenAt('deleted', next, null);
      if (content === null) return brokenAt('deleted', place, entryId);
      if (hashOf(place, last?.hash ?? noHash, content) !== hash)
        return brokenAt('altered', place, entryId);
      checked.entries++;
    }
    if ((wanted.get(place) ?? hash) !== hash) return brokenAt('anchor', place, entryId);
    wanted.delete(place);
    if (prunedTo !== null && prunedHash !== null)
      retention.said = { place: prunedTo, hash: prunedHash };
    checked.last = { place, hash };
  }
  const { from, said } = retention;
  if (from !== undefined && (said?.place !== from.place || said.hash !== from.hash))
    return brokenAt('beginning', from.place, null);
  for (const place of wanted.keys())
    if (place > (from?.place ?? 0)) return brokenAt('anchor', place, null);
  const [gone] = await queryRows(
    db,
    idRow,
    sql`select entry_id as id from access_unsealed u
        where not exists (select from access_log l where l.id = u.entry_id) order by 1 limit 1`,
  );
  if (gone !== undefined) return brokenAt('deleted', null, gone.id);
  const [unchained] = await queryRows(
    db,
    idRow,
    sql`select id from access_log l
        where not exists (select from access_seals s where s.entry_id = l.id)
          and not exists (select from access_unsealed u where u.entry_id = l.id) order by 1 limit 1`,
  );
  if (unchained !== undefined) return brokenAt('unchained', null, unchained.id);
  return checked;
}

/** Every place of the chain, with what its entry says now. */
async function* allSeals(db: Database): AsyncGenerator<z.infer<typeof sealRow>> {
  for (let after = 0; ; ) {
    const seals = await queryRows(
      db,
      sealRow,
      sql`select s.place, s.entry_id as "entryId", s.hash,
            case when l.id is not null then ${entryContent} end as content,
            case when l.intent = ${pruneIntent} then l.asked ->> 'place' end as "prunedTo",
            case when l.intent = ${pruneIntent} then l.asked ->> 'hash' end as "prunedHash"
          from access_seals s left join access_log l on l.id = s.entry_id
          where s.place > ${after} order by s.place limit ${atATime}`,
    );
    yield* seals;
    if (seals.length < atATime) return;
    after = seals.at(-1)?.place ?? after;
  }
}
