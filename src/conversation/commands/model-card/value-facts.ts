import {
  nbdMethod,
  type PurchaseKind,
  type StoredValueCard,
  valueMethods,
} from '../../../scoring/value/value-card.ts';
import { isPurchaseModel, valueModels } from '../../../settings/value-models.ts';
import type { Reply } from '../../reply.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';
import { methodInWords } from './value-comparison.ts';

type Facts = Reply['facts'];

/** The figures of a value model's card, in the order they are shown. */
export function valueFacts(model: Model, card: StoredValueCard, reader: Reader): Facts {
  return [...valuingFacts(model, card, reader), ...backtestFacts(card.backtest, reader)];
}

/** What the model is, and by what it values customers. */
export function valuingFacts(model: Model, card: StoredValueCard, reader: Reader): Facts {
  const { say, format, locale } = reader;
  const { customers, horizonMonths, annualDiscountRate, margin } = card;
  const known =
    model.method === nbdMethod
      ? card.model
      : valueModels.find((each) => valueMethods[each] === model.method);
  const method = known == null ? model.method : methodInWords(known, reader, card.purchases);
  return [
    { label: say('value-card.facts.method'), value: method },
    { label: say('value-card.facts.computed'), value: format.moment(model.trainedAt) },
    { label: say('value-card.facts.asOf'), value: format.day(model.asOf) },
    ...(customers === null
      ? []
      : [{ label: say('value-card.facts.customers'), value: format.number(customers) }]),
    ...(horizonMonths === null
      ? []
      : [{ label: say('value-card.facts.horizon'), value: monthsInWords(horizonMonths, locale) }]),
    ...(annualDiscountRate === null
      ? []
      : [
          {
            label: say('value-card.facts.discountRate'),
            value: format.percent(annualDiscountRate),
          },
        ]),
    ...(card.model !== null && isPurchaseModel(card.model)
      ? [
          ...(margin === null
            ? []
            : [{ label: say('value-card.facts.margin'), value: format.percent(margin) }]),
          ...purchaseFacts(card.purchases, reader),
        ]
      : card.model === 'shifted-beta-geometric'
        ? []
        : persistenceFacts(card.survival, reader)),
  ];
}

const kindCodes = {
  'bg-nbd': 'bgNbd',
  'mbg-nbd': 'mbgNbd',
  'pareto-nbd': 'paretoNbd',
  nbd: 'nbd',
} as const satisfies Record<PurchaseKind, string>;

/** What purchases are expected by, how that compares with what was not taken, and how far customers differ by it. */
function purchaseFacts(purchases: StoredValueCard['purchases'], { say }: Reader): Facts {
  if (purchases === null) return [];
  const { by, instead, differ } = purchases;
  const compared = {
    label: say('value-card.facts.purchases'),
    value: say('value-card.values.purchases', {
      by: kindCodes[by.kind],
      aic: Math.round(by.aic),
      instead: kindCodes[instead.kind],
      bestFit: instead.bestFit ? 'yes' : 'no',
      other: Math.round(instead.aic),
    }),
  };
  if (differ === null && by.kind !== 'nbd') return [compared];
  return [
    compared,
    {
      label: say('value-card.facts.differ'),
      value:
        differ === null
          ? say('value-card.values.differByChance')
          : say('value-card.values.differ', differ),
    },
  ];
}

/** How much of a customer's churn risk is left a churn horizon later. */
export function persistenceFacts(
  survival: StoredValueCard['survival'],
  { say, format, locale }: Reader,
): Facts {
  if (survival?.from !== 'churn model' || survival.reversion === undefined) return [];
  const { horizonMonths, persistence, measuredOn } = survival.reversion;
  const share = format.percent(persistence);
  return [
    {
      label: say('value-card.facts.persistence', { period: monthsInWords(horizonMonths, locale) }),
      value: measuredOn > 0 ? share : say('value-card.values.assumed', { share }),
    },
  ];
}

/** On whom the model was judged, and how often what came lay within its range. */
export function backtestFacts(
  backtest: StoredValueCard['backtest'],
  { say, format, locale }: Reader,
): Facts {
  if (backtest === null) return [];
  const { of, customers, monthsJudged, judgedFrom, left, coverage } = backtest;
  return [
    {
      label: say('value-card.facts.judgedOn'),
      value: say('value-card.values.judgedOn', {
        customers,
        period: monthsInWords(monthsJudged, locale),
        month: format.month(judgedFrom),
        left,
        of,
      }),
    },
    { label: say('value-card.facts.covered'), value: format.percent(coverage) },
    ...errorFacts(backtest, { say, format, locale }),
  ];
}

/** How much of the differences between customers the model explains, and how far its forecasts are off. */
function errorFacts(
  { model, monthsJudged }: NonNullable<StoredValueCard['backtest']>,
  { say, format, locale }: Reader,
): Facts {
  const { rSquared, meanError, meanAbsoluteError } = model;
  const period = monthsInWords(monthsJudged, locale);
  return [
    ...(rSquared === null
      ? []
      : [
          {
            label: say('value-card.facts.rSquared'),
            value: say('value-card.values.rSquared', {
              rSquared: format.fixed(rSquared, 3),
              explains: rSquared > 0 ? 'some' : 'none',
              share: format.percent(Math.max(0, rSquared)),
            }),
          },
        ]),
    ...(meanError === null
      ? []
      : [
          {
            label: say('value-card.facts.meanError'),
            value: say('value-card.values.meanError', {
              side: meanError > 0 ? 'high' : 'low',
              error: format.money(Math.abs(meanError)),
              period,
            }),
          },
        ]),
    {
      label: say('value-card.facts.meanAbsoluteError'),
      value: say('value-card.values.meanAbsoluteError', {
        error: format.money(meanAbsoluteError),
        period,
      }),
    },
  ];
}
