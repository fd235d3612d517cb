import type { Account, Accounts, MoneyMonth } from './accounts.ts';
import type { Course } from './course.ts';
import { keepCurrentAccount } from './current-account.ts';
import { keepInvestment, keepSavings, keepTermDeposit } from './deposits.ts';

/** Lets a month pass over a customer's accounts: what is paid in and out, and what the balances become. */
export function keepAccounts(accounts: Accounts, course: Course, now: MoneyMonth): void {
  const { persona, random } = accounts;
  const years = (now.month.index - 12) / 12;
  const growth = persona.archetype.growth * years;
  const pressed = growth - course.fallen - course.spent;
  let owed = 0;
  for (const account of accounts.all) {
    if (account.closed !== null || account.opened > now.to) continue;
    switch (account.product) {
      case 'savings':
        keepSavings(accounts, account, course, now, pressed);
        break;
      case 'term-deposit':
        keepTermDeposit(accounts, account, course, now);
        break;
      case 'investment':
        keepInvestment(accounts, account, course, now);
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
  keepCurrentAccount(accounts, course, now, growth, owed);
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
  const early = account.paidOffIn !== null && now.month.index >= account.paidOffIn;
  const principal = early ? -account.balance : Math.min(account.instalment, -account.balance);
  account.balance += principal;
  if (account.balance === 0) account.closed = now.to;
  return principal + interest;
}
