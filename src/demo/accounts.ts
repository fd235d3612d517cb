import type { ProductKind, TransactionKind } from '../store/kinds.ts';
import type { CopyValue } from '../store/store.ts';
import type { Random } from '../valuation/numeric/random.ts';
import { type Day, dayText, type Month } from './calendar.ts';
import type { Persona } from './persona.ts';
import type { DemoRows } from './rows.ts';

/** One product a customer holds. Money is in cents, so that sums are exact. */
export type Account = {
  readonly id: string;
  readonly product: ProductKind;
  readonly label: string;
  opened: Day;
  closed: Day | null;
  /** principal, limit or order */
  readonly amount: number | null;
  balance: number;
  /** what the balance comes back to in a customer who does not drift */
  usual: number;
  /** of the logarithm of the balance, this month; a card's: of its use */
  wobble: number;
  /** probability that it goes to a rival when it falls due, once the customer drifts; a term deposit's */
  temptation: number;
  /** principal repaid a month */
  readonly instalment: number;
  /** how many months a loan or mortgage runs; null for any other account */
  readonly months: number | null;
  /** the month of the history in which a loan is paid off before its end; null: it is not */
  paidOffIn: number | null;
};

/** A customer's accounts, what decides on them, and where their rows go. */
export type Accounts = {
  readonly customerId: number;
  readonly persona: Persona;
  readonly random: Random;
  readonly rows: DemoRows;
  readonly all: Account[];
  readonly current: Account;
  /** day of the month on which the regular income comes, from 0 */
  readonly payday: number;
  posted: number;
};

/** A month as it bears on money. */
export type MoneyMonth = {
  readonly month: Month;
  /** growth of investments in the month */
  readonly market: number;
  /** the days within the month on which something may happen to this customer */
  readonly from: Day;
  readonly to: Day;
  /** a rival offers more for savings */
  readonly rivalRates: boolean;
};

/** Who pays more for savings. */
export const rivalBank = 'Nordhaven Bank';

/** Euros in cents. */
export const cents = (euros: number) => Math.round(euros * 100);

/** Days in a month, on average. */
export const daysPerMonth = 30.44;

/** Books an amount, in cents, on an account; positive is credited. */
export function post(
  accounts: Accounts,
  account: Account,
  day: Day,
  amount: number,
  kind: TransactionKind,
  counterparty: string | null,
): void {
  account.balance += amount;
  accounts.posted++;
  accounts.rows.transactions.push([
    accounts.customerId,
    String(accounts.posted),
    account.id,
    dayText(day),
    amount / 100,
    kind,
    counterparty,
  ]);
}

/** Pays everything out and closes it, on the day the customer leaves. */
export function closeAccounts(accounts: Accounts, day: Day): void {
  const destination = accounts.random.next() < 0.6 ? rivalBank : null;
  for (const account of accounts.all) {
    if (account.closed !== null || account.opened > day) continue;
    if (account.balance > 0) {
      post(accounts, account, day, -account.balance, 'transfer-out', destination);
    }
    account.closed = day;
  }
}

const withBalance = new Set<ProductKind>([
  'current-account',
  'savings',
  'term-deposit',
  'investment',
  'card',
  'loan',
  'mortgage',
]);

/** The balances of the accounts that are open at the end of a month. */
export function tellBalances(accounts: Accounts, month: Month): void {
  const asOf = dayText(month.last);
  for (const account of accounts.all) {
    if (account.opened > month.last || account.closed !== null) continue;
    if (!withBalance.has(account.product)) continue;
    accounts.rows.balances.push([accounts.customerId, account.id, asOf, account.balance / 100]);
  }
}

/** What the customer holds and has held, as of the end of the history. */
export function tellHoldings(accounts: Accounts, today: Day): void {
  for (const account of accounts.all) {
    if (account.opened > today) continue;
    const row: CopyValue[] = [
      accounts.customerId,
      account.id,
      account.product,
      account.label,
      dayText(account.opened),
      account.closed === null ? null : dayText(account.closed),
      account.amount,
      account.closed === null ? 'open' : 'closed',
      JSON.stringify({ ...matures(account, today), ...runsFor(account) }),
    ];
    accounts.rows.holdings.push(row);
  }
}

/** When a term deposit falls due next; what is closed, or any other account, never does. */
function matures({ product, opened, closed }: Account, today: Day): { maturesOn?: string } {
  if (product !== 'term-deposit' || closed !== null) return {};
  return { maturesOn: dayText(nextMaturity(opened, today + 1)) };
}

/** Over how many months a loan or mortgage is paid back. */
function runsFor({ months }: Account): { months?: number } {
  return months === null ? {} : { months };
}

/** The first day from one on, on which a term deposit falls due: each year from its opening on. */
export function nextMaturity(opened: Day, from: Day): Day {
  return opened + 365 * Math.ceil((from - opened) / 365);
}
