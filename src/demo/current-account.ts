import type { TransactionKind } from '../store/kinds.ts';
import type { Random } from '../valuation/numeric/random.ts';
import {
  type Accounts,
  cents,
  daysPerMonth,
  type MoneyMonth,
  post,
  rivalBank,
} from './accounts.ts';
import type { Day } from './calendar.ts';
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
  const portion = (now.to - now.from + 1) / daysPerMonth;
  const activity =
    persona.liveliness *
    course.activity *
    (course.away > 0 ? 0.08 : 1) *
    lognormal(random, 1, 0.3) *
    portion;
  const paid = bookRegular(accounts, course, now, owed);
  const payments = Math.max(paid ? 1 : 0, poisson(random, persona.archetype.payments * activity));
  let receipts = poisson(random, persona.archetype.receipts * activity);
  if (payments === 0 && receipts === 0) {
    if (current.opened < now.from) return;
    receipts = 1;
  }
  current.wobble = 0.75 * current.wobble + 0.12 * random.normal();
  const target = Math.round(
    current.usual * Math.exp(growth + current.wobble - course.fallen - 0.5 * course.spent),
  );
  const day = () => now.from + random.integer(now.to - now.from + 1);
  if (payments === 0) {
    const wanted = Math.max(cents(20), target - current.balance);
    share(random, wanted, receipts, (part) => {
      post(accounts, current, day(), part, 'deposit', null);
    });
    return;
  }
  bookReceipts(accounts, receipts, target + payments * cents(between(random, 12, 60)), day);
  // What a rival receives is told by its name, but not only those who leave have money there.
  let toRival = random.next() < (course.drifting ? 0.2 : 0.03);
  share(random, current.balance - target, payments, (part) => {
    const [kind, counterparty] = toRival
      ? (['transfer-out', rivalBank] as const)
      : paymentOf(random, part / cents(persona.income));
    toRival = false;
    post(accounts, current, day(), -part, kind, counterparty);
  });
}

/**
 * Books what comes and goes by itself: the package fee, what loans take, and the regular income.
 * @returns whether the income came
 */
function bookRegular(
  accounts: Accounts,
  course: Course,
  { month, from, to }: MoneyMonth,
  owed: number,
): boolean {
  const { persona, current, payday, random } = accounts;
  const { fee, incomeKind } = persona.archetype;
  const quarterEnd = month.complete && month.ofYear % 3 === 0 && to === month.last;
  if (quarterEnd && fee > 0 && current.balance > cents(3 * fee)) {
    post(accounts, current, to, -cents(3 * fee), 'fee', null);
  }
  const day = month.first + payday;
  const paid = persona.paidHere && !course.incomeMoved && day >= from && day <= to;
  if (paid) {
    const income = cents(lognormal(random, persona.income, 0.05));
    post(accounts, current, day, income, incomeKind, 'Regular income');
  }
  if (owed > 0) {
    if (current.balance < owed) post(accounts, current, from, owed, 'transfer-in', null);
    post(accounts, current, to, -owed, 'loan-payment', null);
  }
  return paid;
}

/** Books so many receipts; the first, or one more, makes up for what the balance then lacks. */
function bookReceipts(accounts: Accounts, count: number, least: number, day: () => Day): void {
  const { persona, current, random } = accounts;
  const usual = persona.income * (persona.archetype.receipts > 1 ? 0.6 : 0.25);
  const amounts = Array.from({ length: count }, () => cents(lognormal(random, usual, 0.6)));
  const lacking = least - current.balance - amounts.reduce((sum, amount) => sum + amount, 0);
  if (lacking > 0) amounts[0] = (amounts[0] ?? 0) + lacking;
  for (const [i, amount] of amounts.entries()) {
    post(accounts, current, day(), amount, i === 0 ? 'deposit' : 'transfer-in', null);
  }
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
