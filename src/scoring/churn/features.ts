import type { churnFeatures } from '../../settings/settings.ts';
import type { Column } from '../../valuation/index.ts';
import type { Gathered, Snapshot } from '../history/snapshots.ts';

/** Relative changes are held within these, so that a balance of nothing before does not count for infinity. */
const LEAST_CHANGE = -1;
const MOST_CHANGE = 3;

/** Whether a feature may be made of an attribute that the bank has ruled out, and which attribute that is. */
const attributeOf: Readonly<Record<string, string>> = { age: 'age', sex: 'sex' };

/**
 * The features of every customer on the day of a snapshot, in the units that `feature-labels.ts` tells. What would need
 * more history than the bank has is missing for all, so that a count over a year always is one.
 *
 * @param forbidden attributes that may not become features
 */
export function featuresOf(
  customers: Gathered['customers'],
  snapshot: Snapshot,
  forbidden: readonly string[],
): Column[] {
  const { columns: c, dayNumber, monthsKnown } = snapshot;
  const known = (months: number, values: Float64Array) =>
    monthsKnown >= months ? values : values.map(() => Number.NaN);
  const features: Record<(typeof churnFeatures)[number], Float64Array> = {
    balance: c.balance,
    balance_change_1m: known(1, change(c.balance, c.balance_1m)),
    balance_change_3m: known(3, change(c.balance, c.balance_3m)),
    balance_change_6m: known(6, change(c.balance, c.balance_6m)),
    balance_change_12m: known(12, change(c.balance, c.balance_12m)),
    inflow_change_3m: known(6, change(c.inflow_3m, difference(c.inflow_6m, c.inflow_3m))),
    transfer_out_share_3m: known(3, share(c.transfer_out_3m, c.balance_3m, c.inflow_3m)),
    transactions_1m: known(1, c.own_1m),
    transactions_12m: known(12, c.own_12m),
    transactions_change_3m: known(6, change(c.own_3m, difference(c.own_6m, c.own_3m))),
    days_since_transaction: c.last_own.map((day) => dayNumber - day),
    products: c.products,
    products_closed_6m: known(6, c.products_closed_6m),
    loans: c.loans,
    standing_orders: c.standing_orders,
    tenure_months: tenureMonths(customers.joined, dayNumber),
    complaints_3m: c.complaints_3m,
    complaints_12m: c.complaints_12m,
    unresolved_complaints: c.unresolved_complaints,
    contacts_3m: c.contacts_3m,
    contacts_12m: c.contacts_12m,
    satisfaction: c.satisfaction,
    satisfaction_change: difference(c.satisfaction, c.satisfaction_before),
    rating: c.rating,
    age: customers.born.map((day) => (dayNumber - day) / 365.25),
    sex: customers.female,
  };
  return Object.entries(features)
    .filter(([name]) => !forbidden.includes(attributeOf[name] ?? name))
    .map(([name, values]) => ({ name, kind: 'number', values }));
}

/** Months of 1/12 year since the customers joined; `NaN` where that is not known. */
export function tenureMonths(joined: Float64Array, dayNumber: number): Float64Array {
  return joined.map((day) => Math.max(0, (dayNumber - day) / (365.25 / 12)));
}

/** By what share a value differs from the one before, which must be above 0 to compare with. */
function change(now: Float64Array, before: Float64Array): Float64Array {
  return now.map((value, row) => {
    const base = before[row]!;
    if (!(base > 0)) return Number.NaN;
    return Math.min(MOST_CHANGE, Math.max(LEAST_CHANGE, value / base - 1));
  });
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, row) => value - b[row]!);
}

/** What part of the money a customer had or received was sent out, 0 to 1. */
function share(sent: Float64Array, had: Float64Array, received: Float64Array): Float64Array {
  return sent.map((amount, row) => {
    const base = Math.max(0, Number.isNaN(had[row]!) ? 0 : had[row]!) + received[row]!;
    return amount === 0 ? 0 : base > 0 ? Math.min(1, amount / base) : 1;
  });
}
