import type { Gathered } from '../../src/scoring/gathered.ts';

const one = () => Float64Array.of(1);

/** A bank of one customer of whom everything is 1: for tests that need the shape. */
export const oneCustomer: Gathered = {
  customers: {
    customer_id: one(),
    joined: one(),
    closed: Float64Array.of(Number.NaN),
    born: one(),
    female: one(),
    branch: one(),
  },
  snapshots: [
    {
      day: '2024-06-30',
      dayNumber: 19904,
      monthsKnown: 12,
      columns: {
        own_1m: one(),
        own_3m: one(),
        own_6m: one(),
        own_12m: one(),
        own_days_12m: one(),
        own_amount_12m: one(),
        inflow_3m: one(),
        inflow_6m: one(),
        outflow_3m: one(),
        outflow_6m: one(),
        transfer_out_3m: one(),
        transfer_out_6m: one(),
        first_own: one(),
        last_own: one(),
        balance: one(),
        balance_1m: one(),
        balance_3m: one(),
        balance_6m: one(),
        balance_12m: one(),
        debt: one(),
        products: one(),
        products_closed_6m: one(),
        loans: one(),
        standing_orders: one(),
        complaints_3m: one(),
        complaints_12m: one(),
        unresolved_complaints: one(),
        contacts_3m: one(),
        contacts_12m: one(),
        last_contact: one(),
        satisfaction: one(),
        satisfaction_before: one(),
        rating: one(),
      },
    },
  ],
  purchases: { days: one(), amount: one() },
  months: ['2024-06-01'],
};
