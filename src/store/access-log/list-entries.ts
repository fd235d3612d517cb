import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { accessOutcomes, refusalReasons } from '../kinds.ts';
import { type Database, queryRows } from '../store.ts';
import { entryContent, noHash } from './entry-content.ts';

const moment = z.string().transform((text) => new Date(text));

const listed = z.object({
  id: z.coerce.number(),
  at: moment,
  /** the person's address at the bank, otherwise their id there */
  person: z.string().nullable(),
  /** of somebody nobody knows: how their platform calls them */
  identity: z.string().nullable(),
  channel: z.string(),
  address: z.string().nullable(),
  intent: z.string(),
  outcome: z.enum(accessOutcomes),
  reason: z.enum(refusalReasons).nullable(),
  /** the bank's own ids; of one who is no longer in the store, `#` and the id that they had there */
  customers: z.array(z.string()),
  /** people whose books were shown by a delegation */
  onBehalfOf: z.array(z.string()),
  asked: z.record(z.string(), z.unknown()),
  shown: z.array(z.string()),
  message: z.string().nullable(),
});

/** An entry of the log of access as people read it. */
export type ListedEntry = z.infer<typeof listed>;

/** Which entries: about a customer (id of the store), of a person or of somebody's identity, from a moment on. */
export type EntryFilter = {
  customerId?: number | undefined;
  person?: { managerId: number } | { identity: string } | undefined;
  since?: Date | undefined;
};

/** Ids of entries from which a page goes on, and how many it takes; the newest of all, or before an entry. */
export type EntryPage = { after: number; limit: number } | { newest: number; before?: number };

const columns = sql`l.id, to_json(l.at) #>> '{}' as at, coalesce(m.email, m.external_id) as person, l.identity, l.channel,
  l.address, l.intent, l.outcome, l.reason, l.asked, l.shown, l.message,
  array(select coalesce(c.external_id, '#' || u.id)
    from unnest(l.customer_ids) with ordinality u (id, n) left join customers c on c.id = u.id
    order by u.n) as customers,
  array(select coalesce(p.email, p.external_id)
    from unnest(l.on_behalf_of) with ordinality u (id, n) join managers p on p.id = u.id
    order by u.n) as "onBehalfOf"`;

function matching({ customerId, person, since }: EntryFilter): SQL {
  const conditions = [
    ...(customerId === undefined ? [] : [sql`l.customer_ids @> array[${customerId}]::int[]`]),
    ...(person === undefined
      ? []
      : 'managerId' in person
        ? [sql`l.manager_id = ${person.managerId}`]
        : [sql`l.identity = ${person.identity}`]),
    ...(since === undefined ? [] : [sql`l.at >= ${since.toISOString()}::timestamptz`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** A page of the log of access, in its order; of the newest, the newest first. */
export function listEntries(
  db: Database,
  filter: EntryFilter,
  page: EntryPage,
): Promise<ListedEntry[]> {
  const part =
    'newest' in page
      ? sql`and ${page.before === undefined ? sql`true` : sql`l.id < ${page.before}`} order by l.id desc limit ${page.newest}`
      : sql`and l.id > ${page.after} order by l.id limit ${page.limit}`;
  return queryRows(
    db,
    listed,
    sql`select ${columns} from access_log l left join managers m on m.id = l.manager_id
        where ${matching(filter)} ${part}`,
  );
}

/** How many entries there are. */
export async function countEntries(db: Database, filter: EntryFilter): Promise<number> {
  const [row] = await queryRows(
    db,
    z.object({ count: z.coerce.number() }),
    sql`select count(*) as count from access_log l where ${matching(filter)}`,
  );
  return row?.count ?? 0;
}

const sealed = listed.extend({
  place: z.coerce.number(),
  previous: z.string(),
  hash: z.string(),
  content: z.string(),
});

/**
 * The same with its place in the chain: `hash` is SHA-256 over the lines `place`, `previous` and `content`, with a line end
 * between them.
 */
export type SealedEntry = z.infer<typeof sealed>;

/** A page of the log of access in the order of its chain. */
export function listSealedEntries(
  db: Database,
  filter: EntryFilter,
  page: { after: number; limit: number },
): Promise<SealedEntry[]> {
  return queryRows(
    db,
    sealed,
    sql`select ${columns}, s.place, s.hash, coalesce(b.hash, ${noHash}) as previous, ${entryContent} as content
        from access_seals s join access_log l on l.id = s.entry_id
          left join access_seals b on b.place = s.place - 1
          left join managers m on m.id = l.manager_id
        where ${matching(filter)} and s.place > ${page.after} order by s.place limit ${page.limit}`,
  );
}
