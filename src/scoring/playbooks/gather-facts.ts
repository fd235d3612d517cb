import { setImmediate } from 'node:timers/promises';
import { eventKindsFound } from '../../store/money-events/write-events.ts';
import { heldProducts, heldProductsColumn } from '../../store/scoring/held-products-column.ts';
import { moneyEventColumns } from '../../store/scoring/money-event-columns.ts';
import { type CustomerRange, withRoom } from '../../store/scoring/staging.ts';
import type { Store } from '../../store/store.ts';
import { recordedFeatures } from '../churn/feature-columns.ts';
import { concatenated } from '../history/concatenated.ts';
import type { BankNow, Snapshot } from '../history/snapshots.ts';

/** Personal attributes, which no playbook may go by. */
const personal = ['age', 'sex'];
type Column = { name: string; values: Float64Array; flag?: true };

/** What of the facts is told of all customers of a bank alike: of what it keeps a record at all, and what is usual. */
export type FactTerms = {
  /** the median of the balances above 0; `NaN` where there is none */
  typicalBalance: number;
  contacts: boolean;
  complaints: boolean;
  transactions: boolean;
  products: boolean;
  holdings: boolean;
  events: boolean;
};

/**
 * The terms of a bank's facts, by all of its customers or a sample of them.
 * @param events whether events were looked for
 */
export function factTermsOf(
  { snapshots: [now], balance }: Pick<BankNow, 'balance'> & { snapshots: [Snapshot, ...unknown[]] },
  events: boolean,
): FactTerms {
  const { columns } = now;
  const contacts = columns.last_contact.some((day) => !Number.isNaN(day));
  const products = columns.products.some((count) => count > 0);
  return {
    typicalBalance: median(balance.filter((amount) => amount > 0)),
    contacts,
    complaints: contacts || columns.complaints_12m.some((count) => count > 0),
    transactions: now.recorded !== null,
    products,
    holdings: products || columns.standing_orders.some((count) => count > 0),
    events,
  };
}

/**
 * Writes what a run knows of customers that playbooks may ask for, and `customer_values` does not have. What a bank keeps
 * no record of at all is unknown, not none. To be called before the customers are handed on.
 *
 * @param ranges those of the customers
 */
export async function writeFacts(
  store: Store,
  runId: number,
  bank: BankNow,
  terms: FactTerms,
  ranges: readonly CustomerRange[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db } = store;
  const [now] = bank.snapshots;
  const parts: Awaited<ReturnType<typeof moneyEventColumns>>[] = [];
  const held: Float64Array[] = [];
  const events = new Map<number, readonly string[]>();
  for (const range of ranges) {
    parts.push(await withRoom(store, (room) => moneyEventColumns(room, now.day, range)));
    held.push((await heldProductsColumn(db, now.day, range)).held);
    if (terms.events)
      for (const [id, kinds] of await eventKindsFound(db, runId, range)) events.set(id, kinds);
    await setImmediate();
    signal?.throwIfAborted();
  }
  const money = (name: keyof (typeof parts)[number]) =>
    concatenated(parts.map((part) => part[name]));
  const columns = [...knownColumns(bank, terms), ...moneyColumns(bank, terms, money)];
  await store.copyRows(
    'customer_facts',
    ['customer_id', 'run_id', 'facts'],
    factRows(bank.customers.customer_id, runId, columns, {
      holds: terms.holdings ? concatenated(held) : null,
      events: terms.events ? events : null,
    }),
  );
}

/** The churn features and contacts, without those of which the bank keeps no record. */
function knownColumns(
  { customers, snapshots: [now], balance, satisfaction }: BankNow,
  { typicalBalance, contacts, complaints, transactions, products }: FactTerms,
): Column[] {
  const { columns, dayNumber } = now;
  const recorded = (name: string) =>
    (!name.startsWith('contacts') || contacts) &&
    (!name.includes('complaints') || complaints) &&
    ((!name.startsWith('transactions') && name !== 'days_since_transaction') || transactions) &&
    ((!name.startsWith('products') && name !== 'loans' && name !== 'standing_orders') || products);
  return [
    ...recordedFeatures({ customers }, now, personal)
      .filter(({ name }) => recorded(name) && name !== 'balance')
      .map(({ name, values }) => ({ name, values })),
    { name: 'balance', values: balance },
    {
      name: 'satisfaction_estimated',
      values: satisfaction.values.map((value, row) =>
        satisfaction.estimated[row] === 1 ? value : Number.NaN,
      ),
    },
    {
      name: 'balance_fall_to_typical_3m',
      values: columns.balance_3m.map((before, row) => (before - balance[row]!) / typicalBalance),
    },
    ...(contacts
      ? [
          {
            name: 'days_since_contact',
            values: columns.last_contact.map((day) => dayNumber - day),
          },
          {
            name: 'ever_contacted',
            values: columns.last_contact.map((day) => (Number.isNaN(day) ? 0 : 1)),
            flag: true as const,
          },
        ]
      : []),
  ];
}

function moneyColumns(
  { snapshots: [now], balance }: BankNow,
  { typicalBalance, transactions }: FactTerms,
  money: (
    name:
      | 'largest_deposit'
      | 'largest_withdrawal'
      | 'regular_income'
      | 'income_since'
      | 'income_stopped',
  ) => Float64Array,
): Column[] {
  if (!transactions) return [];
  const income = money('regular_income');
  const before = now.columns.balance_1m;
  const ofBalance = (amounts: Float64Array) =>
    amounts.map((amount, row) => (before[row]! > 0 ? amount / before[row]! : Number.NaN));
  const ofTypical = (amounts: Float64Array) => amounts.map((amount) => amount / typicalBalance);
  const deposit = money('largest_deposit');
  const withdrawal = money('largest_withdrawal');
  return [
    { name: 'largest_deposit_30d', values: deposit },
    { name: 'largest_deposit_share_30d', values: ofBalance(deposit) },
    { name: 'largest_deposit_to_typical_30d', values: ofTypical(deposit) },
    { name: 'largest_withdrawal_30d', values: withdrawal },
    { name: 'largest_withdrawal_share_30d', values: ofBalance(withdrawal) },
    { name: 'largest_withdrawal_to_typical_30d', values: ofTypical(withdrawal) },
    { name: 'regular_income', values: income },
    {
      name: 'balance_to_income',
      values: balance.map((amount, row) => (income[row]! > 0 ? amount / income[row]! : Number.NaN)),
    },
    { name: 'days_since_income', values: money('income_since') },
    { name: 'income_stopped', values: money('income_stopped'), flag: true },
  ];
}

function median(values: Float64Array): number {
  const sorted = values.sort();
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function* factRows(
  customerIds: Float64Array,
  runId: number,
  columns: readonly Column[],
  {
    holds,
    events,
  }: { holds: Float64Array | null; events: ReadonlyMap<number, readonly string[]> | null },
): Generator<[number, number, string]> {
  for (let row = 0; row < customerIds.length; row++) {
    const facts: Record<string, number | boolean | readonly string[]> = {};
    for (const { name, values, flag } of columns) {
      const value = values[row]!;
      if (!Number.isNaN(value)) facts[name] = flag ? value === 1 : value;
    }
    if (holds !== null) facts.holds = heldProducts(holds[row]!);
    if (events !== null) facts.events = events.get(customerIds[row]!) ?? [];
    yield [customerIds[row]!, runId, JSON.stringify(facts)];
  }
}
