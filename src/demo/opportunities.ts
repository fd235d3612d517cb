import {
  type OpenStage,
  type OpportunityStage,
  type ProductKind,
  productKinds,
} from '../store/kinds.ts';
import { type Random, seededRandom } from '../valuation/numeric/random.ts';
import type { Accounts } from './accounts.ts';
import { type Day, dayText } from './calendar.ts';
import { oneOf, weighted } from './chance.ts';
import { drawNote } from './comments.ts';
import { type Contacts, moment } from './contacts.ts';
import type { Setting } from './setting.ts';

/** What a customer may buy, and the least and the most that it is about, in euros; of some, nobody says how much. */
const sold: Partial<Record<ProductKind, readonly [number, number] | null>> = {
  savings: [3_000, 30_000],
  'term-deposit': [5_000, 50_000],
  card: [1_000, 5_000],
  loan: [4_000, 35_000],
  mortgage: [70_000, 320_000],
  investment: [5_000, 60_000],
  insurance: null,
};

/** With how many customers something is open. */
const share = 0.05;
/** Of what was offered and answered lately, how much had been followed as an opportunity. */
const followed = 0.4;
/** Days back within which what is won and lost is told. */
const lately = 180;
/** How far those are that are open. */
const stages = [
  { stage: 'lead', weight: 0.35 },
  { stage: 'qualified', weight: 0.25 },
  { stage: 'proposal', weight: 0.25 },
  { stage: 'negotiation', weight: 0.15 },
] as const satisfies readonly { stage: OpenStage; weight: number }[];
/** Days before and after today within which those that are open are to close, and days since they were opened. */
const late = 21;
const ahead = 130;
const since = 75;
/** How many of those that are open have an amount, a day and a next step. */
const known = { amount: 0.85, day: 0.85, step: 0.6 };
/** Of one customer no more are told. */
const most = 4;
/** Tells the stream of opportunities from the one of all else a customer does, so that neither changes the other. */
const stream = 0x0bb02;

/**
 * Tells what a customer may buy, and what came of what they were offered, by chance of its own; for who has left, nothing is
 * open.
 */
export function tellOpportunities(
  contacts: Contacts,
  { all, persona }: Accounts,
  number: number,
  { seed, today }: Pick<Setting, 'seed' | 'today'>,
  closed: Day | null,
): void {
  const random = seededRandom(number * 2 ** 32 + ((seed ^ stream) >>> 0));
  const offers = offersOf(contacts);
  const ended = tellEnded(contacts, random, { number, today, offers });
  if (closed !== null || random.next() >= share) return;
  const free = productKinds.filter(
    (product) =>
      product in sold &&
      !all.some((account) => account.product === product) &&
      !offers.some((offer) => offer.product === product && offer.outcome !== 'open'),
  );
  if (free.length === 0) return;
  const product = oneOf(random, free);
  const opened = Math.max(persona.joined, today - 1 - random.integer(since));
  const amount = amountOf(random, product);
  const closes = today - late + random.integer(late + ahead);
  const { stage } = weighted(random, stages);
  push(contacts, number * most + ended, {
    product,
    stage,
    amount: random.next() < known.amount ? amount : null,
    nextStep: random.next() < known.step ? drawNote(random, contacts.notesIn, 'nextStep') : null,
    closesOn: random.next() < known.day ? dayText(Math.max(closes, opened + 7)) : null,
    openedAt: moment(random, opened),
    changedAt: moment(random, opened + random.integer(Math.max(1, today - opened))),
  });
}

type OfferTold = { product: string; outcome: string; offered: string; answered: string | null };

/** What the customer was offered: the rows that were told of them last. */
function offersOf({ customerId, rows }: Contacts): OfferTold[] {
  const offers: OfferTold[] = [];
  for (let at = rows.offers.length - 1; at >= 0; at--) {
    const [customer, , product, offered, outcome, answered] = rows.offers[at] ?? [];
    if (customer !== customerId) break;
    offers.push({
      product: String(product),
      outcome: String(outcome),
      offered: String(offered),
      answered: answered == null ? null : String(answered),
    });
  }
  return offers;
}

/** Tells of some of what was answered lately that it had been an opportunity, and how many it was. */
function tellEnded(
  contacts: Contacts,
  random: Random,
  { number, today, offers }: { number: number; today: Day; offers: readonly OfferTold[] },
): number {
  let told = 0;
  for (const { product: named, outcome, offered, answered } of offers) {
    const product = productKinds.find((kind) => kind === named);
    if (product === undefined || answered === null || told === most - 1) continue;
    if (answered < dayText(today - lately) || random.next() >= followed) continue;
    push(contacts, number * most + told, {
      product,
      stage: outcome === 'accepted' ? 'won' : 'lost',
      amount: amountOf(random, product),
      nextStep: null,
      closesOn: answered,
      openedAt: `${offered}T08:00:00Z`,
      changedAt: `${answered}T15:00:00Z`,
    });
    told++;
  }
  return told;
}

/** Rounded, as people say what something may be about. */
function amountOf(random: Random, product: ProductKind): number | null {
  const about = sold[product];
  const drawn = random.next();
  if (about == null) return null;
  const [least, greatest] = about;
  const step = greatest > 100_000 ? 5_000 : 500;
  return Math.round((least + drawn * drawn * (greatest - least)) / step) * step;
}

function push(
  { rows, customerId, managerId }: Contacts,
  id: number,
  told: {
    product: ProductKind;
    stage: OpportunityStage;
    amount: number | null;
    nextStep: string | null;
    closesOn: string | null;
    openedAt: string;
    changedAt: string;
  },
): void {
  const { product, stage, amount, nextStep, closesOn, openedAt, changedAt } = told;
  rows.opportunities.push([
    customerId,
    id,
    managerId,
    product,
    amount,
    stage,
    nextStep,
    closesOn,
    openedAt,
    changedAt,
  ]);
}
