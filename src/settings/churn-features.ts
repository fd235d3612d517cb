import type { CustomerColumns, SnapshotColumns } from '../store/scoring/snapshot-columns.ts';
import {
  difference,
  monthsSince,
  relativeChange,
  shareSpent,
} from '../valuation/numeric/vector-arithmetic.ts';

/** What a feature is about. Where several are about the same, the strongest is reason enough. */
type Theme =
  | 'balance'
  | 'balance change'
  | 'money coming in'
  | 'transfers to other banks'
  | 'activity'
  | 'products'
  | 'products closed'
  | 'loans'
  | 'standing orders'
  | 'tenure'
  | 'complaints'
  | 'contacts'
  | 'satisfaction'
  | 'age'
  | 'sex';

/**
 * What a feature's values are: an amount in the bank's currency; a change as a share of the value before; a share, 0 to 1;
 * a difference of two such shares; how many; days; months; years; any other number; or 1 for yes and 0 for no.
 */
type Unit =
  | 'money'
  | 'change'
  | 'share'
  | 'points'
  | 'count'
  | 'days'
  | 'months'
  | 'years'
  | 'number'
  | 'flag';

/** What a feature is computed from. */
type Known = {
  columns: SnapshotColumns;
  customers: CustomerColumns;
  /** the day it is known on, from 1 January 1970 */
  dayNumber: number;
};

/** Something the bank can do that changes a feature. */
type Action = {
  /** what doing it makes of the feature's value; `NaN` where there is nothing to do */
  to: (value: number) => number;
  /** features that change by as much with it */
  along: readonly string[];
};

type Feature = {
  /** its column; its words are in the catalogs under the same name */
  name: string;
  theme: Theme;
  unit: Unit;
  /** whether a higher value goes with a higher risk of leaving (`increasing`) or a lower one, where that is plain */
  direction?: 'increasing' | 'decreasing';
  /** a personal attribute it is made of, which a bank may rule out */
  attribute?: 'age' | 'sex';
  /** months of records it looks back on: with fewer it is missing for all, so that a count over a year always is one */
  months?: 1 | 3 | 6 | 12;
  action?: Action;
  /** each customer's value; `NaN` where it is missing */
  of: (known: Known) => Float64Array;
};

/** The satisfaction, 0 to 1, of a customer who is content. */
const content = 0.8;

/**
 * What a churn model may know of a customer, and so what settings may name. Beside this list a feature needs its words
 * in `language/<locale>/churn-features.json` and, where the store does not give it yet, a column of `store/scoring`.
 */
