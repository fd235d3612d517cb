import type { Store } from '../store/store.ts';
import { keepNewestTotals, refreshTotals } from '../store/totals/keep-totals.ts';

/**
 * Keeps the totals that questions read as they should be: of the newest run where a version before kept none, and of branches in
 * which something changed otherwise than by an import.
 */
export async function keepTotalsCurrent({ db }: Store): Promise<void> {
  await keepNewestTotals(db);
  await refreshTotals(db);
}
