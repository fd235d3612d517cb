import type { OfferOutcome, ProductKind } from '../store/kinds.ts';
import { type Random, seededRandom } from '../valuation/numeric/random.ts';
import type { Accounts } from './accounts.ts';
import { type Day, dayText } from './calendar.ts';
import { oneOf, poisson } from './chance.ts';
import { drawNote } from './comments.ts';
import type { Contacts } from './contacts.ts';
import type { Setting } from './setting.ts';

/** What managers offer. */
const offered = [
  'savings',
  'term-deposit',
  'card',
  'loan',
  'mortgage',
  'investment',
  'insurance',
] as const satisfies readonly ProductKind[];

/** Days before the end of a customer's history in which offers are told. */
const daysTold = 540;
/** Who joined later than this before the end has been offered nothing yet. */
const firstDays = 30;
/** Days within which customers answer. */
const daysToAnswer = 21;
/** Of what was opened, how much had been offered. */
const shareOfOpenings = 0.35;
/** Offers that led to nothing, a customer. */
const inVain = 0.4;
/** Tells the stream of offers from the one of all else a customer does, so that neither changes the other. */
const stream = 0x0ff32;

/** Tells what was offered to a customer up to a day, and what they answered, by chance of its own. */
export function tellOffers(
  contacts: Contacts,
  { all, persona }: Accounts,
  number: number,
  { seed }: Pick<Setting, 'seed'>,
  end: Day,
): void {
  const from = Math.max(persona.joined, end - daysTold);
  if (end - from < firstDays) return;
  const random = seededRandom(number * 2 ** 32 + ((seed ^ stream) >>> 0));
  for (const account of all) {
    const { product, opened } = account;
    if (!isOffered(product) || opened - daysToAnswer < from || opened > end) continue;
    if (random.next() >= shareOfOpenings) continue;
    const day = opened - 1 - random.integer(daysToAnswer - 1);
    const answered = day + random.integer(opened - day + 1);
    tellOffer(contacts, { product, day, outcome: 'accepted', answered, note: null });
  }
  const missing = offered.filter((product) => !all.some((account) => account.product === product));
  if (missing.length === 0) return;
  const mean = (inVain * (end - from)) / daysTold;
  for (let left = poisson(random, mean); left > 0; left--) {
    refuse(contacts, random, { product: oneOf(random, missing), from, end });
  }
}

function refuse(
  contacts: Contacts,
  random: Random,
  { product, from, end }: { product: ProductKind; from: Day; end: Day },
): void {
  const day = from + random.integer(end - from);
  const answered = day + random.integer(daysToAnswer);
  const open = answered > end;
  tellOffer(contacts, {
    product,
    day,
    outcome: open ? 'open' : 'declined',
    answered: open ? null : answered,
    note: open ? null : drawNote(random, contacts.notesIn, 'declined'),
  });
}

/** Writes an offer down. */
export function tellOffer(
  contacts: Contacts,
  offer: {
    product: ProductKind;
    day: Day;
    outcome: OfferOutcome;
    answered: Day | null;
    note: string | null;
  },
): void {
  contacts.told++;
  contacts.rows.offers.push([
    contacts.customerId,
    `O${contacts.told}`,
    offer.product,
    dayText(offer.day),
    offer.outcome,
    offer.answered === null ? null : dayText(offer.answered),
    offer.note,
    contacts.managerId,
  ]);
}

const isOffered = (product: ProductKind) => offered.some((each) => each === product);
