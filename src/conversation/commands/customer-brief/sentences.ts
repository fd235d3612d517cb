import { todayIn } from '../../../language/today.ts';
import type { Offer } from '../../../scoring/offers/what-to-offer.ts';
import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import type { CommandContext } from '../../command-context.ts';
import {
  interactionInWords,
  openItemInWords,
  opportunityInWords,
} from '../../wording/history-words.ts';
import { productName } from '../../wording/offer-words.ts';
import { dueDay, wordsOfStep } from '../../wording/step-words.ts';
import type { Brief } from './brief.ts';
import type { ToRaise } from './to-raise.ts';
import type { Change } from './what-changed.ts';

/** A change in one sentence. */
export function changeSentence(change: Change, context: CommandContext): string {
  const { say, format } = context;
  switch (change.what) {
    case 'balance':
      return say('customer-brief.changes.balance', {
        direction: change.to >= change.from ? 'up' : 'down',
        from: format.money(change.from),
        to: format.money(change.to),
        day: format.day(change.day),
      });
    case 'opened':
    case 'closed':
      return say(`customer-brief.changes.${change.what}`, {
        product: productName(change, context),
        day: format.day(change.day),
      });
    case 'incomeStopped':
      return say('customer-brief.changes.incomeStopped', {
        income: format.money(change.income),
        day: format.day(change.lastOn),
      });
    case 'deposit':
    case 'withdrawal':
      return say(`customer-brief.changes.${change.what}`, {
        amount: format.money(change.amount),
        share: format.percent(change.share),
      });
    case 'complaint':
      return say('customer-brief.changes.complaint', {
        day: format.day(change.day),
        resolved: change.resolved ? 'yes' : 'no',
      });
    case 'tier':
      return say('customer-brief.changes.tier', { ...change, day: format.day(change.day) });
    case 'segment':
      return say('customer-brief.changes.segment', { ...change, day: format.day(change.day) });
    case 'risk':
      return say('customer-brief.changes.risk', {
        from: format.percent(change.from),
        to: format.percent(change.to),
        day: format.day(change.day),
      });
  }
}

/** What is open with a customer: what is to be done, complaints that nobody follows yet, opportunities, and doubts of the risk. */
export function openSentences(
  context: CommandContext,
  { history, complaints }: Pick<Brief, 'history' | 'complaints'>,
): string[] {
  const { say, format, principal, timezone } = context;
  const { open, opportunities, notAtRisk } = history;
  return [
    ...open.map((item) =>
      openItemInWords({ ...item, own: item.ownerId === principal.managerId }, context),
    ),
    ...complaints.map((each) => interactionInWords(each, context)),
    ...opportunities.map((each) =>
      opportunityInWords({ ...each, own: each.ownerId === principal.managerId }, context),
    ),
    ...(notAtRisk === null
      ? []
      : [
          say('customer-brief.open.notAtRisk', {
            manager: notAtRisk.manager,
            day: format.day(todayIn(timezone, new Date(notAtRisk.until))),
            reason: notAtRisk.reason,
          }),
        ]),
  ];
}

/** Something to raise, with words to say. */
export function raiseSentence(
  context: CommandContext,
  {
    each,
    rank,
    card,
    offer,
  }: { each: ToRaise; rank: number; card: CustomerCard; offer: Offer | undefined },
): string {
  const { say, format } = context;
  if ('step' in each) {
    const { step, say: words } = wordsOfStep(each.step, card, context);
    return say('customer-brief.raise.step', {
      rank,
      what: step,
      words,
      owner: each.step.owner,
      day: format.day(dueDay(each.step, context)),
    });
  }
  const { topic } = each;
  if (topic === 'offer') {
    const product = offer === undefined ? '' : productName(offer, context);
    return say('customer-brief.raise.topic', {
      rank,
      what: say('customer-brief.topics.offer.what', { product }),
      words: say('customer-brief.topics.offer.say', { product }),
    });
  }
  return say('customer-brief.raise.topic', {
    rank,
    what: say(`customer-brief.topics.${topic}.what`),
    words: say(`customer-brief.topics.${topic}.say`),
  });
}
