import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const match = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  branch: z.string().nullable(),
  /** exact: the name itself; part: the text is in the name; similar: only by trigrams */
  fit: z.enum(['exact', 'part', 'similar']),
  /** trigram similarity, 0 to 1 */
  similarity: z.coerce.number(),
});

/** A customer whose name fits a text. */
export type CustomerMatch = z.infer<typeof match>;

/** The customer with an id of the bank's own, whatever its case; undefined outside the scope. */
export async function findCustomerByExternalId(
  db: Database,
  scope: Scope,
  externalId: string,
): Promise<number | undefined> {
  const rows = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`select ${customers.id} as id from ${customers}
        where (${customers.externalId} = ${externalId}
            or (${externalId} ~ '[[:alpha:]]' and lower(${customers.externalId}) = lower(${externalId})))
          and ${inScope(scope)}
        order by ${customers.externalId} = ${externalId} desc
        limit 1`,
  );
  return rows[0]?.id;
}

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
  const pattern = `%${name.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const column = customers.name;
  return queryRows(
    db,
    match,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${column} as name,
          b.name as branch,
          case when lower(${column}) = lower(${name}) then 'exact'
               when ${column} ilike ${pattern} then 'part'
               else 'similar' end as fit,
          greatest(similarity(${column}, ${name}), word_similarity(${name}, ${column})) as similarity
        from ${customers} left join branches b on b.id = ${customers.branchId}
        where (${column} ilike ${pattern} or ${column} % ${name} or ${name} <% ${column})
          and ${inScope(scope)}
        order by lower(${column}) = lower(${name}) desc, ${column} ilike ${pattern} desc,
          similarity desc, length(${column}), ${customers.id}
        limit ${limit}`,
  );
}
