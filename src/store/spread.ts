import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * A number from an id of the store (multiplicative hashing by Knuth's 2654435761, modulo 2^32) by which customers are in an order
 * that has nothing to do with them and is the same each time: the first of it are a sample. An index is on it, which only this
 * very expression uses.
 */
export const spread = (id: SQLWrapper): SQL => sql`(${id}::bigint * 2654435761 % 4294967296)`;
