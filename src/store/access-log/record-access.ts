import { accessLog } from '../schema.ts';
import type { Database } from '../store.ts';

/** Notes who saw which customers (ids of the store), when and where. */
export async function recordAccess(
  db: Database,
  entry: {
    at: Date;
    managerId: number | null;
    channel: string;
    intent: string;
    customerIds: number[];
  },
): Promise<void> {
  await db.insert(accessLog).values(entry);
}
