import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Letters that no accent is taken off of to make a plain one of them. */
const barred = { from: 'łøđıŁØĐ', to: 'lodilod' };

/**
 * A customer's name as names are searched: in lower case, without accents and apostrophes, in characters of usual width. An
 * index of trigrams is on it, which only this very expression uses.
 */
export const plainName = (column: SQLWrapper): SQL =>
  sql`lower(translate(regexp_replace(normalize(${column}, NFKD), ${sql.raw(`'[\\u0300-\\u036f''’‘ʼ\`]'`)}, '', 'g'), ${sql.raw(`'${barred.from}', '${barred.to}'`)}))`;
