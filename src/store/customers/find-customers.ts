import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const match = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  /** trigram similarity, 0 to 1 */
  similarity: z.coerce.number(),
});

/** A customer whose name fits a text. */
export type CustomerMatch = z.infer<typeof match>;

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
    sql`select ${customers.id} as id, ${column} as "externalId", ${customers.name} as name,
          b.name as branch, 1 as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where (${inArray(column, [...forms])} or ${alike}) and ${inScope(scope)}
        order by ${customers.id}
        limit 30`,
  );
}

/** The pattern of ILIKE that finds a text anywhere, its signs taken for what they are. */
const anywhere = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/**
 * Customers of the scope by name, best first: the text in the name, or alike by trigrams. Trigrams see nothing in
 * some scripts under some locales, and parts of names miss typing errors, so both are asked.
 */
export async function findCustomersByName(
  db: Database,
  scope: Scope,
  name: string,
  limit: number,
): Promise<CustomerMatch[]> {
  const pattern = anywhere(name);
  const column = customers.name;
  return queryRows(
    db,
    match,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${column} as name,
          b.name as branch, greatest(similarity(${column}, ${name}), word_similarity(${name}, ${column})) as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where (${column} ilike ${pattern} or ${column} % ${name} or ${name} <% ${column})
          and ${inScope(scope)}
        order by lower(${column}) = lower(${name}) desc, ${column} ilike ${pattern} desc,
          similarity desc, length(${column}), ${customers.id}
        limit ${limit}`,
  );
}

/**
 * Customers of the scope whose name holds a text when accents do not count. Reads every name of the scope: for when
 * `findCustomersByName` finds nothing.
 * @param plain without accents
 */
export async function findCustomersByPlainName(
  db: Database,
  scope: Scope,
  plain: string,
  limit: number,
): Promise<CustomerMatch[]> {
  return queryRows(
    db,
    match,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          b.name as branch, 1 as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where regexp_replace(normalize(${customers.name}, NFD), '[\u0300-\u036f]', '', 'g') ilike ${anywhere(plain)}
          and ${inScope(scope)}
        order by length(${customers.name}), ${customers.id}
        limit ${limit}`,
  );
}
