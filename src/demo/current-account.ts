import type { TransactionKind } from '../store/schema.ts';
import type { Random } from '../valuation/numeric/random.ts';
import {
  type Accounts,
  cents,
  daysPerMonth,
  type MoneyMonth,
  post,
  rivalBank,
} from './accounts.ts';
import { between, lognormal, oneOf, poisson } from './chance.ts';
import type { Course } from './course.ts';

const payees = ['Rent', 'Utilities', 'School fees', 'Insurance premium', 'Family', 'Tax office'];
const shops = [
  'Corner Market',
  'Green Grocer',
  'City Rail',
  'Lumen Energy',
  'Paper & Pen',
  'Harbour Café',
  'Online shop',
  'Pharmacy',
];

/**
 * Lets a month pass over the current account: income, receipts and payments that bring it near its usual balance, as
 * far as the customer still cares to use it.
 *
 * @param growth of the logarithm of the usual balance since the middle of the history
 * @param owed what loans take this month, in cents
 */
export function keepCurrentAccount(
  accounts: Accounts,
  course: Course,
  now: MoneyMonth,
  growth: number,
  owed: number,
): void {
  const { persona, current, random } = accounts;
  const { archetype } = persona;
  const { month } = now;
  const portion = (now.to - now.from + 1) / daysPerMonth;
  const activity =
    persona.liveliness *
    course.activity *
    (course.away > 0 ? 0.08 : 1) *
    lognormal(random, 1, 0.3) *
    portion;
  const payday = month.first + accounts.payday;
  const income =
    persona.paidHere && !course.incomeMoved && payday >= now.from && payday <= now.to
      ? cents(lognormal(random, persona.income, 0.05))
      : 0;
  let payments = poisson(random, archetype.payments * activity);
  const receipts = poisson(random, archetype.receipts * activity);
  const day = () => now.from + random.integer(now.to - now.from + 1);

  const quarterEnd = month.complete && month.ofYear % 3 === 0 && now.to === month.last;
  const fee = quarterEnd && current.balance > cents(archetype.fee * 3) ? archetype.fee * 300 : 0;
  if (fee > 0) post(accounts, current, month.last, -fee, 'fee', null);
  if (owed > 0) {
    if (current.balance < owed && income === 0) {
      post(accounts, current, now.from, owed, 'transfer-in', null);
    }
    post(accounts, current, now.to, -owed, 'loan-payment', null);
  }
  if (income > 0) {
    post(accounts, current, payday, income, archetype.incomeKind, 'Regular income');
    payments = Math.max(1, payments);
  }
  const opening = current.opened >= now.from && current.opened <= now.to && payments === 0;
  if (payments === 0 && receipts === 0 && !opening) return;

  current.wobble = 0.75 * current.wobble + 0.12 * random.normal();
  const target = Math.round(
    current.usual * Math.exp(growth + current.wobble - course.fallen - 0.5 * course.spent),
  );
  if (payments === 0) {
    const wanted = Math.max(2000, target - current.balance);
    const count = Math.max(1, receipts);
    share(random, wanted, count, (part) => post(accounts, current, day(), part, 'deposit', null));
    return;
  }
  const usualReceipt = persona.income * (archetype.receipts > 1 ? 0.6 : 0.25);
  for (let i = 0; i < receipts; i++) {
    const amount = cents(lognormal(random, usualReceipt, 0.6));
    post(accounts, current, day(), amount, i === 0 ? 'deposit' : 'transfer-in', null);
  }
  const leastSpent = payments * cents(between(random, 12, 60));
  let spent = current.balance - target;
  if (spent < leastSpent) {
    post(accounts, current, day(), leastSpent - spent, 'transfer-in', null);
    spent = leastSpent;
  }
  // What a rival receives is told by its name, but not only those who leave have money there.
  const toRival = random.next() < (course.drifting ? 0.2 : 0.03);
  let first = true;
  share(random, spent, payments, (part) => {
    const [kind, counterparty] =
      first && toRival
        ? (['transfer-out', rivalBank] as const)
        : paymentOf(random, part / cents(persona.income));
    first = false;
    post(accounts, current, day(), -part, kind, counterparty);
  });
}

/** @param portion of the customer's monthly income */
function paymentOf(random: Random, portion: number): readonly [TransactionKind, string | null] {
  if (portion > 1.2) return ['transfer-out', null];
  if (portion > 0.3) return ['transfer-out', oneOf(random, payees)];
  return random.next() < 0.78 ? ['card-payment', oneOf(random, shops)] : ['withdrawal', null];
}

/** Cuts a sum of cents into so many parts at random; the parts add up exactly. */
function share(random: Random, sum: number, parts: number, take: (part: number) => void): void {
  let left = sum;
  for (let rest = parts; rest > 1; rest--) {
    const part = Math.max(1, Math.round((left / rest) * between(random, 0.3, 1.5)));
    take(part);
    left -= part;
  }
  take(left);
}
