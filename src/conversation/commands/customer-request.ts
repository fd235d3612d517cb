import { dayMeant } from '../../language/day-ahead.ts';
import { todayIn } from '../../language/today.ts';
import { openRequest } from '../../store/actions/follow-ups.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { day } from '../arguments/day.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { note } from '../arguments/note.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.request';
/** By when a request is due of which nobody says so. */
const usually = '+1w';

/**
 * Keeps what a customer asked for, as something that the asker has to do by a day: it is in their tasks, in `book`, in their
 * digest and in the customer's brief until it is done. `data`: `customer` (the bank's id), `request` (what was asked for),
 * `due` (an ISO date), `item` (its number, null where it was asked first), `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), note: note(), due: optional(day('due')) },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, note: noted, due = inAWeek(context) }) {
    const { store, scope, say, format, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const name = customerName(card, locale);
    const data = { customer: card.externalId, request: noted };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-request.ask', { name, request: noted, day: format.day(due) }),
        label: say('customer-request.actions.request'),
        command: `request ${id} ${inQuotationMarks(noted)} due=${due}`,
      });
      return { reply, data: { ...data, due, item: null, action: null }, seen: [card.id] };
    }
    const { action, result } = await openRequest(store.db, scope, actingOf(context, intent), {
      customerId,
      dueOn: due,
      note: noted,
    });
    const figures = { name, day: format.day(result.dueOn) };
    const reply = changedReply(context, action, {
      title: say('customer-request.title', figures),
      summary: say(
        action === null ? 'customer-request.already' : 'customer-request.summary',
        figures,
      ),
      details: [say('customer-log.noted', { note: noted })],
      actions: [
        {
          label: say('task-list.actions.done', { customer: name }),
          command: `done ${id} item=${result.id}`,
        },
        { label: say('task-list.button'), command: 'tasks' },
      ],
    });
    return {
      reply,
      data: { ...data, due: result.dueOn, item: result.id, action },
      seen: [card.id],
    };
  },
});

function inAWeek({ timezone, now }: Pick<CommandContext, 'timezone' | 'now'>): string {
  const due = dayMeant(usually, todayIn(timezone, now));
  if (due === undefined) throw new Error('A week ahead is a day.');
  return due;
}
