import { inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { numberIn } from '../number-in.ts';
import { plainName } from '../plain-name.ts';
import { bankSearchedFor } from '../row-security/searched-bank.ts';
import { customers } from '../schema.ts';
import { inReach, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { idsByNameKeys, ofBranchByName } from './name-keys.ts';

const match = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  /** a date */
  joinedOn: z.string().nullable(),
  /** what is held of them is kept, and not worked with */
  restricted: z.boolean(),
  /** trigram similarity, 0 to 1 */
  similarity: z.coerce.number(),
});

/** A customer whose name fits a text. */
export type CustomerMatch = z.infer<typeof match>;

const matched = sql`${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
  b.name as branch, ${customers.joinedOn}::text as "joinedOn",
  ${customers.restrictedAt} is not null as restricted`;

/** Whom a search in the bank finds: those of the scope, by indexes that lead to them and to nobody else. */
const inReachOfSearch = (scope: Scope): SQL =>
  scope.kind === 'branch' ? ofBranchByName(customers.branchId, scope.branchId) : inReach(scope);

/** How customers are looked for: a condition on `customers`, and what the first come first by, both as SQL. */
type Search = {
  which: SQL;
  order: SQL;
  similarity?: SQL;
  limit: number;
  /** whether it compares whole texts alone, which tells nothing of others: an index serves it under any policy */
  plainly?: boolean;
};

/** Asks a database, as in a transaction that something is set for. */
type Within = <T>(db: Database, query: (asked: Database) => Promise<T>) => Promise<T>;

/**
 * The customers of a scope that a search finds. Under the policy of a branch no condition on a text may be looked up in an index, for
 * the database would compare texts of customers before it knows whose they are, and reads the whole branch instead: there it is the
 * bank that is searched for the ids of those of the scope, and who they are is read as whoever asks.
 */
async function found(
  db: Database,
  scope: Scope,
  search: Search,
  within: Within = (asked, query) => query(asked),
): Promise<CustomerMatch[]> {
  const bank = search.plainly === true ? undefined : bankSearchedFor(db);
  if (bank === undefined)
    return within(db, (asked) => queryRows(asked, match, matching(scope, search)));
  const { which, order, similarity = sql`1`, limit } = search;
  const rows = await within(bank, (asked) =>
    queryRows(
      asked,
      z.object({ id: z.number(), similarity: z.coerce.number() }),
      sql`select ${customers.id} as id, ${similarity} as similarity from ${customers}
          where ${which} and ${inReachOfSearch(scope)} order by ${order} limit ${limit}`,
    ),
  );
  if (rows.length === 0) return [];
  const ids = sql`${`{${rows.map(({ id }) => id).join(',')}}`}::int[]`;
  const read = await queryRows(
    db,
    match,
    matching(scope, {
      which: sql`${customers.id} = any(${ids})`,
      order: sql`array_position(${ids}, ${customers.id})`,
      limit,
    }),
  );
  const likeness = new Map(rows.map((row) => [row.id, row.similarity]));
  return read.map((each) => ({ ...each, similarity: likeness.get(each.id) ?? each.similarity }));
}

const matching = (scope: Scope, { which, order, similarity = sql`1`, limit }: Search): SQL => sql`
  select ${matched}, ${similarity} as similarity
  from ${customers} left join branches b on b.id = ${customers.branchId}
  where ${which} and ${inReach(scope)} order by ${order} limit ${limit}`;

/**
 * Customers of the scope by an id of the bank's own: those with exactly one of the forms of an id; or, in a search that
 * reads every id of the scope, also those with one in another case or in characters of another width.
 */
export async function findCustomersByExternalId(
  db: Database,
  scope: Scope,
  forms: readonly string[],
  { exactly }: { exactly: boolean },
): Promise<CustomerMatch[]> {
  const column = customers.externalId;
  const lower = sql.join(
    forms.map((form) => sql`lower(${form})`),
    sql`, `,
  );
  const one = inArray(column, [...forms]);
  // Each by its own index: of them together in one condition the database would read every customer in the order of their ids.
  const which = exactly
    ? one
    : sql`${customers.id} in (
        select id from ${customers} where ${one}
        union select id from ${customers} where lower(${column}) in (${lower})
        union select id from ${customers} where ${column} ~ '[^ -~]' and lower(normalize(${column}, NFKC)) in (${lower}))`;
  return found(db, scope, { which, order: sql`${customers.id}`, limit: 30, plainly: exactly });
}

/**
 * Customers of the scope whose id is a number, after a few letters and zeros as banks put before them: for when nobody has
 * just that id.
 * @param digits digits alone, without zeros before them
 */
