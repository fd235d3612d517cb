import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type PgColumn, PgText } from 'drizzle-orm/pg-core';
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
 * is not they. Rows that have none of them anywhere are told by that alone, in a fraction of the time.
 */
export function hasWords(column: SQL, holds: Held, words: readonly string[]): SQL {
  if (words.length === 0) return sql`false`;
  switch (holds) {
    case 'text':
      return found(column, words, sql`${column} ~* ${pattern(words)}`);
    case 'texts': {
      const text = sql`array_to_string(${column}, chr(10))`;
      return found(text, words, sql`${text} ~* ${pattern(words)}`);
    }
    case 'json':
      return found(
        sql`${column}::text`,
        words.map(inJson),
        sql`jsonb_path_exists(${column}, ${`strict $.** ? (@ like_regex ${JSON.stringify(pattern(words))} flag "i")`}::jsonpath)`,
      );
  }
}

/**
 * A condition on a text that is looked at only where the text has one of some words anywhere in it. What has ASCII letters enough is
 * looked for by these, which lower many times as fast as all letters do, with anything for its others.
 */
function found(text: SQL, words: readonly string[], condition: SQL): SQL {
  const patterns = words.map((word) => ({ word, byAscii: asciiPattern(word) }));
  const quick = patterns.flatMap(({ byAscii }) => (byAscii === undefined ? [] : [sql`${byAscii}`]));
  const slow = patterns.flatMap(({ word, byAscii }) =>
    byAscii === undefined ? [sql`lower(${`%${escapedLike(word)}%`})`] : [],
  );
  const anywhere = [
    ...(quick.length === 0
      ? []
      : [sql`lower((${text}) collate "C") like any (array[${sql.join(quick, sql`, `)}])`]),
    ...(slow.length === 0
      ? []
      : [sql`lower(${text}) like any (array[${sql.join(slow, sql`, `)}])`]),
  ];
  return sql`(case when ${sql.join(anywhere, sql` or `)} then ${condition} end) is true`;
}

/** A word as it stands in a text of JSON. */
const inJson = (word: string) => JSON.stringify(word).slice(1, -1);

const escapedLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

/** So many letters that stand for themselves tell a word from most texts. */
const telling = 2;

/** A pattern of LIKE, over a text whose ASCII letters alone are small ones, that has every spelling of a word in it; undefined where it would have most texts. */
function asciiPattern(word: string): string | undefined {
  let kept = 0;
  const letters = [...word].map((letter) => {
    const lower = letter.toLowerCase();
    if (letter > '\x7f' && lower !== letter.toUpperCase()) return '%';
    kept++;
    return escapedLike(letter > '\x7f' ? letter : lower);
  });
  return kept < telling ? undefined : `%${letters.join('')}%`;
}

/** An id of digits alone: as a word it is anything that is counted, too. */
const isNumber = (externalId: string): boolean => /^\d+$/.test(externalId);

/**
 * Whether a message is about a person, or what it is part of: the log of access has them for it, their name stands in it, or their id.
 * An id of digits alone is theirs only where it is a value by itself, in a message that the log does not have.
 * @param message the column with the key of the message
 */
export function isAbout(
  message: PgColumn,
  content: PgColumn,
  { id, externalId, words }: HeldPerson,
): SQL {
  const text = sql`${content}`;
  const logged = sql`${message} in (select a.message from access_log a where a.customer_ids @> array[${id}]::int[] and a.message is not null)`;
  if (!isNumber(externalId)) return sql`(${hasWords(text, 'json', words)} or ${logged})`;
  const names = words.filter((word) => word !== externalId);
  const said = sql`(${hasWords(text, 'json', names)} or case when ${hasValue(text, externalId)}
    then not exists (select from access_log a where a.message = ${message}) end)`;
  return sql`(${found(sql`${content}::text`, words.map(inJson), said)} or ${logged})`;
}

/** The columns of a message in which no words of a person stand where it is not about them, as of {@link isAbout}. */
export const tellingContent = (content: PgColumn, { externalId }: HeldPerson): PgColumn[] =>
  isNumber(externalId) ? [] : [content];

/** Whether a text is a value of some JSON by itself. */
const hasValue = (content: SQL, text: string): SQL =>
  sql`(case when strpos(${content}::text, ${JSON.stringify(text)}) > 0
    then jsonb_path_exists(${content}, ${`strict $.** ? (@ == ${JSON.stringify(text)})`}::jsonpath) end) is true`;
