import { logContact } from '../../store/actions/log-contact.ts';
import { type InteractionKind, roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { type ContactKind, contact } from '../arguments/contact.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { day } from '../arguments/day.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { note } from '../arguments/note.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';

const interactionOf: Record<ContactKind, InteractionKind> = {
  called: 'call',
  met: 'meeting',
  emailed: 'email',
  visited: 'visit',
};

const intent = 'customer.log';

/**
 * Keeps a contact with a customer, with a note and a follow-up where they are said; a sentence that is not plain is asked
 * about first. `data`: `customer` (the bank's id), `kind` (`call`, `meeting`, `email`, `visit`), `note` or null, `followUp`
 * (an ISO date or null), `logged` (false where it was asked first, or was in the log already), `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  everyday: true,
  arguments: {
    customer: customer(),
    contactKind: contact(),
    note: optional(note()),
    due: optional(day('followUp')),
  },
  changes: true,
  allowed: roles,
  async run(context, { customer: customerId, contactKind: said, note: noted = null, due = null }) {
    const { store, scope, say, format, locale } = context;
    const card = await namedCustomer(context, customerId);
    const kind = interactionOf[said];
    const figures = { kind: said, name: customerName(card, locale) };
    const id = customerInSlashForm(card.externalId);
    const data = { customer: card.externalId, kind, note: noted, followUp: due };
    if (!context.sure) {
      const command = [
        `log ${id} ${said}`,
        ...(noted === null ? [] : [inQuotationMarks(noted)]),
        ...(due === null ? [] : [`follow-up ${due}`]),
      ].join(' ');
      const reply = askFirstReply(context, {
        summary: say('customer-log.ask', figures),
        label: say('customer-log.actions.log'),
        command,
      });
      return { reply, data: { ...data, logged: false, action: null }, seen: [card.id] };
    }
    const { action } = await logContact(store.db, scope, actingOf(context, intent), {
      customerId,
      kind,
      note: noted,
      followUpOn: due,
    });
    const logged = action !== null;
    const reply = changedReply(context, action, {
      title: say('customer-log.title', { name: figures.name }),
      summary: say(logged ? 'customer-log.summary' : 'customer-log.already', figures),
      details: [
        ...(noted === null ? [] : [say('customer-log.noted', { note: noted })]),
        ...(due === null || !logged
          ? []
          : [say('customer-log.followUp', { day: format.day(due) })]),
      ],
      actions: actions(context, { id, hasFollowUp: due !== null, logged }),
    });
    return { reply, data: { ...data, logged, action }, seen: [card.id] };
  },
});

function actions(
  { say }: CommandContext,
  { id, hasFollowUp, logged }: { id: string; hasFollowUp: boolean; logged: boolean },
) {
  return [
    ...(hasFollowUp || !logged
      ? []
      : [{ label: say('customer-log.actions.remind'), command: `remind ${id} +1w` }]),
    { label: say('customer-log.actions.history'), command: `history ${id}` },
  ];
}
