import { type AccessEntry, recordAccess } from '../store/access-log/record-access.ts';
import type { Store } from '../store/store.ts';

/** What the log of access is told of a request; who asked, whom they saw, or why they were refused. */
export type ApiAccess = Pick<AccessEntry, 'intent' | 'customerIds'> &
  Partial<Pick<AccessEntry, 'managerId' | 'identity' | 'outcome' | 'reason' | 'asked'>>;

/** Adds to the log of access what a request of the API was given, or why not. @throws what the store throws */
export const noteAccess = (
  { store, now }: { store: Store; now: () => Date },
  access: ApiAccess,
): Promise<void> =>
  recordAccess(store.db, { at: now(), managerId: null, channel: 'api', ...access });
