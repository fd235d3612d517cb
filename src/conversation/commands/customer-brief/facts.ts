import { nameIn } from '../../../language/names.ts';
import { dayNumber } from '../../../scoring/history/calendar.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Reply } from '../../reply.ts';
import { churnInWords } from '../../wording/churn-words.ts';
import { contactFacts } from '../../wording/contact-facts.ts';
import { monthsInWords, tierName } from '../../wording/customer-words.ts';
import {
  debtFact,
  moneyInWords,
  monthsOfContribution,
  stakeInWords,
} from '../../wording/money-words.ts';
import { satisfactionFact } from '../../wording/satisfaction-words.ts';
import { segmentName } from '../../wording/segment-words.ts';
import type { Brief } from './brief.ts';

const daysAMonth = 365.25 / 12;

/** Who a customer is, and their figures as the card has them. */
export function briefFacts(context: CommandContext, brief: Brief): Reply['facts'] {
  const { locale, run, say, format } = context;
  const { departed, held } = brief;
  const { card } = brief.figures;
  const { value } = card;
  const kinds = [...new Set(held.map(({ product }) => say(`products.${product}`)))];
  const who = [
    { label: say('customer-value.facts.since'), value: sinceInWords(context, brief) },
    ...whose(context, brief),
    ...contactFacts(card, context),
    ...(departed === null
      ? [
          {
            label: say('customer-brief.facts.holds'),
            value:
              kinds.length === 0 ? say('customer-brief.facts.holdsNothing') : format.list(kinds),
          },
        ]
      : []),
  ];
  if (value === null || departed !== null) return who;
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const months = monthsOfContribution(brief.figures.months.length);
  const horizon = monthsInWords(value.horizonMonths, locale);
  return [
    ...who,
    {
      label: say('customer-value.facts.segment'),
      value: segmentName({ names: value.segment }, locale),
    },
    { label: say('customer-value.facts.tier'), value: tierName(value.tier, locale) },
    ...(value.valueIfStays === null
      ? []
      : [
          {
            label: say('customer-value.facts.valueIfStays', { horizon }),
            value: format.money(value.valueIfStays),
          },
        ]),
    {
      label: say('customer-value.facts.churn', { within }),
      value: churnInWords(value, format, locale),
    },
    ...(value.churnProbability === null
      ? []
      : [
          {
            label: say('customer-value.facts.atStake'),
            value: stakeInWords({ ...value, valueIfStays: null }, context),
          },
        ]),
    {
      label: say('customer-value.facts.contribution', { months }),
      value: moneyInWords(value.contribution12m, context),
    },
    { label: say('customer-value.facts.balance'), value: moneyInWords(value.balance, context) },
    ...debtFact(value, context),
    ...satisfactionFact(value, context),
  ];
}

/** Since when they are a customer, and how long that is. */
function sinceInWords(
  { locale, run, say, format }: CommandContext,
  { figures: { card }, departed }: Brief,
): string {
  if (card.joinedOn === null) return say('customer-words.notRecorded');
  const from = format.day(card.joinedOn);
  if (departed?.because === 'closed') {
    return say('customer-brief.facts.sinceUntil', { from, to: format.day(departed.day) });
  }
  const months = Math.floor((dayNumber(run.asOf) - dayNumber(card.joinedOn)) / daysAMonth);
  if (months < 1) return from;
  const span = months < 24 ? months : 12 * Math.floor(months / 12);
  return say('customer-brief.facts.sinceValue', { day: from, span: monthsInWords(span, locale) });
}

/** The branch and the manager, unless that is who asks. */
function whose(
  { locale, say, principal }: CommandContext,
  { figures: { card } }: Brief,
): Reply['facts'] {
  if (principal.role === 'manager') return [];
  return [
    {
      label: say('customer-value.facts.branch'),
      value:
        card.branch === null
          ? say('customer-words.notRecorded')
          : nameIn(card.branchNames ?? {}, locale, card.branch),
    },
    {
      label: say('customer-value.facts.manager'),
      value: card.manager ?? say('customer-value.facts.noManager'),
    },
  ];
}
