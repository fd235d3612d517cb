import { setImmediate } from 'node:timers/promises';
import { heldProducts, heldProductsColumn } from '../../store/scoring/held-products-column.ts';
import { moneyEventColumns } from '../../store/scoring/money-event-columns.ts';
import { atATime, customerRanges, withRoom } from '../../store/scoring/staging.ts';
import type { Store } from '../../store/store.ts';
import { recordedFeatures } from '../churn/feature-columns.ts';
import type { EventsFound } from '../events/find-events.ts';
import { concatenated } from '../history/concatenated.ts';
import type { BankSnapshots } from '../history/snapshots.ts';

/** Personal attributes, which no playbook may go by. */
const personal = ['age', 'sex'];
type Column = { name: string; values: Float64Array; flag?: true };

/**
 * Writes what a run knows of each customer that playbooks may ask for, and `customer_values` does not have. What a bank keeps
 * no record of at all is unknown, not none. To be called before the snapshots are handed on.
 */
export async function writeFacts(
  store: Store,
  runId: number,
  { bank, events }: { bank: BankSnapshots; events: EventsFound | null },
  customerIds: Float64Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { db } = store;
  const [now] = bank.snapshots;
  const parts: Awaited<ReturnType<typeof moneyEventColumns>>[] = [];
  const held: Float64Array[] = [];
  for (const range of await customerRanges(db, atATime[store.kind].customers)) {
    parts.push(await withRoom(store, (room) => moneyEventColumns(room, now.day, range)));
    held.push((await heldProductsColumn(db, now.day, range)).held);
    await setImmediate();
    signal?.throwIfAborted();
  }
  const holds = concatenated(held);
  const money = (name: keyof (typeof parts)[number]) =>
    concatenated(parts.map((part) => part[name]));
  const columns = [...knownColumns(bank), ...moneyColumns(bank, money)];
  const anyHeld = holds.some((mask) => mask > 0);
  await store.copyRows(
    'customer_facts',
    ['customer_id', 'run_id', 'facts'],
    factRows(customerIds, runId, columns, { holds: anyHeld ? holds : null, events }),
  );
}

/** The churn features and contacts, without those of which the bank keeps no record. */
function knownColumns({
  customers,
  snapshots: [now],
  balance,
  satisfaction,
}: BankSnapshots): Column[] {
  const { columns, dayNumber } = now;
  const typical = typicalBalance(balance);
  const met = columns.last_contact.some((day) => !Number.isNaN(day));
  const complained = columns.complaints_12m.some((count) => count > 0);
  const recorded = (name: string) =>
    (!name.startsWith('contacts') || met) &&
    (!name.includes('complaints') || complained || met) &&
    ((!name.startsWith('transactions') && name !== 'days_since_transaction') ||
      now.recorded !== null) &&
    ((!name.startsWith('products') && name !== 'loans' && name !== 'standing_orders') ||
      columns.products.some((count) => count > 0));
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
      values: columns.balance_3m.map((before, row) => (before - balance[row]!) / typical),
    },
    ...(met
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
  { snapshots: [now], balance }: BankSnapshots,
  money: (
    name:
      | 'largest_deposit'
      | 'largest_withdrawal'
      | 'regular_income'
      | 'income_since'
      | 'income_stopped',
  ) => Float64Array,
): Column[] {
  if (now.recorded === null) return [];
  const income = money('regular_income');
  const before = now.columns.balance_1m;
  const ofBalance = (amounts: Float64Array) =>
    amounts.map((amount, row) => (before[row]! > 0 ? amount / before[row]! : Number.NaN));
  const typical = typicalBalance(balance);
  const ofTypical = (amounts: Float64Array) => amounts.map((amount) => amount / typical);
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

/** The median of the balances above 0; `NaN` where there is none. */
function typicalBalance(balance: Float64Array): number {
  const positive = balance.filter((amount) => amount > 0).sort();
  return positive[Math.floor(positive.length / 2)] ?? Number.NaN;
}

function* factRows(
  customerIds: Float64Array,
  runId: number,
  columns: readonly Column[],
  { holds, events }: { holds: Float64Array | null; events: EventsFound | null },
): Generator<[number, number, string]> {
  for (let row = 0; row < customerIds.length; row++) {
    const facts: Record<string, number | boolean | string[]> = {};
    for (const { name, values, flag } of columns) {
      const value = values[row]!;
      if (!Number.isNaN(value)) facts[name] = flag ? value === 1 : value;
    }
    if (holds !== null) facts.holds = heldProducts(holds[row]!);
    if (events !== null) facts.events = events.get(customerIds[row]!) ?? [];
    yield [customerIds[row]!, runId, JSON.stringify(facts)];
  }
}
