import type { Action } from '../conversation/reply.ts';
import { voteCommand } from '../conversation/votes/read-vote.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';

/**
 * The buttons that say whether an answer was helpful; none for a message that is no answer.
 * @param votable the key of the answer
 */
export const voteActions = (votable: string | undefined, locale: Locale): Action[] =>
  votable === undefined
    ? []
    : ([true, false] as const).map((helpful) => ({
        label: sayIn(locale)(helpful ? 'votes.buttons.helpful' : 'votes.buttons.notHelpful'),
        command: voteCommand(votable, helpful),
      }));
