import type { Say } from '../../language/messages.ts';
import { todayIn } from '../../language/today.ts';
import type { DueItem } from '../../store/actions/due-items.ts';
import type {
  EndedOpportunity,
  Interaction,
  OpenItem,
  OpenOpportunityOf,
} from '../../store/customers/customer-history.ts';
import type { FollowUpKind } from '../../store/kinds.ts';
import type { CommandContext } from '../command-context.ts';

type Reader = Pick<CommandContext, 'say' | 'format' | 'timezone' | 'now'>;

/** A contact or a complaint in a line: when, what, with whom, and the note. */
export function interactionInWords(
  { at, kind, note, manager, resolvedAt }: Interaction,
  { say, format, timezone }: Reader,
): string {
  const day = format.day(todayIn(timezone, new Date(at)));
  const what = say('history-words.kind', { kind });
  const said =
    manager === null
      ? say('history-words.contact', { day, what })
      : say('history-words.contactBy', { day, what, manager });
  const state =
    kind !== 'complaint'
      ? ''
      : resolvedAt === null
        ? say('history-words.unresolved')
        : say('history-words.resolved', {
            day: format.day(todayIn(timezone, new Date(resolvedAt))),
          });
  const told = state === '' ? said : say('history-words.joined', { before: said, after: state });
  return note === null ? told : say('history-words.noted', { before: told, note });
}

/** What is still to be done, in a line: what, when it is due, and whose it is unless the reader's own. */
export function openItemInWords(
  item: Pick<OpenItem, 'kind' | 'note' | 'dueOn' | 'owner'> & { own: boolean },
  { say, format, timezone, now }: Reader,
): string {
  const due = dueInWords(item.dueOn, { say, format, timezone, now });
  const what = followUpName(item.kind, say);
  const said = item.own
    ? say('history-words.ownItem', { what, due })
    : say('history-words.itemOf', { what, due, owner: item.owner });
  return item.note === null ? said : say('history-words.noted', { before: said, note: item.note });
}

/** What is to be done, in a word or two. */
export function followUpName(kind: FollowUpKind, say: Say): string {
  return say('history-words.item', { kind: kind === 'follow-up' ? 'followUp' : kind });
}

/** When something is due, as seen from the reader's today. */
export function dueInWords(dueOn: string, { say, format, timezone, now }: Reader): string {
  const today = todayIn(timezone, now);
  const day = format.day(dueOn);
  if (dueOn === today) return say('history-words.dueToday');
  return dueOn < today ? say('history-words.overdue', { day }) : say('history-words.due', { day });
}

/** What is due, in a few words: what is to be done, or the opportunity that was to close. */
export function dueItemName(
  { kind, product }: Pick<DueItem, 'kind' | 'product'>,
  say: Say,
): string {
  if (kind !== 'opportunity') return followUpName(kind, say);
  return say('history-words.dueOpportunity', {
    product: product === null ? '' : say(`products.${product}`),
  });
}

/** When a due thing is due; of an opportunity, that it was to close. */
export const dueItemDay = ({ kind, dueOn }: Pick<DueItem, 'kind' | 'dueOn'>, reader: Reader) =>
  kind === 'opportunity' ? closingInWords(dueOn, reader) : dueInWords(dueOn, reader);

/** When an opportunity is to close, or that it was to, as seen from the reader's today. */
export function closingInWords(closesOn: string, { say, format, timezone, now }: Reader): string {
  const today = todayIn(timezone, now);
  const day = format.day(closesOn);
  if (closesOn === today) return say('history-words.closingToday');
  return say(closesOn < today ? 'history-words.closingPassed' : 'history-words.closing', { day });
}

/** An open opportunity in a line: the product, how far it is, how much, when it closes or was to, and what comes next. */
export function opportunityInWords(
  { product, stage, amount, closesOn, nextStep, owner, own }: OpenOpportunityOf & { own: boolean },
  { say, format, timezone, now }: Reader,
): string {
  const today = todayIn(timezone, now);
  const said = say('history-words.opportunity', {
    product: say(`products.${product}`),
    stage: say(`history-words.stage.${stage}`),
    amount: amount === null ? 'none' : format.money(amount),
    state: closesOn === null ? 'none' : closesOn < today ? 'overdue' : 'due',
    day: closesOn === null ? '' : format.day(closesOn),
  });
  const opportunity = own ? said : say('history-words.opportunityOf', { opportunity: said, owner });
  return nextStep === null
    ? opportunity
    : say('history-words.opportunityStep', { opportunity, step: nextStep });
}

/** An opportunity that is over, in a line. */
export function endedInWords(
  { product, stage, amount, at }: EndedOpportunity,
  { say, format, timezone }: Reader,
): string {
  return say('history-words.ended', {
    day: format.day(todayIn(timezone, new Date(at))),
    stage,
    product: say(`products.${product}`),
    amount: amount === null ? 'none' : format.money(amount),
  });
}
