import type { ProductKind, TransactionKind } from '../store/schema.ts';
import type { CopyValue } from '../store/store.ts';
import type { Random } from '../valuation/numeric/random.ts';
import { type Day, dayText, type Month } from './calendar.ts';
import { between, lognormal, oneOf, poisson } from './chance.ts';
import type { Course } from './course.ts';
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
  /** principal repaid a month */
  readonly instalment: number;
};

/** A customer's accounts, and where their rows go. */
export type Accounts = {
  readonly customerId: number;
  readonly persona: Persona;
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

export const rivalBank = 'Nordhaven Bank';

const labels: Readonly<Record<ProductKind, string>> = {
  'current-account': 'Everyday account',
  savings: 'Meridian Saver',
  'term-deposit': 'Twelve-month deposit',
  card: 'Credit card',
  loan: 'Personal loan',
  mortgage: 'Home mortgage',
  investment: 'Balanced fund',
  insurance: 'Household insurance',
  'standing-order': 'Standing order',
};

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

const cents = (euros: number) => Math.round(euros * 100);
const daysPerMonth = 30.44;
const loanMonths = 60;
const mortgageMonths = 300;

/** Opens what a persona holds, each on its day; what would open within the last weeks is not held. */
export function openAccounts(
  random: Random,
  persona: Persona,
  customerId: number,
  externalId: string,
  told: { readonly first: Day; readonly today: Day },
): Accounts {
  const { archetype, means, products } = persona;
  const all: Account[] = [];
  const open = (
    product: ProductKind,
    opened: Day,
    euros: number,
    amount: number | null,
    instalment = 0,
  ) => {
    const usual = cents(euros);
    const account: Account = {
      id: `${externalId}-${String(all.length + 1).padStart(2, '0')}`,
      product,
      label: labels[product],
      opened,
      closed: null,
      amount,
      balance: opened < told.first ? usual : 0,
      usual,
      wobble: 0.2 * random.normal(),
      instalment,
    };
    all.push(account);
    return account;
  };
  const spread = persona.spread;
  const current = open(
    'current-account',
    persona.joined,
    lognormal(random, archetype.balance * means, 0.4 * spread),
    null,
  );
  const later = () => persona.joined + Math.floor(-900 * spread * Math.log(1 - random.next()));
  const latest = told.today - 45;
  for (const product of products) {
    if (product === 'loan' || product === 'mortgage') {
      openDebt(random, persona, product, latest, told.first, open);
      continue;
    }
    const opened = later();
    if (opened > latest) continue;
    if (product === 'savings') {
      open(product, opened, lognormal(random, archetype.savings * means, 0.6 * spread), null);
    } else if (product === 'term-deposit') {
      const sum = Math.ceil(lognormal(random, archetype.termDeposit * means, 0.5 * spread) / 500);
      open(product, opened, sum * 500, null);
    } else if (product === 'investment') {
      open(product, opened, lognormal(random, archetype.investment * means, 0.7 * spread), null);
    } else if (product === 'card') {
      const limit = Math.ceil(persona.income / 250) * 500;
      open(product, opened, -limit * between(random, 0.03, 0.75) ** 1.3, limit);
    } else {
      const premium = Math.round(lognormal(random, product === 'insurance' ? 28 : 120, 0.5));
      open(product, opened, 0, premium);
    }
  }
  return { customerId, persona, all, current, payday: random.integer(28), posted: 0 };
}

function openDebt(
  random: Random,
  persona: Persona,
  product: 'loan' | 'mortgage',
  latest: Day,
  toldFrom: Day,
  open: (p: ProductKind, opened: Day, euros: number, amount: number, instalment: number) => Account,
): void {
  const months = product === 'loan' ? loanMonths : mortgageMonths;
  const earliest = Math.max(persona.joined, latest - Math.floor(months * 0.9 * daysPerMonth));
  const opened = earliest + Math.floor(random.next() * (latest - earliest));
  const median = persona.archetype[product] * Math.sqrt(persona.means);
  const principal = Math.ceil(lognormal(random, median, 0.4 * persona.spread) / 500) * 500;
  if (earliest > latest) return;
  const account = open(product, opened, -principal, principal, cents(principal / months));
  const repaid = Math.max(0, Math.floor((toldFrom - opened) / daysPerMonth));
  account.balance = Math.min(0, account.balance + repaid * account.instalment);
}

/** Lets a month pass over a customer's accounts: what is paid in and out, and what the balances become. */
export function keepAccounts(
  random: Random,
  accounts: Accounts,
  course: Course,
  now: MoneyMonth,
  rows: DemoRows,
): void {
  const { archetype } = accounts.persona;
  const years = (now.month.index - 12) / 12;
  const growth = archetype.growth * years;
  const pressed = growth - course.fallen - course.spent;
  let owed = 0;
  for (const account of accounts.all) {
    if (account.closed !== null || account.opened > now.to) continue;
    switch (account.product) {
      case 'savings':
        keepSavings(random, accounts, account, course, now, pressed, rows);
        break;
      case 'term-deposit':
        keepTermDeposit(random, accounts, account, course, now, rows);
        break;
      case 'investment':
        keepInvestment(random, accounts, account, course, now, rows);
        break;
      case 'card':
        account.wobble = 0.8 * account.wobble + 0.15 * random.normal();
        account.balance = Math.round(
          account.usual * Math.exp(account.wobble - 1.2 * course.fallen),
        );
        break;
      case 'loan':
      case 'mortgage':
        owed += repay(account, now);
        break;
      case 'insurance':
      case 'standing-order':
        if (course.drifting && random.next() < 0.06 * now.month.share) account.closed = now.to;
        break;
      default:
        break;
    }
  }
  keepCurrent(random, accounts, course, now, growth, owed, rows);
}

function keepCurrent(
  random: Random,
  accounts: Accounts,
  course: Course,
  now: MoneyMonth,
  growth: number,
  owed: number,
  rows: DemoRows,
): void {
  const { persona, current } = accounts;
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
  if (fee > 0) post(accounts, rows, current, month.last, -fee, 'fee', null);
  if (owed > 0) {
    if (current.balance < owed && income === 0) {
      post(accounts, rows, current, now.from, owed, 'transfer-in', null);
    }
    post(accounts, rows, current, now.to, -owed, 'loan-payment', null);
  }
  if (income > 0) {
    post(accounts, rows, current, payday, income, archetype.incomeKind, 'Regular income');
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
    share(random, wanted, count, (part) =>
      post(accounts, rows, current, day(), part, 'deposit', null),
    );
    return;
  }
  const usualReceipt = persona.income * (archetype.receipts > 1 ? 0.6 : 0.25);
  for (let i = 0; i < receipts; i++) {
    const amount = cents(lognormal(random, usualReceipt, 0.6));
    post(accounts, rows, current, day(), amount, i === 0 ? 'deposit' : 'transfer-in', null);
  }
  const leastSpent = payments * cents(between(random, 12, 60));
  let spent = current.balance - target;
  if (spent < leastSpent) {
    post(accounts, rows, current, day(), leastSpent - spent, 'transfer-in', null);
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
    post(accounts, rows, current, day(), -part, kind, counterparty);
  });
}

