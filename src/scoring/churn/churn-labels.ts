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
  const { dayNumber, columns } = snapshot;
  return Uint8Array.from(customers.joined, (joined, row) => {
    const there = !(joined > dayNumber) && !(customers.closed[row]! <= dayNumber);
    return there && !isDormant(definition, joined, columns.last_own[row]!, dayNumber) ? 1 : 0;
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
    const { last_own } = later.columns;
    return closed || isDormant(definition, customers.joined[row]!, last_own[row]!, later.dayNumber)
      ? 1
      : 0;
  });
}

/**
 * What leaving means for this bank. `auto` reads: closed, where enough departures are recorded to learn from; dormant
 * otherwise.
 */
export function churnDefinitionOf(config: Config['churn'], closures: number): ChurnDefinition {
  const { definition, dormantDays, minimumLeavers } = config;
  const closed = definition === 'auto' ? closures >= minimumLeavers : definition === 'closed';
  return closed ? { definition: 'closed' } : { definition: 'dormant', dormantDays };
}

function isDormant(
  definition: ChurnDefinition,
  joined: number,
  lastOwn: number,
  day: number,
): boolean {
  if (definition.definition === 'closed') return false;
  const since = Number.isNaN(lastOwn) ? joined : lastOwn;
  return !(day - since < definition.dormantDays);
}
