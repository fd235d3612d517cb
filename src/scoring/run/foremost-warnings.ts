import type { Coded } from '../../language/messages.ts';
import type { ChurnDefinition } from '../churn/churn-labels.ts';
import type { BankNow } from '../history/snapshots.ts';

/** Where more of a bank than this counts as departed, whoever reads a run's figures must know it first. */
const most = 0.5;
/** Transactions that end longer before the as-of date than this, in days, end earlier than any delivery is late. */
const usualDelay = 31;

/**
 * What must be known before any figure of a run is read, said first: that figures rest on costs alone, that more than half of
 * the bank counts as departed because it was silent, that silence cannot be told.
 *
 * @param definition what leaving means, were silence known
 * @param counted the customers of the bank, and how many of them departed
 * @param byPurchases whether customers are valued by their purchases
 */
export function foremostWarnings(
  { snapshots: [now], bringsIn }: Pick<BankNow, 'snapshots' | 'bringsIn'>,
  definition: ChurnDefinition,
  { customers, ...departed }: Departures & { customers: number },
  byPurchases: boolean,
): Coded<'run-warnings'>[] {
  const warnings: Coded<'run-warnings'>[] = [];
  const by = byPurchases ? 'purchases' : 'contribution';
  const dormant = definition.definition === 'dormant';
  if (dormant && areMost(departed, customers)) {
    const figures = { ...departed, customers, days: definition.dormantDays };
    warnings.push(
      bringsIn
        ? { code: 'value.mostDeparted', figures }
        : { code: 'value.costsAloneAndMostDeparted', figures: { by, ...figures } },
    );
  } else if (!bringsIn) {
    warnings.push({ code: 'value.costsAlone', figures: { by } });
  }
  if (!dormant) return warnings;
  if (now.recorded === null) {
    warnings.push({ code: 'churn.silenceUnknown', figures: {} });
  } else if (now.dayNumber - now.recorded.last > usualDelay) {
    const end = new Date(now.recorded.last * 86_400_000).toISOString().slice(0, 10);
    warnings.push({ code: 'churn.transactionsEnded', figures: { end, asOf: now.day } });
  }
  return warnings;
}

/** How many count as departed, and how many of them because they were silent. */
export type Departures = { departed: number; silent: number };

/** Counts who of some customers departed. @param active which can be lost: 1 or 0, one entry a customer */
export function departures(
  {
    customers: { closed },
    snapshots: [{ dayNumber: day }],
  }: Pick<BankNow, 'customers' | 'snapshots'>,
  active: Uint8Array,
): Departures {
  let departed = 0;
  let silent = 0;
  active.forEach((there, row) => {
    if (there === 1) return;
    departed++;
    if (!(closed[row]! <= day)) silent++;
  });
  return { departed, silent };
}

/** Whether those who departed are most of all, or the silent ones most of those who closed nothing. */
function areMost({ departed, silent }: Departures, customers: number): boolean {
  if (silent === 0) return false;
  const closed = departed - silent;
  return departed > most * customers || silent > most * (customers - closed);
}
