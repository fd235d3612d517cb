import type { Say } from '../../language/messages.ts';
import { todayIn } from '../../language/today.ts';
import type { Interaction, OpenItem } from '../../store/customers/customer-history.ts';
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
