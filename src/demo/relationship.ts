import { type Accounts, closeAccounts, tellBalances } from './accounts.ts';
import type { Day, Month } from './calendar.ts';
import { poisson } from './chance.ts';
import { type Contacts, endContacts, tellContacts } from './contacts.ts';
import { type Course, complain, drift, newCourse, passMonth } from './course.ts';
import type { Exception } from './exceptions.ts';
import { keepAccounts } from './keep-accounts.ts';
import type { Setting } from './setting.ts';

/** Months lived before those told, so that the first one told already has people on their way out. */
const monthsBefore = 9;
/** Months in which a rival pays more for savings. */
const rivalRateMonths = new Set([6, 7, 8, 18, 19, 20]);
/** Savings that make a rival's rate tempting, in cents. */
const worthMoving = 500_000;
/** Nobody leaves within days of joining. */
const shortestStay = 30;

/**
 * Tells a customer's months one after another: what they feel, what becomes of their money, what they say.
 * @returns the day on which the customer left; null for one who is still there
 */
export function tellRelationship(
  accounts: Accounts,
  contacts: Contacts,
  exception: Exception | undefined,
  { months, market, today }: Setting,
): Day | null {
  const { persona, random } = accounts;
  const driftsFrom = exception?.driftsFrom;
  const course = newCourse(persona.contentment);
  const toldFrom = months[0]!.first;
  const before = Math.min(monthsBefore, Math.floor((toldFrom - persona.joined) / 30));
  for (let i = 0; i < before; i++) {
    complain(random, course, 1);
    const now = { from: toldFrom, share: 1, rivalRates: false, contacted: false };
    // Whoever leaves before the history begins is not in it.
    if (pass(accounts, course, now)) course.drifting = false;
  }

  for (const month of months) {
    if (month.last < persona.joined) continue;
    const { share } = month;
    const from = Math.max(month.first, persona.joined);
    const rivalRates = rivalRateMonths.has(month.index);
    const attention = persona.archetype.contacts + (course.drifting ? 0.04 : 0);
    const met = poisson(random, attention * share);
    const complaint = complain(random, course, share);
    const resolved = pass(accounts, course, { from, share, rivalRates, contacted: met > 0 });
    const leaves =
      resolved && exception === undefined && month.last - persona.joined > shortestStay;
    if (driftsFrom !== undefined) follow(accounts, course, driftsFrom, month);

    const to = leaves ? from + random.integer(month.last - from + 1) : month.last;
    keepAccounts(accounts, course, { month, market: market[month.index]!, from, to, rivalRates });
    if (driftsFrom === undefined) {
      const known = Math.min(leaves ? to : today, today - 1);
      const days = { from, to: Math.min(to, known), known };
      tellContacts(contacts, course, { contacts: met, complaint, share }, days);
    }
    if (leaves) {
      closeAccounts(accounts, to);
      endContacts(contacts, to);
      return to;
    }
    if (month.complete) tellBalances(accounts, month);
  }
  return null;
}

function pass(
  { all, persona, random }: Accounts,
  course: Course,
  now: { from: Day; share: number; rivalRates: boolean; contacted: boolean },
): boolean {
  let products = 0;
  let mortgage = false;
  let movable = false;
  for (const account of all) {
    if (account.closed !== null || account.opened > now.from) continue;
    products++;
    if (account.product === 'mortgage') mortgage = true;
    if (account.product === 'term-deposit') movable = true;
    if (account.product === 'savings' && account.balance > worthMoving) movable = true;
  }
  return passMonth(random, course, {
    share: now.share,
    restlessness: persona.archetype.restlessness + (persona.origin === 'online' ? 0.15 : 0),
    yearsHere: (now.from - persona.joined) / 365,
    products,
    mortgage,
    tempted: now.rivalRates && movable,
    contacted: now.contacted,
    contentment: persona.contentment,
  });
}

/** Keeps a relationship to its story: all is well until a month, and from then on it drifts without end. */
function follow({ random, persona }: Accounts, course: Course, from: number, month: Month): void {
  if (month.index < from) Object.assign(course, newCourse(persona.contentment));
  else if (month.index === from) drift(random, course);
  else Object.assign(course, { drifting: true, incomeMoved: false });
  Object.assign(course, { pull: 0.15, fading: 0.8 });
}
