import { z } from 'zod';
import type { Config } from '../../settings/settings.ts';
import type { CustomerColumns } from '../../store/scoring/snapshot-columns.ts';
import type { Snapshot } from '../history/snapshots.ts';

/** What leaving means: every account closed, or closed or silent for a number of days. */
export const churnDefinitionShape = z.discriminatedUnion('definition', [
  z.object({ definition: z.literal('closed') }),
  z.object({ definition: z.literal('dormant'), dormantDays: z.number() }),
]);
export type ChurnDefinition = z.output<typeof churnDefinitionShape>;

/** Which customers can be lost on the day of a snapshot: 1 for those who have joined and not left. */
export function activeAt(
  customers: CustomerColumns,
  snapshot: Snapshot,
  definition: ChurnDefinition,
): Uint8Array {
  const { dayNumber } = snapshot;
  return Uint8Array.from(customers.joined, (joined, row) => {
    const there = !(joined > dayNumber) && !(customers.closed[row]! <= dayNumber);
    return there && !isDormant(definition, silenceAt(customers, snapshot, row)) ? 1 : 0;
  });
}

/**
 * Which of the active customers left between a snapshot and a later one: 1 left, 0 stayed.
 */
export function labelsBetween(
  customers: CustomerColumns,
  later: Snapshot,
  rows: Uint32Array,
  definition: ChurnDefinition,
): Uint8Array {
  return Uint8Array.from(rows, (row) => {
    const closed = customers.closed[row]! <= later.dayNumber;
    return closed || isDormant(definition, silenceAt(customers, later, row)) ? 1 : 0;
  });
}

/**
 * What leaving means for this bank, were silence known. `auto` reads: closed, where enough departures are recorded in the
 * months that are learnt from; dormant otherwise.
 */
export function churnDefinitionOf(
  { definition, dormantDays, minimumLeavers }: Config['churn'],
  { closed }: CustomerColumns,
  snapshots: readonly Snapshot[],
): ChurnDefinition {
  const oldest = Math.min(...snapshots.map(({ dayNumber }) => dayNumber));
  const closures = closed.filter((day) => day > oldest).length;
  const enough = definition === 'auto' ? closures >= minimumLeavers : definition === 'closed';
  return enough ? { definition: 'closed' } : { definition: 'dormant', dormantDays };
}

/** Whether a customer who has been silent for so many days counts as departed. */
export function isDormant(definition: ChurnDefinition, silentDays: number): boolean {
  return definition.definition === 'dormant' && silentDays >= definition.dormantDays;
}

/** What a silence is measured by; days are counted from 1 January 1970. */
export type Silence = {
  day: number;
  /** `NaN`: not known */
  joined: number;
  /** of the customer's own; `NaN`: never */
  lastOwn: number;
  /** known to the bank by something else, such as an account */
  holds: boolean;
  recorded: Snapshot['recorded'];
};

/**
 * For how many days a customer has been silent: the days since their last transaction that the bank's record of transactions
 * covers. Of who never made one, and is known to the bank by what they hold, the record says nothing: it may not cover that
 * product. Others who never made one have been silent since they joined.
 */
export function silentDays({ day, joined, lastOwn, holds, recorded }: Silence): number {
  if (recorded === null) return 0;
  const never = Number.isNaN(lastOwn);
  if (never && holds) return 0;
  const since = never ? Math.max(Number.isNaN(joined) ? 0 : joined, recorded.first) : lastOwn;
  return Math.max(0, Math.min(day, recorded.last) - since);
}

/** Whether the bank knows a customer by an account or another product that they hold at a snapshot. */
export function holdsSomething({ columns }: Snapshot, row: number): boolean {
  return columns.products[row]! > 0 || !Number.isNaN(columns.balance[row]!);
}

function silenceAt(customers: CustomerColumns, snapshot: Snapshot, row: number): number {
  return silentDays({
    day: snapshot.dayNumber,
    joined: customers.joined[row]!,
    lastOwn: snapshot.columns.last_own[row]!,
    holds: holdsSomething(snapshot, row),
    recorded: snapshot.recorded,
  });
}
