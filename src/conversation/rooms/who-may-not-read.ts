import { howManyMayNotSee } from '../../store/people/who-may-see.ts';
import type { Database } from '../../store/store.ts';
import type { Readers } from '../channel.ts';

/**
 * Who of those that read a room may not see customers (ids of the store): how many people of the bank, that there is somebody whom the
 * bank does not know, or that nobody can tell; undefined where all may see all of them.
 */
export async function whoMayNotRead(
  db: Database,
  readers: Readers,
  customerIds: readonly number[],
): Promise<number | 'strangers' | 'unknown' | undefined> {
  if (typeof readers !== 'object') return readers;
  const people = await howManyMayNotSee(db, readers, customerIds);
  return people === 0 ? undefined : people;
}
