import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { PgText } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { customers } from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/** A customer as what is held of them is looked for: by the ids, and by the words that name them. */
export type HeldPerson = {
  /** of the store */
  id: number;
  externalId: string;
  /** the bank's own id and whatever else names them, such as their name: nothing shorter than two characters but the id */
  words: readonly string[];
  /** the bank's own ids of their holdings */
  holdings: readonly string[];
};

/** The columns of customers that name one: all text but what has a few values. */
const naming = Object.values(getTableColumns(customers)).filter(
  (column) => column instanceof PgText && column.enumValues === undefined,
);

/** The customer of the bank's own id; undefined where there is none. */
export async function findHeldPerson(
  db: Database,
  externalId: string,
): Promise<HeldPerson | undefined> {
  const [found] = await queryRows(
    db,
    z.object({
      id: z.number(),
      externalId: z.string(),
      words: z.array(z.string()),
      holdings: z.array(z.string()),
    }),
    sql`select id, external_id as "externalId",
          to_jsonb(array_remove(array[${sql.join(naming, sql`, `)}], null)) as words,
          (select coalesce(jsonb_agg(h.external_id), '[]') from holdings h where h.customer_id = customers.id) as holdings
        from ${customers} where external_id = ${externalId}`,
  );
  if (found === undefined) return undefined;
  const words = found.words
    .map((word) => word.trim())
    .filter((word) => word === externalId || [...word].length > 1);
  return { ...found, words: [...new Set(words)] };
}

const escaped = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Words as PostgreSQL finds them in a text: whole, but Chinese and the like, which are not written in words, anywhere. */
function pattern(words: readonly string[]): string {
  const anywhere = words.filter((word) => /\p{Script=Han}/u.test(word)).map(escaped);
  const whole = words.filter((word) => !/\p{Script=Han}/u.test(word)).map(escaped);
  return [
    ...anywhere,
    ...(whole.length === 0
      ? []
      : [`(^|[^[:alnum:].])(${whole.join('|')})($|[^[:alnum:].]|[.]($|[^0-9]))`]),
  ].join('|');
}

/** What a column holds, as far as it is looked through. */
export type Held = 'text' | 'json' | 'texts';

/**
 * Whether a column has a person's words in it, in capitals or not; of JSON, in its texts, for a number that is the same as their id
 * is not they.
 */
export function hasWords(column: SQL, holds: Held, words: readonly string[]): SQL {
  if (words.length === 0) return sql`false`;
  switch (holds) {
    case 'text':
      return sql`(${column} ~* ${pattern(words)}) is true`;
    case 'texts':
      return sql`(array_to_string(${column}, chr(10)) ~* ${pattern(words)}) is true`;
    case 'json':
      return sql`jsonb_path_exists(${column}, ${`strict $.** ? (@ like_regex ${JSON.stringify(pattern(words))} flag "i")`}::jsonpath) is true`;
  }
}
