import { remind } from '../../store/actions/follow-ups.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { day } from '../arguments/day.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { note } from '../arguments/note.ts';
import { defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.remind';

/**
 * Has the asker follow a customer up on a day: it is in their tasks, in `book` and in their digest from then on. `data`:
 * `customer` (the bank's id), `due` (an ISO date), `note` or null, `item` (its number, null where it was asked first),
 * `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), due: day('due', { alone: true }), note: optional(note()) },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, due: dueOn, note: noted = null }) {
    const { store, scope, say, format, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const figures = { name: customerName(card, locale), day: format.weekday(dueOn) };
    const data = { customer: card.externalId, due: dueOn, note: noted };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-remind.ask', figures),
        label: say('customer-remind.actions.remind'),
        command: `remind ${id}${noted === null ? '' : ` ${inQuotationMarks(noted)}`} due=${dueOn}`,
      });
      return { reply, data: { ...data, item: null, action: null }, seen: [card.id] };
    }
    const { action, result } = await remind(store.db, scope, actingOf(context, intent), {
      customerId,
      dueOn,
      note: noted,
    });
    const reply = changedReply(context, action, {
      title: say('customer-remind.title', figures),
      summary: say(
        action === null ? 'customer-remind.already' : 'customer-remind.summary',
        figures,
      ),
      details: noted === null ? [] : [say('customer-log.noted', { note: noted })],
      actions: [{ label: say('task-list.button'), command: 'tasks' }],
    });
    return { reply, data: { ...data, item: result.id, action }, seen: [card.id] };
  },
});
