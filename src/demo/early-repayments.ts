import { seededRandom } from '../valuation/numeric/random.ts';
import type { Accounts } from './accounts.ts';
import { monthsTold } from './calendar.ts';
import type { Exception } from './exceptions.ts';

/** The part of loans that are paid off before their end while the history is told. */
const paidEarly = 0.06;
/** So that these draws are others than those that tell the customer. */
const stream = 0x5eed10a9;

/** Decides which loans are paid off early, and in which month. */
export function planRepayments(
  accounts: Accounts,
  number: number,
  seed: number,
  exception: Exception | undefined,
): void {
  if (exception !== undefined) return;
  const random = seededRandom(number * 2 ** 32 + ((seed ^ stream) >>> 0));
  for (const account of accounts.all) {
    if (account.product !== 'loan' || random.next() >= paidEarly) continue;
    account.paidOffIn = random.integer(monthsTold);
  }
}
