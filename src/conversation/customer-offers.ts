import { type WhatToOffer, whatToOffer } from '../scoring/offers/what-to-offer.ts';
import type { CustomerCard } from '../store/customers/customer-card.ts';
import type { CommandContext } from './command-context.ts';
import { type Departure, departureOf } from './departure.ts';

/**
 * What to offer a customer and what not; who has left is offered nothing, and before a run has learnt from holdings nothing is
 * known.
 */
export type CustomerOffers = WhatToOffer &
  ({ state: 'known' } | { state: 'departed'; departed: Departure } | { state: 'noModel' });

const nothing: WhatToOffer = { offers: [], excluded: [] };

/**
 * Works out what to offer a customer, for every answer that says so: `offerSentences` and `exclusionSentences` put it into words.
 *
 * @param card of a customer whom the asker may see
 */
export async function customerOffers(
  context: Pick<CommandContext, 'store' | 'scope' | 'config' | 'run'>,
  card: Pick<CustomerCard, 'id' | 'closedOn' | 'value'>,
): Promise<CustomerOffers> {
  const { store, scope, config, run } = context;
  const departed = departureOf(card, context);
  if (departed !== null) return { state: 'departed', departed, ...nothing };
  const found = await whatToOffer(store.db, scope, { config, run, customerId: card.id });
  if (found === undefined) throw new Error('A customer left the scope while being read.');
  return found === 'noModel' ? { state: 'noModel', ...nothing } : { state: 'known', ...found };
}
