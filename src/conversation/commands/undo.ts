import {
  lookUpUndo,
  type ToldAction,
  type Undoing,
  undoAction,
  undoableActions,
} from '../../store/actions/undo-action.ts';
import { customersCalled } from '../../store/conversation/answers-before.ts';
import { roles } from '../../store/kinds.ts';
import { actionNumber } from '../arguments/number.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { changeName } from '../wording/change-names.ts';
import { askFirstReply } from '../wording/changed-reply.ts';
import { customerTitle } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * Undoes the asker's own last change, or the one of a number, where it is not older than five minutes. `data`: `outcome`
 * (`undone`, `already` by another message just before, `late`, `overtaken`, `moved`, `gone`, `nothing`, or `asked` where the sentence was not plain), `action` (its number) and
 * `undone` (the intent that made it), null where there is none.
 */
export default defineCommand({
  intent: 'undo',
  group: 'acting',
  everyday: true,
  arguments: { number: actionNumber() },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { number: id }) {
    const { store, principal, scope, now, say } = context;
    let undoing: Undoing;
    if (context.sure) undoing = await undoAction(store.db, principal.managerId, { scope, now, id });
    else {
      // Whatever is found, nothing is undone before the asker says so.
      const found = await lookUpUndo(store.db, principal.managerId, { now, id });
      if (found.outcome === 'undoable') return askedFirst(found.action, context);
      undoing = found;
    }
    const action = 'action' in undoing ? undoing.action : undefined;
    const others = (await undoableActions(store.db, principal.managerId, now)).slice(0, 3);
    const { named, seen } = await naming([...(action ? [action] : []), ...others], context);
    return {
      reply: plainReply(
        say(undoing.outcome === 'undone' ? 'undo.title.undone' : 'undo.title.not'),
        outcomeInWords(undoing, context, { named, next: others[0] }),
        others.map((each) => ({
          label: say('undo.actions.also', { what: named(each) }),
          command: `undo ${each.id}`,
        })),
      ),
      data: {
        outcome: undoing.outcome,
        action: action?.id ?? null,
        undone: undoing.outcome === 'undone' ? undoing.action.intent : null,
      },
      seen,
    };
  },
});

/** Asks whether a change is to be undone, and undoes nothing. */
async function askedFirst(action: ToldAction, context: CommandContext) {
  const { say } = context;
  const { named, seen } = await naming([action], context);
  const reply = askFirstReply(context, {
    summary: say('undo.ask.summary', { what: named(action) }),
    label: say('undo.actions.undo'),
    command: `undo ${action.id}`,
  });
  return { reply, data: { outcome: 'asked', action: action.id, undone: null }, seen };
}

type NameOf = (action: ToldAction) => string;

/** How changes are called, with the customers whom they were about as far as the asker may see them now. */
async function naming(
  of: readonly ToldAction[],
  { store, scope, say, format, locale }: CommandContext,
): Promise<{ named: NameOf; seen: number[] }> {
  const ids = [...new Set(of.flatMap(({ customerIds }) => customerIds))];
  const called = await customersCalled(store.db, scope, ids);
  const named: NameOf = ({ intent, customerIds }) => {
    const what = changeName(intent, locale);
    const whom = customerIds.flatMap((id) => {
      const customer = called.get(id);
      return customer === undefined ? [] : [customerTitle(customer, locale)];
    });
    return whom.length === 0 ? what : say('undo.about', { what, whom: format.list(whom) });
  };
  return { named, seen: [...called.keys()] };
}

function outcomeInWords(
  undoing: Undoing,
  { say, format }: CommandContext,
  { named, next }: { named: NameOf; next: ToldAction | undefined },
): string {
  if (!('action' in undoing)) return say(`undo.${undoing.outcome}`);
  const { outcome, action } = undoing;
  const figures = { what: named(action), when: format.moment(action.at) };
  if (outcome !== 'already') return say(`undo.${outcome}`, figures);
  return next === undefined
    ? say('undo.alreadyAll', figures)
    : say('undo.already', { ...figures, next: named(next), number: String(next.id) });
}
