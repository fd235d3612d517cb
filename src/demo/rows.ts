import type { CopyValue } from '../store/store.ts';

/** The columns the demo bank fills, by table, in the order in which the tables refer to one another. */
export const demoColumns = {
  branches: ['id', 'external_id', 'name', 'region', 'names'],
  managers: ['id', 'external_id', 'email', 'name', 'role', 'branch_id', 'locale', 'timezone'],
  customers: [
    'id',
    'external_id',
    'name',
    'sex',
    'birth_date',
    'branch_id',
    'manager_id',
    'joined_on',
    'closed_on',
    'attributes',
  ],
  households: ['customer_id', 'kind', 'external_id', 'role'],
  holdings: [
    'customer_id',
    'external_id',
    'product',
    'label',
    'opened_on',
    'closed_on',
    'amount',
    'status',
    'attributes',
  ],
  balances: ['customer_id', 'holding_id', 'as_of', 'amount'],
  transactions: [
    'customer_id',
    'external_id',
    'holding_id',
    'booked_on',
    'amount',
    'kind',
    'counterparty',
  ],
  interactions: [
    'customer_id',
    'external_id',
    'occurred_at',
    'kind',
    'note',
    'resolved_at',
    'manager_id',
  ],
  surveys: ['customer_id', 'external_id', 'answered_on', 'score', 'scale_max', 'question'],
  feedback: ['customer_id', 'external_id', 'given_on', 'text', 'language', 'rating'],
  offers: [
    'customer_id',
    'external_id',
    'product',
    'offered_on',
    'outcome',
    'answered_on',
    'note',
    'manager_id',
  ],
  campaigns: [
    'id',
    'name',
    'names',
    'outcome',
    'product',
    'started_on',
    'ends_on',
    'looks',
    'held_out_share',
    'seed',
    'target',
    'plan',
    'started_at',
  ],
  campaign_members: ['customer_id', 'campaign_id', 'held_out', 'tier', 'risk_band'],
  follow_ups: ['customer_id', 'id', 'kind', 'owner_id', 'note', 'due_on', 'opened_at', 'opened_by'],
} as const;

export type DemoTable = keyof typeof demoColumns;

/** Rows on their way into the store, by table, each in the order of `demoColumns`. */
export type DemoRows = Record<DemoTable, CopyValue[][]>;

export function noRows(): DemoRows {
  return {
    branches: [],
    managers: [],
    customers: [],
    households: [],
    holdings: [],
    balances: [],
    transactions: [],
    interactions: [],
    surveys: [],
    feedback: [],
    offers: [],
    follow_ups: [],
    campaigns: [],
    campaign_members: [],
  };
}
