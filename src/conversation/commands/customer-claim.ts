import { dayMeant } from '../../language/day-ahead.ts';
import { todayIn } from '../../language/today.ts';
import { claimCustomer } from '../../store/actions/claim-customer.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.claim';
/** Whoever looks after a customer at risk is asked how it went after this. */
const within = '+1w';

/**
 * Has the asker look after a customer at risk, so that colleagues see that somebody does. `data`: `customer` (the bank's id),
 * `outcome` (`claimed`, `already`, `taken` by a colleague, or `asked` where the sentence was not plain), `due` (an ISO date),
 * `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer() },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId }) {
    const { store, scope, run, say, format, locale, timezone, now } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const dueOn = dayMeant(within, todayIn(timezone, now));
    if (dueOn === undefined) throw new Error('A week from today is a day.');
    const figures = { name: customerName(card, locale), day: format.day(dueOn) };
    const data = { customer: card.externalId, due: dueOn };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-claim.ask', figures),
        label: say('customer-claim.actions.claim'),
        command: `claim ${id}`,
      });
      return { reply, data: { ...data, outcome: 'asked', action: null }, seen: [card.id] };
    }
    const { action, result } = await claimCustomer(store.db, scope, actingOf(context, intent), {
      customerId,
      dueOn,
      run,
    });
    const { outcome } = result;
    const reply = changedReply(context, action, {
      title: say('customer-claim.title', figures),
      summary:
        outcome === 'taken'
          ? say('customer-claim.taken', { ...figures, owner: result.owner })
          : say(
              outcome === 'claimed' ? 'customer-claim.summary' : 'customer-claim.already',
              figures,
            ),
      actions: [
        { label: say('customer-claim.actions.why'), command: `why ${id}` },
        { label: say('task-list.button'), command: 'tasks' },
      ],
    });
    return { reply, data: { ...data, outcome, action }, seen: [card.id] };
  },
});
