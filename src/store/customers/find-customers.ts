import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { numberIn } from '../number-in.ts';
import { plainName } from '../plain-name.ts';
import { customers } from '../schema.ts';
import { inReach, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

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
  const alike = exactly
    ? sql`false`
    : sql`lower(${column}) in (${lower})
        or (${column} ~ '[^ -~]' and lower(normalize(${column}, NFKC)) in (${lower}))`;
  return queryRows(
    db,
    match,
    sql`select ${matched}, 1 as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where (${inArray(column, [...forms])} or ${alike}) and ${inReach(scope)}
        order by ${customers.id}
        limit 30`,
  );
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
  return queryRows(
    db,
    match,
    sql`select ${matched}, 1 as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where ${numberIn(customers.externalId)} = ${digits} and ${inReach(scope)}
        order by length(${customers.externalId}), ${customers.id}
        limit 30`,
  );
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
  return queryRows(
    db,
    match,
    sql`select ${matched}, 1 as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where ${all(patterns)} and ${inReach(scope)}
        order by ${first.length === 0 ? sql`` : sql`(${all(first)}) desc, `}length(${customers.name}), ${customers.id}
        limit ${limit}`,
  );
}

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
  return queryRows(
    db,
    match,
    sql`select ${matched}, greatest(similarity(${plain}, ${text}), word_similarity(${text}, ${plain})) as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where (${plain} % ${text} or ${text} <% ${plain}) and ${inReach(scope)}
        order by similarity desc, length(${customers.name}), ${customers.id}
        limit ${limit}`,
  );
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
  const each = lists.map((patterns) => {
    const all = sql.join(
      patterns.map((pattern) => sql`${plain} ~ ${pattern}`),
      sql` and `,
    );
    return sql`(select ${customers.name} as name from ${customers}
      where ${all} and ${inReach(scope)} order by length(${customers.name}), ${customers.id} limit ${limit})`;
  });
  const found = await queryRows(db, z.object({ name: z.string() }), sql.join(each, sql` union `));
  return found.map(({ name }) => name);
}
