import type { Database } from '../store.ts';

const banks = new WeakMap<Database, Database>();

/**
 * Has customers whom somebody may see be looked for in the indexes of the whole bank, where the policy that holds their statements would
 * have all of these customers read in their place. Of what is found there, ids alone are used: what they are of is read as whoever asks.
 * @param db of whoever asks
 * @param bank the same database, of the whole bank
 */
export function searchInBank(db: Database, bank: Database): Database {
  banks.set(db, bank);
  return db;
}

/** The whole bank to look for customers in, for whoever asks by a database; undefined where their own statements serve. */
export const bankSearchedFor = (db: Database): Database | undefined => banks.get(db);
