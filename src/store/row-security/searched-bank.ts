import type { Database } from '../store.ts';

const banks = new WeakMap<Database, Database>();

/**
 * Has customers whom somebody may see be looked for in the indexes of the whole bank, where the policy that holds their statements would
 * have many more be read in their place. Such a search is held to their scope by its own condition, and gives ids alone or what names
 * nobody: who they are is read as whoever asks.
 * @param db of whoever asks
 * @param bank the same database, of the whole bank
 */
export function searchInBank(db: Database, bank: Database): Database {
  banks.set(db, bank);
  return db;
}

/** The whole bank to look for customers in, for whoever asks by a database; undefined where their own statements serve. */
export const bankSearchedFor = (db: Database): Database | undefined => banks.get(db);