export async function findCustomersByNumber(
  db: Database,
  scope: Scope,
  digits: string,
): Promise<CustomerMatch[]> {
  return found(db, scope, {
    which: sql`${numberIn(customers.externalId)} = ${digits}`,
    order: sql`length(${customers.externalId}), ${customers.id}`,
    limit: 30,
  });
}

const plain = plainName(customers.name);

/**
 * Customers of the scope whose plain name has every one of some patterns in it: those first in which all of `first` are,
 * then the shortest names.
 * @param patterns POSIX regular expressions on names in lower case without accents
 */
export async function findCustomersNamed(
  db: Database,
  scope: Scope,
  { patterns, first = [] }: { patterns: readonly string[]; first?: readonly string[] },
  limit: number,
): Promise<CustomerMatch[]> {
  const all = (some: readonly string[]) =>
    sql.join(
      some.map((pattern) => sql`${plain} ~ ${pattern}`),
      sql` and `,
    );
  if (patterns.length === 0) return [];
  const isOfBank = scope.kind === 'all' || bankSearchedFor(db) !== undefined;
  const ids = isOfBank
    ? idsByNameKeys(customers.name, patterns, scope.kind === 'branch' ? scope.branchId : undefined)
    : undefined;
  return found(db, scope, {
    which:
      ids === undefined
        ? all(patterns)
        : sql`${customers.id} = any(array(${ids})) and ${sql.join(
            // Not as the index of trigrams has it, which would be read instead.
            patterns.map((pattern) => sql`(${plain} || '') ~ ${pattern}`),
            sql` and `,
          )}`,
    order: sql`${first.length === 0 ? sql`` : sql`(${all(first)}) desc, `}length(${customers.name}), ${customers.id}`,
    limit,
  });
}

/**
 * How like a name must be, from one attempt to the next, until there is somebody: of a large bank tens of thousands of names are a little
 * like most texts, and all of them are read to tell.
 */
const likeness = [0.6, 0.45, 0.3];

/**
 * Customers of the scope whose plain name is like a text by its trigrams, the likest first. Of some scripts trigrams see
 * nothing under some locales.
 * @param text in lower case, without accents
 */
export async function findCustomersAlike(
  db: Database,
  scope: Scope,
  text: string,
  limit: number,
): Promise<CustomerMatch[]> {
  const bank = bankSearchedFor(db);
  const search: Search = {
    which: sql`(${plain} % ${text} or ${text} <% ${plain})`,
    similarity: sql`greatest(similarity(${plain}, ${text}), word_similarity(${text}, ${plain}))`,
    order: sql`similarity desc, length(${customers.name}), ${customers.id}`,
    limit,
  };
  if (bank === undefined && scope.kind !== 'all') return found(db, scope, search);
  for (const least of likeness) {
    const alike = await found(db, scope, search, (asked, query) =>
      asked.transaction(async (tx) => {
        // To compare a name takes many times what the planner takes an operation for: it would read a branch for the index.
        await tx.execute(
          sql`select set_config('pg_trgm.similarity_threshold', ${String(least)}, true),
            set_config('cpu_operator_cost', '0.05', true)`,
        );
        return query(tx);
      }),
    );
    if (alike.length > 0) return alike;
  }
  return [];
}

/**
 * Names of customers of the scope that have all patterns of one of some lists in them, up to `limit` for each list.
 * @param lists each of patterns as of `findCustomersNamed`
 */
export async function namesWith(
  db: Database,
  scope: Scope,
  lists: readonly (readonly string[])[],
  limit: number,
): Promise<string[]> {
  if (lists.length === 0) return [];
  const bank = bankSearchedFor(db);
  const held = bank === undefined ? inReach(scope) : inReachOfSearch(scope);
  const each = lists.map((patterns) => {
    const all = sql.join(
      patterns.map((pattern) => sql`${plain} ~ ${pattern}`),
      sql` and `,
    );
    return sql`(select ${customers.id} as id, ${customers.name} as name from ${customers}
      where ${all} and ${held} order by length(${customers.name}), ${customers.id} limit ${limit})`;
  });
  const any = sql`(${sql.join(each, sql` union all `)}) named`;
  const names = z.object({ name: z.string() });
  if (bank === undefined) {
    const named = await queryRows(db, names, sql`select distinct name from ${any}`);
    return named.map(({ name }) => name);
  }
  const ids = await queryRows(bank, z.object({ id: z.number() }), sql`select id from ${any}`);
  if (ids.length === 0) return [];
  const named = await queryRows(
    db,
    names,
    sql`select distinct ${customers.name} as name from ${customers}
        where ${customers.id} = any(${`{${ids.map(({ id }) => id).join(',')}}`}::int[]) and ${inReach(scope)}`,
  );
  return named.map(({ name }) => name);
}
