import { type OfferRules, rulesOf } from '../../settings/offers.ts';
import type { Config } from '../../settings/settings.ts';
import type { OfferOutcome } from '../../store/kinds.ts';
import { champion } from '../../store/models/champion.ts';
import type { OfferedProduct } from '../../store/offers/held-baskets.ts';
import {
  type OfferingFacts,
  type OfferMade,
  offeringFacts,
} from '../../store/offers/offering-facts.ts';
import type { Scope } from '../../store/scope.ts';
import type { Database } from '../../store/store.ts';
import { rankProducts, scoreProducts } from '../../valuation/index.ts';
import { monthsBefore } from '../history/calendar.ts';
import { type OfferReason, reasonFor } from './offer-reason.ts';
import { type OffersModel, readOffersModel } from './offers-model.ts';
import { offersMade } from './train-offers.ts';

/** A product to offer. `score` compares the offers of one customer with each other; higher fits better. */
export type Offer = OfferedProduct & {
  score: number;
  reason: OfferReason;
  /** what such a product usually brings the bank a year, before costs, in its currency; null: not known */
  yearly: number | null;
  /** its usual balance, a debt's by its absolute amount; null: not known */
  usualBalance: number | null;
};

/** Why a product is not offered. Ages in years, probabilities 0 to 1, days ISO. */
export type Hindrance =
  | { because: 'held' }
  | { because: 'never' }
  | { because: 'ageUnknown' }
  | { because: 'tooYoung'; age: number; minimumAge: number }
  | { because: 'tooOld'; age: number; maximumAge: number }
  | { because: 'churn'; churnProbability: number; notAboveChurn: number }
  | { because: 'complaint'; openComplaints: number }
  | { because: OfferOutcome; on: string };

/** A product not to offer. */
export type Exclusion = OfferedProduct & Hindrance;

/** What to offer a customer, best first, at most one product of a kind; and what not to, with the reason. */
export type WhatToOffer = { offers: Offer[]; excluded: Exclusion[] };

/**
 * What to offer a customer and what not: what goes best with what they hold, without what they hold, what the configuration
 * closes to them, and what they were offered lately.
 *
 * @param customerId in the store
 * @returns `noModel` where no run has learnt from holdings yet; undefined outside the scope
 */
export async function whatToOffer(
  db: Database,
  scope: Scope,
  {
    config,
    run,
    customerId,
  }: { config: Config; run: { id: number; asOf: string }; customerId: number },
): Promise<WhatToOffer | 'noModel' | undefined> {
  const facts = await offeringFacts(db, scope, run, customerId);
  if (facts === undefined) return undefined;
  const stored = await champion(db, 'offers');
  if (stored === undefined) return 'noModel';
  const model = readOffersModel(stored.body);
  const held = numbersHeld(model, facts);
  const scores = scoreProducts(model, model.recommender, held);
  const offers: Offer[] = [];
  const excluded: Exclusion[] = [];
  for (const product of model.products) {
    const hindrance = hindranceOf(product, facts, config, run.asOf);
    if (hindrance !== undefined) excluded.push({ ...product, ...hindrance });
  }
  const closed = new Set(excluded.map(keyOf));
  for (const number of rankProducts(model, model.recommender, held)) {
    const product = model.products[number];
    if (product === undefined || closed.has(keyOf(product))) continue;
    if (offers.some((offer) => offer.product === product.product)) continue;
    offers.push({
      ...product,
      score: scores[number] ?? Number.NaN,
      reason: reasonFor(model, held, number),
      usualBalance: model.usualBalances[number] ?? null,
      yearly: yearlyOf(product, model.usualBalances[number] ?? null, config),
    });
    if (offers.length === offersMade) break;
  }
  return { offers, excluded };
}

const keyOf = ({ product, label }: OfferedProduct) => JSON.stringify([product, label]);

/** The numbers of what is held: by the bank's own name, otherwise by the kind. */
function numbersHeld({ products }: OffersModel, { held }: OfferingFacts): number[] {
  const numbers = held.map(({ product, label }) => {
    const own = products.findIndex((each) => each.product === product && each.label === label);
    return own === -1
      ? products.findIndex((each) => each.product === product && each.label === null)
      : own;
  });
  return [...new Set(numbers)].filter((number) => number !== -1);
}

function hindranceOf(
  offered: OfferedProduct,
  facts: OfferingFacts,
  config: Config,
  asOf: string,
): Hindrance | undefined {
  if (facts.held.some(({ product }) => product === offered.product)) return { because: 'held' };
  const rules = rulesOf(config.offers, offered);
  if (rules.never === true) return { because: 'never' };
  return (
    answerLately(offered, facts.offers, monthsBefore(asOf, rules.monthsAfterRefusal)) ??
    ageHindrance(rules, facts.birthDate, asOf) ??
    riskHindrance(rules, facts)
  );
}

/** The newest offer of the product, if it or its answer is not as old as that day. */
function answerLately(
  { product, label }: OfferedProduct,
  offers: readonly OfferMade[],
  since: string,
): Hindrance | undefined {
  const newest = offers.find(
    (offer) => offer.product === product && (offer.label === null || offer.label === label),
  );
  if (newest === undefined) return undefined;
  const on = newest.answeredOn ?? newest.offeredOn;
  return on > since ? { because: newest.outcome, on } : undefined;
}

function ageHindrance(
  { minimumAge, maximumAge }: OfferRules,
  birthDate: string | null,
  asOf: string,
): Hindrance | undefined {
  if (minimumAge === undefined && maximumAge === undefined) return undefined;
  if (birthDate === null) return { because: 'ageUnknown' };
  const age = ageOn(birthDate, asOf);
  if (minimumAge !== undefined && age < minimumAge) return { because: 'tooYoung', age, minimumAge };
  if (maximumAge !== undefined && age > maximumAge) return { because: 'tooOld', age, maximumAge };
  return undefined;
}

function riskHindrance(
  { notAboveChurn, notWithOpenComplaints }: OfferRules,
  { churnProbability, openComplaints }: OfferingFacts,
): Hindrance | undefined {
  if (notWithOpenComplaints === true && openComplaints > 0) {
    return { because: 'complaint', openComplaints };
  }
  return notAboveChurn !== undefined &&
    churnProbability !== null &&
    churnProbability > notAboveChurn
    ? { because: 'churn', churnProbability, notAboveChurn }
    : undefined;
}

/** Full years from a birth to a day, both ISO. */
function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Interest of the usual balance less the expected loss, and the monthly fees of a year. */
function yearlyOf(
  { product }: OfferedProduct,
  usualBalance: number | null,
  { valuation: { contribution } }: Config,
): number | null {
  const spread = contribution.spread[product];
  const fee = contribution.monthlyFee[product];
  const interest =
    spread === undefined || usualBalance === null
      ? null
      : usualBalance * (spread - (contribution.expectedLoss[product] ?? 0));
  if (interest === null && fee === undefined) return null;
  return (interest ?? 0) + 12 * (fee ?? 0);
}
