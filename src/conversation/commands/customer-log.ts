import { momentOn, todayIn } from '../../language/today.ts';
import { logContact } from '../../store/actions/log-contact.ts';
import { type InteractionKind, roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { type ContactKind, contact } from '../arguments/contact.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { day } from '../arguments/day.ts';
import { dayBehind } from '../arguments/day-behind.ts';
import { inQuotationMarks } from '../arguments/line.ts';
import { note } from '../arguments/note.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { productInNote } from '../understanding/mentions/opportunity.ts';
import { speaksOfFollowUp } from '../understanding/mentions/statement.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { namedCustomer } from '../wording/named-customer.ts';
import { opportunityCommand } from '../wording/opportunity-command.ts';

const interactionOf: Record<ContactKind, InteractionKind> = {
  called: 'call',
  met: 'meeting',
  emailed: 'email',
  visited: 'visit',
  calledMe: 'call',
  emailedMe: 'email',
  visitedMe: 'visit',
};

const intent = 'customer.log';

/**
 * Keeps a contact with a customer, with a note and a follow-up where they are said; a sentence that is not plain is asked
 * about first. `data`: `customer` (the bank's id), `kind` (`call`, `meeting`, `email`, `visit`), `on` (the ISO date
 * of the contact), `note` or null, `followUp` (an ISO date or null), `logged` (false where it was asked first, or was in the log already), `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  everyday: true,
  arguments: {
    customer: customer(),
    contactKind: contact(),
    on: optional(dayBehind()),
    note: optional(note()),
    due: optional(day('followUp')),
  },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(
    context,
    { customer: customerId, contactKind: said, on, note: typed = null, due = null },
  ) {
    const { store, scope, say, format, locale, timezone, now } = context;
    const card = await namedCustomer(context, customerId);
    const kind = interactionOf[said];
    const name = customerName(card, locale);
    const today = todayIn(timezone, now);
    const day = on ?? today;
    const noted = noteOf(context, said, typed);
    const figures = {
      told: say('customer-log.told', { kind: said, name }),
      day: format.weekday(day),
    };
    const id = customerInSlashForm(card.externalId);
    const data = { customer: card.externalId, kind, on: day, note: noted, followUp: due };
    if (!context.sure) {
      const command = [
        `log ${id} ${contact().write(said)} on=${day}`,
        ...(typed === null ? [] : [inQuotationMarks(typed)]),
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
      on: day === today ? null : momentOn(day, timezone),
      note: noted,
      followUpOn: due,
    });
    const logged = action !== null;
    const unread = logged && due === null && typed !== null && speaksOfFollowUp(typed);
    const reply = changedReply(context, action, {
      title: say('customer-log.title', { name }),
      summary: say(logged ? 'customer-log.summary' : 'customer-log.already', figures),
      details: [
        ...(noted === null ? [] : [say('customer-log.noted', { note: noted })]),
        ...(due === null || !logged
          ? []
          : [say('customer-log.followUp', { day: format.weekday(due) })]),
        ...(unread ? [say('customer-log.noDay', { id: card.externalId })] : []),
      ],
      actions: actions(context, { id, note: typed, hasFollowUp: due !== null, logged, unread }),
    });
    return { reply, data: { ...data, logged, action }, seen: [card.id] };
  },
});

/** The note as it is kept: where the customer came to the asker, it begins with that. */
function noteOf({ say }: CommandContext, kind: ContactKind, note: string | null): string | null {
  if (kind !== 'calledMe' && kind !== 'emailedMe' && kind !== 'visitedMe') return note;
  const by = say('customer-log.byCustomer', { kind });
  return note === null ? by : say('customer-log.byCustomerNoted', { by, note });
}

function actions(
  { say }: CommandContext,
  {
    id,
    note,
    hasFollowUp,
    logged,
    unread,
  }: {
    id: string;
    note: string | null;
    hasFollowUp: boolean;
    logged: boolean;
    unread: boolean;
  },
) {
  const found = note === null || !logged ? undefined : productInNote(note);
  return [
    ...(found === undefined
      ? []
      : [
          {
            label: say(`customer-opportunity.actions.${found.said}`, {
              product: say(`products.${found.product}`),
            }),
            command: opportunityCommand(
              id,
              found.product,
              found.said === 'declined' ? { stage: 'lost' } : {},
            ),
          },
        ]),
    ...(unread
      ? [{ label: say('customer-log.actions.remindTomorrow'), command: `remind ${id} +1d` }]
      : []),
    ...(hasFollowUp || !logged
      ? []
      : [{ label: say('customer-log.actions.remind'), command: `remind ${id} +1w` }]),
    { label: say('customer-log.actions.history'), command: `history ${id}` },
  ];
}
