import { rankingChart } from '../../charts/ranking-chart.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type CustomerOffers, customerOffers } from '../customer-offers.ts';
import type { Chart, Reply } from '../reply.ts';
import { customerName, customerTitle } from '../wording/customer-words.ts';
import { silenceInWords } from '../wording/departure-words.ts';
import {
  exclusionSentences,
  offerSentences,
  productName,
  yearlyInWords,
} from '../wording/offer-words.ts';

/**
 * What to offer a customer and what not. `data`: `customer` (the bank's id), `departed`, `offers`, the best first, with
 * `product` (its kind), `label` (the bank's own name where the kind has several products, or null), `score` (compares the
 * offers of one customer), `held` (the products that speak for it, or null), `confidence` (the share of the `customers` with these
 * who hold it, both null without them), `share` (of all), `usualBalance` and `yearly` (what it usually brings a year) in
 * `currency` or null; `excluded` with `product`, `label`, `because` (`held`, `never`, `ageUnknown`, `tooYoung`, `tooOld`, `churn`,
 * `complaint`, `declined`, `open`, `accepted`) and the figures of that; `asOf`.
 */
export default defineCommand({
  intent: 'customer.recommend',
  group: 'one-customer',
  arguments: { customer: customer() },
  allowed: roles,
  async run(context, { customer: id }) {
    const { store, scope, run, bank } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    if (card === undefined) throw new Error('A customer left the scope while being read.');
    const known = await customerOffers(context, card);
    return {
      reply: recommendation(context, card, known),
      data: {
        customer: card.externalId,
        departed: known.state === 'departed' ? known.departed : null,
        offers: known.offers.map(({ product, label, score, reason, usualBalance, yearly }) => ({
          product,
          label,
          score,
          held: reason.held,
          customers: reason.held === null ? null : reason.customers,
          confidence: reason.held === null ? null : reason.confidence,
          share: reason.share,
          usualBalance,
          yearly,
        })),
        excluded: known.excluded,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function recommendation(context: CommandContext, card: CustomerCard, known: CustomerOffers): Reply {
  const { locale, run, say, format } = context;
  const id = customerInSlashForm(card.externalId);
  return {
    title: customerTitle(card, locale),
    summary: summarise(context, card, known),
    facts: known.offers.map((offer, i) => ({
      label: say('customer-recommend.facts.offer', { rank: i + 1 }),
      value: say('customer-recommend.facts.value', {
        product: productName(offer, context),
        yearly: yearlyInWords(offer, context),
      }),
    })),
    details: [
      ...offerSentences(known.offers, context),
      ...exclusionSentences(known.excluded, context),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: known.offers.length === 0 ? [] : [chartOf(context, card, known)],
    actions: [
      { label: say('customer-recommend.actions.value'), command: `customer ${id}` },
      { label: say('customer-recommend.actions.why'), command: `why ${id}` },
      { label: say('customer-recommend.actions.model'), command: 'model recommend' },
    ],
    visibility: 'asker',
  };
}

function summarise(context: CommandContext, card: CustomerCard, known: CustomerOffers): string {
  const { locale, say, format } = context;
  const name = customerName(card, locale);
  if (known.state === 'noModel') return say('customer-recommend.summary.noModel', { name });
  if (known.state === 'departed') {
    const { departed } = known;
    return departed.because === 'silent'
      ? say('customer-recommend.summary.silent', {
          name,
          silence: silenceInWords(departed, context),
        })
      : say('customer-recommend.summary.left', { name, day: format.day(departed.day) });
  }
  const [first, ...others] = known.offers.map((offer) => productName(offer, context));
  if (first === undefined) {
    return known.excluded.every(({ because }) => because === 'held' || because === 'never')
      ? say('customer-recommend.summary.everything', { name })
      : say('customer-recommend.summary.nothing', { name });
  }
  return others.length === 0
    ? say('customer-recommend.summary.one', { name, first })
    : say('customer-recommend.summary.several', { name, first, others: format.list(others) });
}

/** How many of the customers with the same products hold each offer. */
function chartOf(context: CommandContext, card: CustomerCard, { offers }: CustomerOffers): Chart {
  const { locale, say, format, bank } = context;
  const bars = offers.map((offer) => ({
    label: productName(offer, context),
    value: offer.reason.held === null ? offer.reason.share : offer.reason.confidence,
  }));
  return {
    alt: say('customer-recommend.chart', {
      name: customerName(card, locale),
      offers: bars
        .map(({ label, value }) =>
          say('customer-recommend.bar', { product: label, share: format.percent(value) }),
        )
        .join(' '),
    }),
    spec: rankingChart({
      bars,
      title: say('customer-recommend.chartTitle'),
      format: 'percent',
      currency: bank.currency,
      locale,
    }),
  };
}
