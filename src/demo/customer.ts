import { type Random, seededRandom } from '../valuation/numeric/random.ts';
import {
  type Accounts,
  closeAccounts,
  keepAccounts,
  openAccounts,
  tellBalances,
  tellHoldings,
} from './accounts.ts';
import { type Day, dayText, type Month } from './calendar.ts';
import { oneOf, poisson } from './chance.ts';
import { type Contacts, tellContacts } from './contacts.ts';
import { type Course, complain, drift, newCourse, passMonth } from './course.ts';
import { type Exception, exceptionOf, valuedCustomer } from './exceptions.ts';
import { drawPersona, type Persona } from './persona.ts';
import type { DemoRows } from './rows.ts';
import type { Setting } from './setting.ts';
import { tellValuedCustomer } from './valued-customer.ts';

/** Ids differ from the bank's own ids, as they do after an import. */
const idOffset = 100;
/** Months lived before those told, so that the first one told already has people on their way out. */
const monthsBefore = 9;
/** Months in which a rival pays more for savings. */
const rivalRateMonths = new Set([6, 7, 8, 18, 19, 20]);

/**
 * Tells one customer's history into `rows`. It depends on the seed, today and the customer's number alone, besides
 * which of the branch's managers there are.
 *
 * @param number the bank's own id, from 1
 */
export function tellCustomer(number: number, setting: Setting, rows: DemoRows): void {
  const random = seededRandom(number * 2 ** 32 + (setting.seed >>> 0));
  const exception = exceptionOf(number);
  const drawn = drawPersona(random, setting.today);
  const persona = exception?.persona?.(drawn, setting.today) ?? drawn;
  const customerId = number + idOffset;
  const manager =
    exception?.manager?.(setting.staff) ??
    oneOf(random, setting.staff.managers.get(persona.branch.id) ?? []);
  const accounts = openAccounts(random, persona, customerId, String(number), {
    first: setting.months[0]!.first,
    today: setting.today,
  });
  const contacts: Contacts = {
    customerId,
    managerId: manager.id,
    language: persona.language,
    notesIn: persona.branch.country === 'CN' ? 'zh' : 'en',
    told: 0,
  };
  exception?.accounts?.(accounts, setting);
  let closed: Day | null = null;
  if (exception?.leftDaysAgo !== undefined) {
    closed = setting.today - exception.leftDaysAgo;
    for (const account of accounts.all) account.closed = closed;
  } else if (exception?.silent) tellSilence(accounts, setting, rows);
  else closed = live(random, persona, accounts, contacts, exception, setting, rows);
  if (number === valuedCustomer) tellValuedCustomer(random, contacts, setting.today, rows);
  tellHoldings(accounts, closed ?? setting.today, rows);
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
  ]);
}

/** @returns the day on which the customer left; null for one who is still there */
function live(
  random: Random,
  persona: Persona,
  accounts: Accounts,
  contacts: Contacts,
  exception: Exception | undefined,
  setting: Setting,
  rows: DemoRows,
): Day | null {
  const course = newCourse(persona.contentment);
  const firstTold = setting.months[0]!.first;
  const before = Math.min(monthsBefore, Math.floor((firstTold - persona.joined) / 30));
  for (let i = 0; i < before; i++) {
    complain(random, course, 1);
    if (pass(random, course, persona, accounts, firstTold, 1, false, false)) {
      course.drifting = false;
    }
  }
  const scripted = exception?.driftsFrom !== undefined;
  if (scripted) Object.assign(course, newCourse(persona.contentment));

  for (const month of setting.months) {
    if (month.last < persona.joined) continue;
    const from = Math.max(month.first, persona.joined);
    const rivalRates = rivalRateMonths.has(month.index);
    const attention = persona.archetype.contacts + (course.drifting ? 0.04 : 0);
    const met = scripted ? 0 : poisson(random, attention * month.share);
    const complaint = scripted ? null : complain(random, course, month.share);
    const leaving = pass(random, course, persona, accounts, from, month.share, rivalRates, met > 0);
    const leaves = leaving && exception === undefined && month.last - persona.joined > 30;
    if (exception?.driftsFrom !== undefined) follow(random, course, exception.driftsFrom, month);
    const to = leaves ? from + random.integer(month.last - from + 1) : month.last;
    const market = setting.market[month.index] ?? 0;
    keepAccounts(random, accounts, course, { month, market, from, to, rivalRates }, rows);
    if (!scripted)
      tellContacts(
        random,
        contacts,
        course,
        { contacts: met, complaint, share: month.share },
        {
          from,
          to: Math.min(to, setting.today - 1),
          known: Math.min(leaves ? to : setting.today, setting.today - 1),
        },
        rows,
      );
    if (leaves) {
      closeAccounts(random, accounts, to, rows);
      return to;
    }
    if (month.complete) tellBalances(accounts, month, rows);
  }
  return null;
}

function pass(
  random: Random,
  course: Course,
  persona: Persona,
  accounts: Accounts,
  day: Day,
  share: number,
  rivalRates: boolean,
  contacted: boolean,
): boolean {
  let products = 0;
  let mortgage = false;
  let movable = false;
  for (const account of accounts.all) {
    if (account.closed !== null || account.opened > day) continue;
    products++;
    if (account.product === 'mortgage') mortgage = true;
    if (account.product === 'term-deposit') movable = true;
    if (account.product === 'savings' && account.balance > 500_000) movable = true;
  }
  return passMonth(random, course, {
    share,
    restlessness: persona.archetype.restlessness + (persona.origin === 'online' ? 0.15 : 0),
    yearsHere: (day - persona.joined) / 365,
    products,
    mortgage,
    tempted: rivalRates && movable,
    contacted,
    contentment: persona.contentment,
  });
}

/** Keeps a relationship to its story: it drifts from a month on, and neither leaves nor turns round. */
function follow(random: Random, course: Course, from: number, month: Month): void {
  if (month.index === from) drift(random, course);
  if (month.index < from) Object.assign(course, newCourse(course.satisfaction));
  if (month.index >= from) {
    course.drifting = true;
    course.pull = 0.2;
    course.fading = 0.8;
    course.incomeMoved = false;
  }
}

/** Month-end balances of nothing: an account was opened and never used. */
function tellSilence(accounts: Accounts, setting: Setting, rows: DemoRows): void {
  for (const account of accounts.all) account.balance = 0;
  for (const month of setting.months) if (month.complete) tellBalances(accounts, month, rows);
}