/** @param portion of the customer's monthly income */
function paymentOf(random: Random, portion: number): readonly [TransactionKind, string | null] {
  if (portion > 1.2) return ['transfer-out', null];
  if (portion > 0.3) return ['transfer-out', oneOf(random, payees)];
  return random.next() < 0.78 ? ['card-payment', oneOf(random, shops)] : ['withdrawal', null];
}

function keepSavings(
  random: Random,
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
  pressed: number,
  rows: DemoRows,
): void {
  account.wobble = 0.92 * account.wobble + 0.07 * random.normal();
  const opening = account.opened >= now.from && account.opened <= now.to;
  const habit =
    accounts.persona.savingHabit *
    (course.drifting ? 2.5 : 1) *
    (course.away > 0 ? 0.2 : 1) *
    now.month.share;
  if (opening || random.next() < habit) {
    const change = Math.round(account.usual * Math.exp(pressed + account.wobble)) - account.balance;
    const from = Math.max(now.from, account.opened);
    const day = from + random.integer(now.to - from + 1);
    if (change > 1000) post(accounts, rows, account, day, change, 'deposit', null);
    else if (change < -1000) {
      const toRival = random.next() < (course.drifting ? 0.35 : now.rivalRates ? 0.12 : 0.03);
      post(
        accounts,
        rows,
        account,
        day,
        change,
        toRival ? 'transfer-out' : 'withdrawal',
        toRival ? rivalBank : null,
      );
    }
  }
  if (now.month.ofYear === 12 && now.to === now.month.last && now.month.complete) {
    const interest = Math.round(account.balance * 0.011);
    if (interest > 0) post(accounts, rows, account, now.to, interest, 'interest', null);
  }
}

