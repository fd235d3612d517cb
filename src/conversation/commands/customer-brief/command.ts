import { customerChanges } from '../../../store/customers/customer-changes.ts';
import { customerHistory } from '../../../store/customers/customer-history.ts';
import { customerMonths } from '../../../store/customers/customer-months.ts';
import { roles } from '../../../store/kinds.ts';
import { customer } from '../../arguments/customer.ts';
import { defineCommand } from '../../command.ts';
import { customerFigures } from '../../customer-figures.ts';
import { customerOffers } from '../../customer-offers.ts';
import { departureOf } from '../../departure.ts';
import { stepData } from '../../wording/step-words.ts';
import { briefReply } from './reply.ts';
import { toRaise } from './to-raise.ts';
import { sinceOf, whatChanged } from './what-changed.ts';

const monthsLookedBack = 24;
const interactionsRead = 200;

/**
 * One page before a call or a meeting. `data`: what `customer.value` gives, and `holds` (kinds of product); `satisfaction` 0–1 or
 * null; `lastContact` as `history` has it, or null; `since` (the `day` from which changes are told; `contact`: whether that is the
 * last contact's); `changes`, each with `what` and its figures; `open`: `items` as `history` has them, unresolved `complaints` and
 * `opportunities`; `raise`: what to raise, each a `playbook` with its step, or a `topic`; `offers` and `excluded` with `product`, as
 * `recommend` has them.
 */
export default defineCommand({
  intent: 'customer.brief',
  everyday: true,
  group: 'one-customer',
  arguments: { customer: customer() },
  allowed: roles,
  async run(context, { customer: id }) {
    const { store, scope, run, principal } = context;
    const figures = await customerFigures(context, id);
    const { card, steps } = figures;
    const history = await customerHistory(store.db, scope, run.id, {
      customerId: id,
      limit: interactionsRead,
    });
    if (history === undefined) throw new Error('A customer left the scope while being read.');
    const since = sinceOf(history, context);
    const changes = await customerChanges(store.db, scope, {
      run,
      customerId: id,
      since: since.day,
    });
    if (changes === undefined) throw new Error('A customer left the scope while being read.');
    const months = await customerMonths(store.db, scope, run.id, id, monthsLookedBack);
    const offers = await customerOffers(context, card);
    const changed = whatChanged(since, { card, months, changes, history }, context);
    const complaints = history.interactions.filter(
      ({ kind, resolvedAt }) => kind === 'complaint' && resolvedAt === null,
    );
    const departed = departureOf(card, context);
    const balance = changed.find(({ what }) => what === 'balance');
    const raise = toRaise({
      departed: departed?.because ?? null,
      steps,
      openComplaint: complaints.length > 0,
      ownPromise: history.open.some(({ ownerId }) => ownerId === principal.managerId),
      incomeStopped: changes.facts?.income_stopped === true,
      balanceChange:
        balance?.what === 'balance' && balance.from > 0 ? balance.to / balance.from - 1 : null,
      productClosed: changed.some(({ what }) => what === 'closed'),
      satisfaction: card.value?.satisfaction ?? null,
      atRisk: (card.value?.churnProbability ?? 0) >= run.atRisk,
      offer: offers.offers.length > 0,
    });
    const brief = {
      figures,
      months,
      departed,
      history,
      complaints,
      since,
      changed,
      raise,
      offers,
      held: changes.holdings.filter(({ closedOn }) => closedOn === null),
    };
    return {
      reply: briefReply(context, brief),
      data: {
        ...figures.data,
        satisfaction: card.value?.satisfaction ?? null,
        holds: [...new Set(brief.held.map(({ product }) => product))],
        lastContact: history.lastContact,
        since,
        changes: changed,
        open: {
          items: history.open.map(({ kind, note, dueOn, owner }) => ({ kind, note, dueOn, owner })),
          complaints: complaints.map(({ at, note }) => ({ at, note })),
          opportunities: history.opportunities,
        },
        raise: raise.map((each) =>
          'step' in each ? stepData(each.step, card, context) : { topic: each.topic },
        ),
        offers: offers.offers.map(({ product, label, yearly }) => ({ product, label, yearly })),
        excluded: offers.excluded,
      },
      seen: [card.id],
    };
  },
});
