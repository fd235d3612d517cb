import type { AccessOutcome, RefusalReason } from '../kinds.ts';
import { stoodInForAmong } from '../people/delegations.ts';
import { accessLog } from '../schema.ts';
import type { Database } from '../store.ts';

/** Who asked what, when and where, and whom it shows; what the fields hold is said at the table. */
export type AccessEntry = {
  at: Date;
  managerId: number | null;
  identity?: string | null;
  channel: string;
  address?: string | null;
  intent: string;
  outcome?: AccessOutcome;
  reason?: RefusalReason | null;
  /** ids of the store; the log keeps each once */
  customerIds: readonly number[];
  /** people whose books it shows by a delegation; unless given, those whose customers are shown */
  onBehalfOf?: readonly number[];
  asked?: Record<string, unknown>;
  shown?: readonly string[];
  message?: string | null;
};

/**
 * Adds an entry to the log of access. Nothing is shown without one: whoever asked is refused where this throws.
 * @throws what the store throws
 */
export async function recordAccess(db: Database, entry: AccessEntry): Promise<void> {
  const customerIds = [...new Set(entry.customerIds)];
  const { managerId, outcome = 'allowed', onBehalfOf } = entry;
  await db.insert(accessLog).values({
    ...entry,
    customerIds,
    onBehalfOf:
      onBehalfOf !== undefined
        ? [...onBehalfOf]
        : managerId === null || outcome === 'refused' || customerIds.length === 0
          ? []
          : (await stoodInForAmong(db, managerId, customerIds)).map((each) => each.managerId),
    shown: [...(entry.shown ?? [])],
  });
}