function keepTermDeposit(
  random: Random,
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
  rows: DemoRows,
): void {
  if (account.opened >= now.from) {
    post(accounts, rows, account, account.opened, account.usual, 'deposit', null);
    return;
  }
  const payOut = (day: Day, rival: boolean) => {
    const kind = rival ? 'transfer-out' : 'withdrawal';
    post(accounts, rows, account, day, -account.balance, kind, rival ? rivalBank : null);
    account.closed = day;
  };
  if (course.drifting && random.next() < 0.05 * now.month.share) {
    post(
      accounts,
      rows,
      account,
      now.from,
      -Math.round(account.balance * 0.01),
      'penalty-interest',
      null,
    );
    payOut(now.from, random.next() < 0.6);
    return;
  }
  const matures = account.opened + 365 * Math.ceil((now.from - account.opened) / 365);
  if (matures > now.to) return;
  post(accounts, rows, account, matures, Math.round(account.balance * 0.025), 'interest', null);
  const draw = random.next();
  if (course.drifting ? draw < 0.7 : now.rivalRates && draw < 0.15) payOut(matures, true);
  else if (draw > 0.94) payOut(matures, false);
}

function keepInvestment(
  random: Random,
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
  rows: DemoRows,
): void {
  if (account.opened >= now.from) {
    post(accounts, rows, account, account.opened, account.usual, 'transfer-in', null);
    return;
  }
  const grown = 1 + (now.market + 0.008 * random.normal()) * now.month.share;
  account.balance = Math.round(account.balance * grown);
  const draw = random.next() / now.month.share;
  if (course.drifting && draw < 0.1) {
    post(accounts, rows, account, now.to, -account.balance, 'transfer-out', null);
    account.closed = now.to;
  } else if (draw > 0.96 && !course.drifting) {
    const bought = Math.ceil(account.usual / 200_000) * 10_000;
    post(accounts, rows, account, now.from, bought, 'transfer-in', null);
  }
}

/** @returns what the current account pays for the debt this month, in cents */
function repay(account: Account, now: MoneyMonth): number {
  if (account.opened >= now.from) {
    account.balance = account.usual;
    return 0;
  }
  if (!now.month.complete || now.to !== now.month.last) return 0;
  const yearly = account.product === 'loan' ? 0.065 : 0.032;
  const interest = Math.round((-account.balance * yearly) / 12);
  const principal = Math.min(account.instalment, -account.balance);
  account.balance += principal;
  if (account.balance === 0) account.closed = now.to;
  return principal + interest;
}

/** Pays everything out and closes it, on the day the customer leaves. */
export function closeAccounts(random: Random, accounts: Accounts, day: Day, rows: DemoRows): void {
  const destination = random.next() < 0.6 ? rivalBank : null;
  for (const account of accounts.all) {
    if (account.closed !== null || account.opened > day) continue;
    if (account.balance > 0) {
      post(accounts, rows, account, day, -account.balance, 'transfer-out', destination);
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
export function tellBalances(accounts: Accounts, month: Month, rows: DemoRows): void {
  const asOf = dayText(month.last);
  for (const account of accounts.all) {
    if (account.opened > month.last || account.closed !== null) continue;
    if (!withBalance.has(account.product)) continue;
    rows.balances.push([accounts.customerId, account.id, asOf, account.balance / 100]);
  }
}

/** What the customer holds and has held, as of the end of the history. */
export function tellHoldings(accounts: Accounts, today: Day, rows: DemoRows): void {
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
    ];
    rows.holdings.push(row);
  }
}

function post(
  accounts: Accounts,
  rows: DemoRows,
  account: Account,
  day: Day,
  amount: number,
  kind: TransactionKind,
  counterparty: string | null,
): void {
  account.balance += amount;
  accounts.posted++;
  rows.transactions.push([
    accounts.customerId,
    String(accounts.posted),
    account.id,
    dayText(day),
    amount / 100,
    kind,
    counterparty,
  ]);
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
