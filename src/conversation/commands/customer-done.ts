import { closeFollowUp, type FollowUp } from '../../store/actions/follow-ups.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { itemNumber } from '../arguments/number.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { dueInWords, followUpName } from '../wording/history-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.done';

/**
 * Closes what the asker has open with a customer; where several are open, it is asked which. `data`: `customer` (the bank's
 * id), `outcome` (`done`, `several`, `none`, or `asked` where the sentence was not plain), `item` (its number) or null,
 * `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), item: itemNumber() },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, item }) {
    const { store, scope, say, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const name = customerName(card, locale);
    const data = { customer: card.externalId };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-done.ask', { name }),
        label: say('customer-done.actions.done'),
        command: `done ${id}`,
      });
      return {
        reply,
        data: { ...data, outcome: 'asked', item: null, action: null },
        seen: [card.id],
      };
    }
    const acting = actingOf(context, intent);
    const { action, result } = await closeFollowUp(store.db, scope, acting, {
      customerId,
      id: item,
    });
    const { outcome } = result;
    const title = say('customer-done.title', { name });
    const reply =
      outcome === 'done'
        ? changedReply(context, action, {
            title,
            summary: say('customer-done.summary', {
              what: inWords(result.followUp, context),
            }),
            actions: [{ label: say('task-list.button'), command: 'tasks' }],
          })
        : outcome === 'several'
          ? plainReply(
              say('customer-done.which.title'),
              say('customer-done.which.summary', { name, count: result.open.length }),
              result.open.slice(0, 5).map((each) => ({
                label: inWords(each, context),
                command: `done ${id} item=${each.id}`,
              })),
            )
          : plainReply(title, say('customer-done.none', { name }), [
              { label: say('task-list.button'), command: 'tasks' },
              { label: say('customer-log.actions.history'), command: `history ${id}` },
            ]);
    const closed = outcome === 'done' ? result.followUp.id : null;
    return { reply, data: { ...data, outcome, item: closed, action }, seen: [card.id] };
  },
});

function inWords({ kind, note, dueOn }: FollowUp, context: CommandContext): string {
  const { say } = context;
  const said = say('history-words.ownItem', {
    what: followUpName(kind, say),
    due: dueInWords(dueOn, context),
  });
  return note === null ? said : say('history-words.noted', { before: said, note });
}
