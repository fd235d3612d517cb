import type { CustomerCard } from '../../store/customers/customer-card.ts';
import { type Horizon, horizonInWords } from '../asked-horizon.ts';
import type { CommandContext } from '../command-context.ts';
import { departureOf } from '../departure.ts';
import { claimOf } from '../understanding/asked-form.ts';
import { customerName, monthsInWords } from './customer-words.ts';
import { silenceInWords } from './departure-words.ts';

/**
 * Yes or no to whether a customer leaves, or stays, by the threshold from which they count as at risk, or that it is not known;
 * undefined where the question asks nothing of the kind.
 * @param also.unknown why there is no probability, where that is known
 * @param also.within the probability of leaving by the time that the question names: then yes is what is likelier than not
 */
export function leavingAnswer(
  context: CommandContext,
  card: CustomerCard,
  {
    unknown,
    within,
  }: {
    unknown?: string | undefined;
    within?: (Horizon & { probability: number }) | undefined;
  } = {},
): string | undefined {
  const { asked, locale, run, say, format } = context;
  const claim = claimOf(asked, ['leave', 'stay']);
  if (claim === undefined) return undefined;
  const name = customerName(card, locale);
  const yesIf = (leaves: boolean) => (leaves === (claim === 'leave') ? 'yes' : 'no');
  const departed = departureOf(card, context);
  if (departed?.because === 'closed')
    return say('answers.left', { yes: yesIf(true), name, day: format.day(departed.day) });
  if (departed?.because === 'silent')
    return say('answers.silent', {
      yes: yesIf(true),
      name,
      silence: silenceInWords(departed, context),
    });
  const probability = card.value?.churnProbability ?? null;
  if (probability === null)
    return unknown === undefined
      ? say('answers.notKnown', { name })
      : say('answers.noModel', { reason: unknown });
  if (within !== undefined)
    return say('answers.leavingBy', {
      yes: yesIf(within.probability >= 0.5),
      name,
      by: horizonInWords(within, context),
      risk: format.percent(within.probability),
      stays: format.percent(1 - within.probability),
    });
  const atRisk = probability >= run.atRisk;
  const alike = format.percent(probability) === format.percent(run.atRisk);
  return say('answers.leaving', {
    yes: yesIf(atRisk),
    name,
    within: monthsInWords(run.churnHorizonMonths, locale),
    // Where whole percents would not tell the two apart, tenths do.
    risk: alike && !atRisk ? format.fixedPercent(probability, 1) : format.percent(probability),
    side: atRisk ? 'above' : 'below',
    threshold: format.percent(run.atRisk),
  });
}

/**
 * How many are at risk, where the question asks for their number or whether there is anybody; undefined where it does not, or
 * where nobody's risk is known.
 */
export function riskCountAnswer(
  { asked, say, format }: CommandContext,
  { atRisk, valueAtStake }: { atRisk: number | null; valueAtStake: number | null },
  said: { within: string; threshold: string; whose: string },
): string | undefined {
  const form =
    asked?.form === 'howMany'
      ? 'howMany'
      : claimOf(asked, ['leave']) === undefined
        ? undefined
        : 'yesNo';
  if (form === undefined || atRisk === null) return undefined;
  if (atRisk === 0) return say('answers.nobodyAtRisk', { asked: form, ...said });
  return say(form === 'howMany' ? 'answers.howManyAtRisk' : 'answers.somebodyAtRisk', {
    ...said,
    customers: atRisk,
    atStake: format.money(valueAtStake ?? 0),
  });
}

/** Whether a customer is a valuable one, by their tier; undefined where the question does not ask that, or there is none yet. */
export function valuableAnswer(
  { asked, say, format }: CommandContext,
  { value }: CustomerCard,
): string | undefined {
  if (value === null || claimOf(asked, ['valuable']) === undefined) return undefined;
  return say('answers.valuable', { tier: value.tier, score: format.number(value.cvs) });
}

/** Whether figures fall, or rise, from the first month to the last; undefined where the question does not ask that. */
export function courseAnswer(
  { asked, say, format }: CommandContext,
  points: readonly { value: number }[],
): string | undefined {
  const claim = claimOf(asked, ['fall', 'rise']);
  if (claim === undefined) return undefined;
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 2 || first === undefined || last === undefined)
    return say('answers.courseNotKnown');
  const { direction, share } = changeBetween(first.value, last.value);
  return say('answers.course', {
    yes: direction === (claim === 'fall' ? 'down' : 'up') ? 'yes' : 'no',
    direction,
    share: share === null ? 'none' : format.percent(share),
  });
}

/** A change that rounds to no percent is none. */
const leastChange = 0.005;

/**
 * Where a figure went, and by which share of what it was, 0–1 or beyond; the share is null where it began at nothing or below,
 * or changed its sign.
 */
export function changeBetween(
  first: number,
  last: number,
): { direction: 'up' | 'down' | 'same'; share: number | null } {
  const share = first > 0 && last >= 0 ? Math.abs(last - first) / first : null;
  const same = share === null ? first === last : share < leastChange;
  if (same) return { direction: 'same', share: null };
  return { direction: last > first ? 'up' : 'down', share };
}

/** An answer first, then the rest of what there is to say. */
export function answerFirst(
  answer: string | undefined,
  rest: string,
  { say }: Pick<CommandContext, 'say'>,
): string {
  return answer === undefined ? rest : say('answers.first', { answer, rest });
}
