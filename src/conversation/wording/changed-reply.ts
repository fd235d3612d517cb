import type { CommandContext } from '../command-context.ts';
import type { Action, Reply } from '../reply.ts';
import { plainReply } from './fallback-replies.ts';

/** What a reply to a change says: what was done, and what else to do. */
export type Changed = { title: string; summary: string; details?: string[]; actions?: Action[] };

/**
 * Tells that something was changed, with a button that undoes it.
 * @param action the number of the action; null where everything stood so already
 */
export function changedReply(
  { say }: Pick<CommandContext, 'say'>,
  action: number | null,
  { title, summary, details = [], actions = [] }: Changed,
): Reply {
  const undo = { label: say('undo.actions.undo'), command: `undo ${action}` };
  return plainReply(title, summary, action === null ? actions : [undo, ...actions], details);
}

/** Says what is about to be done, and does it at the press of a button: for a question that is not plain. */
export function askFirstReply(
  { say }: Pick<CommandContext, 'say'>,
  { summary, label, command }: { summary: string; label: string; command: string },
): Reply {
  return plainReply(
    say('undo.ask.title'),
    summary,
    [
      { label, command },
      { label: say('fallback.help'), command: 'help' },
    ],
    [say('undo.ask.nothingYet')],
  );
}

/** An action of the asker's by a command, at the moment it is asked. */
export function actingOf(
  { principal, now }: CommandContext,
  intent: string,
): { managerId: number; at: Date; intent: string } {
  return { managerId: principal.managerId, at: now, intent };
}
