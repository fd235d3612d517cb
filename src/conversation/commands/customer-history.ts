import { customerCard } from '../../store/customers/customer-card.ts';
import { customerHistory } from '../../store/customers/customer-history.ts';
import { roles } from '../../store/kinds.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { defineCommand } from '../command.ts';
import { historyExport } from '../export/customer-history.ts';
import { toRead } from '../export/exported.ts';
import { contactFacts } from '../wording/contact-facts.ts';
import { customerName, customerTitle } from '../wording/customer-words.ts';
import {
  endedInWords,
  interactionInWords,
  openItemInWords,
  opportunityInWords,
} from '../wording/history-words.ts';

const read = 50;
const shown = 10;

/**
 * What passed between the bank and a customer, the newest first, and what is still to be done. `data`: `customer` (the bank's
 * id), `phone`, `email` (null where not recorded) and `tags`, `interactions` with `at` (ISO 8601), `kind`, `note`, `manager` (their name) and `resolvedAt`, null where not recorded;
 * `open` with `kind`, `note`, `dueOn` (ISO date) and `owner`; open `opportunities` as `customer.brief` has them, and `ended`, those
 * won or lost, with `product`, `amount`, `stage` and `at`.
 */
export default defineCommand({
  intent: 'customer.history',
  group: 'one-customer',
  arguments: { customer: customer() },
  allowed: roles,
  async run(context, { customer: customerId }) {
    const { store, scope, run, principal, say, locale, asked } = context;
    const card = await customerCard(store.db, scope, run.id, customerId);
    const history = await customerHistory(store.db, scope, run.id, { customerId, limit: read });
    if (card === undefined || history === undefined)
      throw new Error('A customer left the scope while being read.');
    const { interactions, lastContact, open, opportunities, ended } = history;
    const name = customerName(card, locale);
    const id = customerInSlashForm(card.externalId);
    const more = interactions.length - shown;
    const isOwn = ({ ownerId }: { ownerId: number }) => ownerId === principal.managerId;
    const items = [
      ...open.map((item) => openItemInWords({ ...item, own: isOwn(item) }, context)),
      ...opportunities.map((each) => opportunityInWords({ ...each, own: isOwn(each) }, context)),
    ];
    const own = open.some(isOwn);
    return {
      reply: {
        title: say('customer-history.title', { customer: customerTitle(card, locale) }),
        summary:
          lastContact === null
            ? say('customer-history.never', { name })
            : say(asked?.form === 'when' ? 'answers.contactOn' : 'customer-history.last', {
                name,
                contact: interactionInWords({ ...lastContact, note: null }, context),
              }),
        facts: contactFacts(card, context),
        details: [
          ...(items.length === 0 ? [] : [say('customer-history.open'), ...items]),
          ...(interactions.length + ended.length === 0 ? [] : [say('customer-history.before')]),
          ...ended.map((each) => endedInWords(each, context)),
          ...interactions.slice(0, shown).map((each) => interactionInWords(each, context)),
          ...(more > 0 ? [say('customer-history.more', { more })] : []),
        ],
        charts: [],
        actions: [
          ...(own ? [{ label: say('customer-history.actions.done'), command: `done ${id}` }] : []),
          { label: say('customer-history.actions.value'), command: `customer ${id}` },
        ],
        visibility: 'asker',
      },
      data: {
        customer: card.externalId,
        phone: card.phone,
        email: card.email,
        tags: card.tags,
        interactions,
        open: open.map(({ kind, note, dueOn, owner }) => ({ kind, note, dueOn, owner })),
        opportunities: opportunities.map(({ ownerId: _, ...each }) => each),
        ended,
      },
      seen: [card.id],
      ...(interactions.length + open.length === 0
        ? {}
        : {
            async exported() {
              const all = { customerId, limit: toRead() };
              const whole = await customerHistory(store.db, scope, run.id, all);
              return historyExport(context, whole ?? history, card);
            },
          }),
    };
  },
});
