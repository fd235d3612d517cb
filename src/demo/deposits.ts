import {
  type Account,
  type Accounts,
  type MoneyMonth,
  nextMaturity,
  post,
  rivalBank,
} from './accounts.ts';
import type { Day } from './calendar.ts';
import type { Course } from './course.ts';

/**
 * Lets a month pass over a savings account.
 * @param pressed what has befallen the logarithm of its usual balance
 */
export function keepSavings(
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
  pressed: number,
): void {
  const { random } = accounts;
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
    if (change > 1000) post(accounts, account, day, change, 'deposit', null);
    else if (change < -1000) {
      const toRival = random.next() < (course.drifting ? 0.35 : now.rivalRates ? 0.12 : 0.03);
      post(
        accounts,
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
    if (interest > 0) post(accounts, account, now.to, interest, 'interest', null);
  }
}

/** Lets a month pass over a term deposit, which falls due each year: renewed, paid out, or taken to a rival. */
export function keepTermDeposit(
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
): void {
  const { random } = accounts;
  if (account.opened >= now.from) {
    post(accounts, account, account.opened, account.usual, 'deposit', null);
    return;
  }
  const payOut = (day: Day, rival: boolean) => {
    const kind = rival ? 'transfer-out' : 'withdrawal';
    post(accounts, account, day, -account.balance, kind, rival ? rivalBank : null);
    account.closed = day;
  };
  if (course.drifting && random.next() < 0.05 * now.month.share) {
    post(
      accounts,
      account,
      now.from,
      -Math.round(account.balance * 0.01),
      'penalty-interest',
      null,
    );
    payOut(now.from, random.next() < 0.6);
    return;
  }
  const matures = nextMaturity(account.opened, now.from);
  if (matures > now.to) return;
  post(accounts, account, matures, Math.round(account.balance * 0.025), 'interest', null);
  const draw = random.next();
  const temptation = course.drifting ? account.temptation : now.rivalRates ? 0.15 : 0;
  if (draw < temptation) payOut(matures, true);
  else if (draw > 0.94) payOut(matures, false);
}

/** Lets a month pass over an investment, which follows the market. */
export function keepInvestment(
  accounts: Accounts,
  account: Account,
  course: Course,
  now: MoneyMonth,
): void {
  const { random } = accounts;
  if (account.opened >= now.from) {
    post(accounts, account, account.opened, account.usual, 'transfer-in', null);
    return;
  }
  const grown = 1 + (now.market + 0.008 * random.normal()) * now.month.share;
  account.balance = Math.round(account.balance * grown);
  const draw = random.next() / now.month.share;
  if (course.drifting && draw < 0.1) {
    post(accounts, account, now.to, -account.balance, 'transfer-out', null);
    account.closed = now.to;
  } else if (draw > 0.96 && !course.drifting) {
    const bought = Math.ceil(account.usual / 200_000) * 10_000;
    post(accounts, account, now.from, bought, 'transfer-in', null);
  }
}
