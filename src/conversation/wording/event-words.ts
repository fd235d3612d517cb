import type { ToldEvent } from '../../store/money-events/told-event.ts';
import type { CommandContext } from '../command-context.ts';
import { productName } from './offer-words.ts';

/** How many days back an unusual sum is told by, where so many are known. */
const halfYear = 180;

/** What befell a customer, in one sentence. */
export function eventSentence(
  event: ToldEvent,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  const day = format.day(event.day);
  switch (event.kind) {
    case 'income': {
      const { before, now, lastOn } = event.figures;
      const words = { before: format.money(before), lastOn: format.day(lastOn) };
      return now <= 0
        ? say('event-words.income.stopped', words)
        : say('event-words.income.fell', { ...words, now: format.money(now) });
    }
    case 'inflow':
    case 'outflow': {
      const { amount, usual, days = halfYear } = event.figures;
      const words = {
        amount: format.money(amount),
        usual: format.money(usual),
        day,
        span: days < halfYear ? ('days' as const) : ('halfYear' as const),
        days,
      };
      return say(`event-words.${event.kind}`, words);
    }
    case 'to-other-bank': {
      const { amount, bank } = event.figures;
      return say('event-words.toOtherBank', { amount: format.money(amount), bank, day });
    }
    case 'deposit-maturing': {
      const { amount, maturesOn } = event.figures;
      const words = { product: productName(event.figures, { say }), on: format.day(maturesOn) };
      return amount === null
        ? say('event-words.maturing.unknown', words)
        : say('event-words.maturing.sum', { ...words, amount: format.money(amount) });
    }
    case 'loan-repaid': {
      const { amount, closedOn, dueOn } = event.figures;
      const words = {
        product: productName(event.figures, { say }),
        on: format.day(closedOn),
        due: format.day(dueOn),
      };
      return amount === null
        ? say('event-words.repaid.unknown', words)
        : say('event-words.repaid.sum', { ...words, amount: format.money(amount) });
    }
    case 'awake':
      return say('event-words.awake', { day, days: event.figures.silentDays });
    case 'complaint': {
      const { on, resolved } = event.figures;
      return say('event-words.complaint', {
        on: format.day(on),
        resolved: resolved ? 'yes' : 'no',
      });
    }
    case 'complaint-waiting': {
      const { on, days } = event.figures;
      return say('event-words.waiting', { on: format.day(on), days });
    }
    case 'anniversary': {
      const { on, years } = event.figures;
      return say('event-words.anniversary', { on: format.day(on), years });
    }
  }
}
