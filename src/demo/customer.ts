import { seededRandom } from '../valuation/numeric/random.ts';
import { type Accounts, tellBalances, tellHoldings } from './accounts.ts';
import { type Day, dayText } from './calendar.ts';
import { oneOf } from './chance.ts';
import { languageIn } from './comments.ts';
import type { Contacts } from './contacts.ts';
import { planRepayments } from './early-repayments.ts';
import { exceptionOf, valuedCustomer } from './exceptions.ts';
import { tellFollowUp } from './follow-ups.ts';
import { tellOffers } from './offers.ts';
import { openAccounts } from './open-accounts.ts';
import { tellOpportunities } from './opportunities.ts';
import { drawPersona } from './persona.ts';
import { reachedBy } from './reached-by.ts';
import { tellRelationship } from './relationship.ts';
import type { DemoRows } from './rows.ts';
import type { Setting } from './setting.ts';
import { tellValuedCustomer } from './valued-customer.ts';

/** Ids differ from the bank's own ids, as they do after an import. */
const idOffset = 100;

/**
 * Tells one customer's history into `rows`. It depends on the seed, today and the customer's number alone, besides
 * which of the branch's managers there are.
 *
 * @param number the bank's own id, from 1
 */
export function tellCustomer(number: number, setting: Setting, rows: DemoRows): void {
  const { today, months, staff } = setting;
  const random = seededRandom(number * 2 ** 32 + (setting.seed >>> 0));
  const exception = exceptionOf(number);
  const drawn = drawPersona(random, today);
  const persona = exception?.persona?.(drawn, today) ?? drawn;
  const customerId = number + idOffset;
  const manager =
    exception?.manager?.(staff) ?? oneOf(random, staff.managers.get(persona.branch.id) ?? []);
  const accounts = openAccounts(random, rows, persona, customerId, String(number), {
    first: months[0]!.first,
    today,
  });
  planRepayments(accounts, number, setting.seed, exception);
  exception?.accounts?.(accounts, setting);
  const contacts: Contacts = {
    customerId,
    random,
    rows,
    managerId: manager.id,
    language: persona.language,
    notesIn: languageIn(persona.branch.country),
    told: 0,
  };

  let closed: Day | null = null;
  if (exception?.leftDaysAgo !== undefined) {
    closed = today - exception.leftDaysAgo;
    for (const account of accounts.all) account.closed = closed;
  } else if (exception?.silent) {
    tellSilence(accounts, setting);
  } else {
    closed = tellRelationship(accounts, contacts, exception, setting);
  }
  if (number === valuedCustomer) tellValuedCustomer(contacts, today);
  else tellOffers(contacts, accounts, number, setting, closed ?? today - 1);
  tellFollowUp(contacts, number, setting, closed);
  tellOpportunities(contacts, accounts, number, setting, closed);
  tellHoldings(accounts, closed ?? today);

  const { language, nationality, occupation, origin } = persona;
  rows.customers.push([
    customerId,
    String(number),
    exception?.nameless ? null : persona.name,
    persona.sex,
    dayText(persona.birth),
    persona.branch.id,
    manager.id,
    dayText(persona.joined),
    closed === null ? null : dayText(closed),
    JSON.stringify({ language, nationality, occupation, origin }),
    ...reachedBy(number),
  ]);
}

/** Month-end balances of nothing: an account was opened and never used. */
function tellSilence(accounts: Accounts, { months }: Setting): void {
  for (const account of accounts.all) account.balance = 0;
  for (const month of months) if (month.complete) tellBalances(accounts, month);
}
