import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * The number that an id of the bank is, after a few letters and zeros as banks put before them, as digits; null where it is none.
 * An index is on it, which only this very expression uses.
 */
export const numberIn = (id: SQLWrapper): SQL =>
  sql`substring(${id} from '^[A-Za-z]{0,4}[-_ /.]?0*([0-9]+)$')`;
