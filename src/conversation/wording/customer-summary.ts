import { monthEnd, previousMonthEnd } from '../../scoring/history/calendar.ts';
import type { CustomerCard } from '../../store/customers/customer-card.ts';
import type { CommandContext } from '../command-context.ts';
import { departureOf } from '../departure.ts';
import { customerName, monthsInWords } from './customer-words.ts';
import { silenceInWords } from './departure-words.ts';
import { worthOf } from './money-words.ts';

/** What a customer is worth and the risk of losing them, in one sentence. */
export function customerSummary(context: CommandContext, card: CustomerCard): string {
  const { locale, run, say, format } = context;
  const { value } = card;
  const departure = departureOf(card, context);
  const name = customerName(card, locale);
  if (value === null && card.doNotProfile)
    return say('customer-value.summary.notProfiled', { name });
  if (value === null)
    return say('customer-value.summary.notYetKnown', { name, asOf: format.day(run.asOf) });
  if (departure?.because === 'closed') {
    const left = { name, day: format.day(departure.day) };
    return value.contribution12m === null
      ? say('customer-value.summary.leftLongAgo', left)
      : say('customer-value.summary.left', {
          ...left,
          contribution: format.money(value.contribution12m),
          to: format.month(lastWholeMonth(run.asOf)),
        });
  }
  if (departure?.because === 'silent') {
    return say('customer-value.summary.silent', {
      name,
      silence: silenceInWords(departure, context),
    });
  }
  const { valueIfStays, valueAtStake, churnProbability } = value;
  const { amount, basis } = worthOf(value);
  const said = {
    name,
    horizon: monthsInWords(value.horizonMonths, locale),
    tier: value.tier,
    value: format.money(amount),
    basis,
  };
  if (churnProbability === null) return say('customer-value.summary.worthWithoutRisk', said);
  const risk = {
    within: monthsInWords(run.churnHorizonMonths, locale),
    risk: format.percent(churnProbability),
  };
  if (valueIfStays === null || valueAtStake === null) {
    return say('customer-value.summary.worthAsExpected', {
      ...said,
      ...risk,
      clv: said.value,
    });
  }
  return valueAtStake < 0
    ? say('customer-value.summary.worthNothing', { ...said, ...risk })
    : say('customer-value.summary.worth', {
        ...said,
        ...risk,
        atStake: format.money(valueAtStake),
      });
}

/** The last day of the newest month that is over on a day: contributions are of whole months. */
function lastWholeMonth(day: string): string {
  return monthEnd(day) === day ? day : previousMonthEnd(day);
}
