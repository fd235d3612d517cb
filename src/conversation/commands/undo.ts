import {
  type ToldAction,
  type Undoing,
  undoAction,
  undoableActions,
} from '../../store/actions/undo-action.ts';
import { roles } from '../../store/kinds.ts';
import { actionNumber } from '../arguments/number.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Action } from '../reply.ts';
import { changeName } from '../wording/change-names.ts';
import { askFirstReply } from '../wording/changed-reply.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * Undoes the asker's own last change, or the one of a number, where it is not older than five minutes. `data`: `outcome`
 * (`undone`, `late`, `overtaken`, `moved`, `gone`, `nothing`, or `asked` where the sentence was not plain), `action` (its number) and
 * `undone` (the intent that made it), null where there is none.
 */
export default defineCommand({
  intent: 'undo',
  group: 'acting',
  everyday: true,
  arguments: { number: actionNumber() },
  changes: true,
  allowed: roles,
  async run(context, { number: id }) {
    const { store, principal, now, say } = context;
    const left = () => undoableActions(store.db, principal.managerId, now);
    if (!context.sure) {
      const [last] = await left();
      if (last !== undefined) {
        const reply = askFirstReply(context, {
          summary: say('undo.ask.summary', { what: changeName(last.intent, context.locale) }),
          label: say('undo.actions.undo'),
          command: `undo ${last.id}`,
        });
        return { reply, data: { outcome: 'asked', action: last.id, undone: null }, seen: [] };
      }
    }
    const undoing = await undoAction(store.db, principal.managerId, {
      scope: context.scope,
      now,
      id,
    });
    const action = 'action' in undoing ? undoing.action : undefined;
    return {
      reply: plainReply(
        say(undoing.outcome === 'undone' ? 'undo.title.undone' : 'undo.title.not'),
        outcomeInWords(undoing, context),
        (await left()).slice(0, 3).map((each) => undoButton(each, context)),
      ),
      data: {
        outcome: undoing.outcome,
        action: action?.id ?? null,
        undone: undoing.outcome === 'undone' ? undoing.action.intent : null,
      },
      seen: [],
    };
  },
});

function outcomeInWords(undoing: Undoing, { say, format, locale }: CommandContext): string {
  switch (undoing.outcome) {
    case 'nothing':
      return say('undo.nothing');
    case 'gone':
      return say('undo.gone');
    default: {
      const { intent, at } = undoing.action;
      const figures = { what: changeName(intent, locale), when: format.moment(at) };
      if (undoing.outcome === 'undone') return say('undo.undone', figures);
      return say(`undo.${undoing.outcome}`, figures);
    }
  }
}

const undoButton = ({ id, intent }: ToldAction, { say, locale }: CommandContext): Action => ({
  label: say('undo.actions.also', { what: changeName(intent, locale) }),
  command: `undo ${id}`,
});
