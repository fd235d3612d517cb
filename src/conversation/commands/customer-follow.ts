import { followCustomer } from '../../store/actions/follows.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const intent = 'customer.follow';

/**
 * Has the asker told when the tier, the segment or the risk of a customer changes: in their inbox after the run, and in their
 * digest. `data`: `customer` (the bank's id), `following` (false where it was asked first), `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer() },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId }) {
    const { store, scope, run, say, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const name = customerName(card, locale);
    const data = { customer: card.externalId };
    if (!context.sure) {
      const reply = askFirstReply(context, {
        summary: say('customer-follow.ask', { name }),
        label: say('customer-follow.actions.follow'),
        command: `follow ${id}`,
      });
      return { reply, data: { ...data, following: false, action: null }, seen: [card.id] };
    }
    const acting = actingOf(context, intent);
    const { action } = await followCustomer(store.db, scope, acting, { customerId, run });
    const reply = changedReply(context, action, {
      title: say('customer-follow.title', { name }),
      summary: say(action === null ? 'customer-follow.already' : 'customer-follow.summary', {
        name,
      }),
      actions: [{ label: say('customer-unfollow.button'), command: `unfollow ${id}` }],
    });
    return { reply, data: { ...data, following: true, action }, seen: [card.id] };
  },
});
