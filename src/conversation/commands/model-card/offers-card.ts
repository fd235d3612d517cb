import { rankingChart } from '../../../charts/ranking-chart.ts';
import { type Names, nameIn } from '../../../language/names.ts';
import { type OffersCard, readOffersCard } from '../../../scoring/offers/offers-model.ts';
import { type Recommender, recommenders } from '../../../valuation/index.ts';
import type { Chart, Reply, Table } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import { productName } from '../../wording/offer-words.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';

/** Rules in the table: those with the highest lift. */
const rulesShown = 8;
/** Of a normal distribution, within which 95 % lie. */
const standardErrors = 1.96;

/**
 * The card of what offers go by: how many holdings left out it finds, against popularity, and what goes with what.
 *
 * @param names of the run's segments, by number
 * @param currency ISO 4217, of the bank
 */
export function offersCardReply(
  model: Model,
  { names, currency }: { names: ReadonlyMap<number, Names>; currency: string },
  reader: Reader,
): Reply {
  const { say } = reader;
  const card = readOffersCard(model.card);
  return {
    title: say('model-card.names.offers'),
    summary: summarise(card, reader),
    facts: offersFacts(model, card, reader),
    ...(card.rules.length === 0 ? {} : { table: rulesTable(card, reader) }),
    details: [
      say('offers-card.how'),
      ...methodsSentence(card, reader),
      ...segmentsSentence(card, names, reader),
    ],
    charts: card.recommender === null ? [] : [methodsChart(card, currency, reader)],
    actions: [
      { label: say('model-card.names.churn'), command: 'model churn' },
      { label: say('model-card.names.clv'), command: 'model clv' },
      { label: say('offers-card.actions.top'), command: 'top' },
    ],
    visibility: 'channel',
  };
}

/** A rate with a decimal: what methods differ in lies behind the point. */
function rateInWords(rate: number, { say, format }: Reader): string {
  return say('offers-card.rate', { rate: format.fixed(100 * rate, 1) });
}

function summarise({ chosen, recommender, popularity }: OffersCard, reader: Reader): string {
  const { say } = reader;
  if (recommender === null || popularity === null) return say('offers-card.summary.untested');
  return chosen === 'popularity'
    ? say('offers-card.summary.popularity', { popularity: rateInWords(popularity, reader) })
    : say('offers-card.summary.better', {
        recommender: rateInWords(recommender, reader),
        popularity: rateInWords(popularity, reader),
      });
}

function offersFacts(model: Model, card: OffersCard, reader: Reader): Reply['facts'] {
  const { say, format } = reader;
  const { chosen, recommender, popularity, standardError } = card;
  const share = (rate: number) => rateInWords(rate, reader);
  const points = (rate: number) => format.fixed(100 * rate, 1);
  return [
    {
      label: say('offers-card.facts.method'),
      value: say('offers-card.methods', { method: chosen }),
    },
    { label: say('offers-card.facts.computed'), value: format.moment(model.trainedAt) },
    { label: say('offers-card.facts.asOf'), value: format.day(model.asOf) },
    { label: say('offers-card.facts.customers'), value: format.number(card.customers) },
    { label: say('offers-card.facts.leftOut'), value: format.number(card.leftOut) },
    ...(recommender === null || popularity === null
      ? []
      : [
          { label: say('offers-card.facts.hitRate'), value: share(recommender) },
          { label: say('offers-card.facts.popularity'), value: share(popularity) },
        ]),
    ...(recommender === null ||
    popularity === null ||
    standardError === null ||
    chosen === 'popularity'
      ? []
      : [
          {
            label: say('offers-card.facts.difference'),
            value: say('offers-card.difference', {
              points: points(recommender - popularity),
              low: points(recommender - popularity - standardErrors * standardError),
              high: points(recommender - popularity + standardErrors * standardError),
            }),
          },
        ]),
    { label: say('offers-card.facts.rules'), value: format.number(card.ruleCount) },
  ];
}

function rulesTable({ rules }: OffersCard, reader: Reader): Table {
  const { say, format } = reader;
  return {
    columns: [
      { label: say('offers-card.table.rule'), align: 'start' },
      { label: say('offers-card.table.support'), align: 'end' },
      { label: say('offers-card.table.confidence'), align: 'end' },
      { label: say('offers-card.table.lift'), align: 'end' },
    ],
    rows: rules
      .slice(0, rulesShown)
      .map(({ antecedent, consequent, support, confidence, lift }) => [
        say('offers-card.table.one', {
          held: format.list(antecedent.map((each) => productName(each, reader))),
          product: productName(consequent, reader),
        }),
        format.percent(support),
        format.percent(confidence),
        format.fixed(lift, 2),
      ]),
  };
}

/** Each method with its rate, the best first. */
function methodRates({ byRecommender }: OffersCard): { method: Recommender; rate: number }[] {
  return recommenders
    .flatMap((method) => {
      const rate = byRecommender[method] ?? null;
      return rate === null ? [] : [{ method, rate }];
    })
    .sort((a, b) => b.rate - a.rate);
}

function methodsSentence(card: OffersCard, reader: Reader): string[] {
  const { say, format } = reader;
  const rates = methodRates(card).map(({ method, rate }) =>
    say('offers-card.methodTried', {
      method: say('offers-card.shortMethods', { method }),
      rate: rateInWords(rate, reader),
    }),
  );
  return rates.length === 0 ? [] : [say('offers-card.methodsTried', { rates: format.list(rates) })];
}

function segmentsSentence(
  { segments }: OffersCard,
  names: ReadonlyMap<number, Names>,
  reader: Reader,
): string[] {
  const { say, locale } = reader;
  const share = (rate: number) => rateInWords(rate, reader);
  const told = segments.flatMap(({ segment, leftOut, recommender, popularity }) => {
    const name = names.get(segment);
    if (name === undefined || recommender === null || popularity === null) return [];
    return [
      say('offers-card.segment', {
        segment: nameIn(name, locale),
        recommender: share(recommender),
        popularity: share(popularity),
        leftOut,
      }),
    ];
  });
  const [first, ...others] = told;
  return first === undefined
    ? []
    : [say('offers-card.segments', { segments: clauses([first, ...others], say) })];
}

function methodsChart(card: OffersCard, currency: string, reader: Reader): Chart {
  const { say, format, locale } = reader;
  const bars = methodRates(card).map(({ method, rate }) => ({
    label: say('offers-card.shortMethods', { method }),
    value: rate,
  }));
  return {
    alt: say('offers-card.chart', {
      rates: format.list(
        bars.map(({ label, value }) =>
          say('offers-card.methodTried', { method: label, rate: rateInWords(value, reader) }),
        ),
      ),
    }),
    spec: rankingChart({
      bars,
      title: say('offers-card.facts.hitRate'),
      format: 'percent',
      currency,
      locale,
    }),
  };
}
