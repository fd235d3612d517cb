import type { Config } from '../../settings/settings.ts';
import type { Gathered, Snapshot } from '../history/snapshots.ts';

/** What leaving means: every account closed, or closed or silent for a number of days. */
export type Leaving = { definition: 'closed' } | { definition: 'dormant'; dormantDays: number };

/** Which customers are there to be lost on the day of a snapshot: 1 where they have joined and not left. */
export function activeAt(
  customers: Gathered['customers'],
  snapshot: Snapshot,
  leaving: Leaving,
): Uint8Array {
  const { dayNumber, columns } = snapshot;
  return Uint8Array.from(customers.joined, (joined, row) => {
    const there = !(joined > dayNumber) && !(customers.closed[row]! <= dayNumber);
    return there && !isDormant(leaving, joined, columns.last_own[row]!, dayNumber) ? 1 : 0;
  });
}

/**
 * Who of the active customers left between a snapshot and a later one: 1 left, 0 stayed.
 */
export function labelsBetween(
  customers: Gathered['customers'],
  later: Snapshot,
  rows: Uint32Array,
  leaving: Leaving,
): Uint8Array {
  return Uint8Array.from(rows, (row) => {
    const closed = customers.closed[row]! <= later.dayNumber;
    const { last_own } = later.columns;
    return closed || isDormant(leaving, customers.joined[row]!, last_own[row]!, later.dayNumber)
      ? 1
      : 0;
  });
}

/**
 * What leaving means for this bank. `auto` reads: closed, where enough departures are recorded to learn from; dormant
 * otherwise.
 */
export function leavingOf(config: Config['churn'], closures: number): Leaving {
  const { definition, dormantDays, minimumLeavers } = config;
  const closed = definition === 'auto' ? closures >= minimumLeavers : definition === 'closed';
  return closed ? { definition: 'closed' } : { definition: 'dormant', dormantDays };
}

function isDormant(leaving: Leaving, joined: number, lastOwn: number, day: number): boolean {
  if (leaving.definition === 'closed') return false;
  const since = Number.isNaN(lastOwn) ? joined : lastOwn;
  return !(day - since < leaving.dormantDays);
}