export const churnFeatures = [
  {
    name: 'balance',
    theme: 'balance',
    unit: 'money',
    direction: 'decreasing',
    of: ({ columns }) => columns.balance,
  },
  {
    name: 'balance_change_1m',
    theme: 'balance change',
    unit: 'change',
    direction: 'decreasing',
    months: 1,
    of: ({ columns }) => relativeChange(columns.balance, columns.balance_1m),
  },
  {
    name: 'balance_change_3m',
    theme: 'balance change',
    unit: 'change',
    direction: 'decreasing',
    months: 3,
    of: ({ columns }) => relativeChange(columns.balance, columns.balance_3m),
  },
  {
    name: 'balance_change_6m',
    theme: 'balance change',
    unit: 'change',
    direction: 'decreasing',
    months: 6,
    of: ({ columns }) => relativeChange(columns.balance, columns.balance_6m),
  },
  {
    name: 'balance_change_12m',
    theme: 'balance change',
    unit: 'change',
    direction: 'decreasing',
    months: 12,
    of: ({ columns }) => relativeChange(columns.balance, columns.balance_12m),
  },
  {
    name: 'inflow_change_3m',
    theme: 'money coming in',
    unit: 'change',
    direction: 'decreasing',
    months: 6,
    of: ({ columns: { inflow_3m, inflow_6m } }) =>
      relativeChange(inflow_3m, difference(inflow_6m, inflow_3m)),
  },
  {
    name: 'transfer_out_share_3m',
    theme: 'transfers to other banks',
    unit: 'share',
    direction: 'increasing',
    months: 3,
    of: ({ columns: { transfer_out_3m, balance_3m, inflow_3m } }) =>
      shareSpent(transfer_out_3m, { balance: balance_3m, received: inflow_3m }),
  },
  {
    name: 'transactions_1m',
    theme: 'activity',
    unit: 'count',
    direction: 'decreasing',
    months: 1,
    of: ({ columns }) => columns.own_1m,
  },
  {
    name: 'transactions_12m',
    theme: 'activity',
    unit: 'count',
    direction: 'decreasing',
    months: 12,
    of: ({ columns }) => columns.own_12m,
  },
  {
    name: 'transactions_change_3m',
    theme: 'activity',
    unit: 'change',
    direction: 'decreasing',
    months: 6,
    of: ({ columns: { own_3m, own_6m } }) => relativeChange(own_3m, difference(own_6m, own_3m)),
  },
  {
    name: 'days_since_transaction',
    theme: 'activity',
    unit: 'days',
    direction: 'increasing',
    of: ({ columns, dayNumber }) => columns.last_own.map((day) => dayNumber - day),
  },
  {
    name: 'products',
    theme: 'products',
    unit: 'count',
    direction: 'decreasing',
    action: { to: (count) => count + 1, along: [] },
    of: ({ columns }) => columns.products,
  },
  {
    name: 'products_closed_6m',
    theme: 'products closed',
    unit: 'count',
    direction: 'increasing',
    months: 6,
    of: ({ columns }) => columns.products_closed_6m,
  },
  {
    name: 'loans',
    theme: 'loans',
    unit: 'count',
    direction: 'decreasing',
    of: ({ columns }) => columns.loans,
  },
  {
    name: 'standing_orders',
    theme: 'standing orders',
    unit: 'count',
    direction: 'decreasing',
    action: { to: (count) => count + 1, along: [] },
    of: ({ columns }) => columns.standing_orders,
  },
  {
    name: 'tenure_months',
    theme: 'tenure',
    unit: 'months',
    direction: 'decreasing',
    of: ({ customers, dayNumber }) => monthsSince(customers.joined, dayNumber),
  },
  {
    name: 'complaints_3m',
    theme: 'complaints',
    unit: 'count',
    direction: 'increasing',
    of: ({ columns }) => columns.complaints_3m,
  },
  {
    name: 'complaints_12m',
    theme: 'complaints',
    unit: 'count',
    direction: 'increasing',
    of: ({ columns }) => columns.complaints_12m,
  },
  {
    name: 'unresolved_complaints',
    theme: 'complaints',
    unit: 'count',
    direction: 'increasing',
    action: { to: (count) => (count > 0 ? 0 : Number.NaN), along: [] },
    of: ({ columns }) => columns.unresolved_complaints,
  },
  {
    name: 'contacts_3m',
    theme: 'contacts',
    unit: 'count',
    action: { to: (count) => count + 1, along: ['contacts_12m'] },
    of: ({ columns }) => columns.contacts_3m,
  },
  {
    name: 'contacts_12m',
    theme: 'contacts',
    unit: 'count',
    of: ({ columns }) => columns.contacts_12m,
  },
  {
    name: 'satisfaction',
    theme: 'satisfaction',
    unit: 'share',
    direction: 'decreasing',
    action: {
      to: (share) => (share < content ? content : Number.NaN),
      along: ['satisfaction_change'],
    },
    of: ({ columns }) => columns.satisfaction,
  },
  {
    name: 'satisfaction_change',
    theme: 'satisfaction',
    unit: 'points',
    direction: 'decreasing',
    of: ({ columns }) => difference(columns.satisfaction, columns.satisfaction_before),
  },
  {
    name: 'rating',
    theme: 'satisfaction',
    unit: 'number',
    direction: 'decreasing',
    of: ({ columns }) => columns.rating,
  },
  {
    name: 'age',
    theme: 'age',
    unit: 'years',
    attribute: 'age',
    of: ({ customers, dayNumber }) => customers.born.map((day) => (dayNumber - day) / 365.25),
  },
  {
    name: 'sex',
    theme: 'sex',
    unit: 'flag',
    attribute: 'sex',
    of: ({ customers }) => customers.female,
  },
] as const satisfies readonly Feature[];

/** A feature of the list. */
export type ChurnFeature = (typeof churnFeatures)[number];

/** A feature that the bank can do something about. */
export type ActionableFeature = Extract<ChurnFeature, { action: Action }>;

/** The names of the features, in the order of models' columns. */
export const churnFeatureNames = churnFeatures.map(({ name }) => name);

/** The features that the bank can do something about. */
export const actionableFeatures = churnFeatures.filter(
  (feature): feature is ActionableFeature => 'action' in feature,
);

/** The feature of a name; undefined for one of another version. */
export function churnFeature(name: string): ChurnFeature | undefined {
  return churnFeatures.find((feature) => feature.name === name);
}
