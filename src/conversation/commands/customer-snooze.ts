import { snooze } from '../../store/actions/follow-ups.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { day } from '../arguments/day.ts';
import { defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { followUpName } from '../wording/history-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.snooze';

/**
 * Puts off what the asker has open with a customer; where nothing is, they are reminded then. `data`: `customer` (the bank's
 * id), `until` (an ISO date), `putOff` (how many, null where it was asked first), `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), due: day('until', { alone: true }) },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, due: until }) {
    const { store, scope, say, format, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const figures = { name: customerName(card, locale), day: format.weekday(until) };
    const data = { customer: card.externalId, until };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-snooze.ask', figures),
        label: say('customer-snooze.actions.snooze'),
        command: `snooze ${id} until ${until}`,
      });
      return { reply, data: { ...data, putOff: null, action: null }, seen: [card.id] };
    }
    const { action, result } = await snooze(store.db, scope, actingOf(context, intent), {
      customerId,
      until,
    });
    const { putOff } = result;
    const reply = changedReply(context, action, {
      title: say('customer-snooze.title', figures),
      summary:
        putOff.length === 0
          ? say('customer-remind.summary', figures)
          : say('customer-snooze.summary', { ...figures, count: putOff.length }),
      details: putOff.map(({ kind, note }) =>
        note === null
          ? followUpName(kind, say)
          : say('history-words.noted', { before: followUpName(kind, say), note }),
      ),
      actions: [{ label: say('task-list.button'), command: 'tasks' }],
    });
    return { reply, data: { ...data, putOff: putOff.length, action }, seen: [card.id] };
  },
});
