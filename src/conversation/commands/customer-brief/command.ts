import { customerChanges } from '../../../store/customers/customer-changes.ts';
import { customerHistory } from '../../../store/customers/customer-history.ts';
import { customerMonths } from '../../../store/customers/customer-months.ts';
import { roles } from '../../../store/kinds.ts';
import { lastOpinion } from '../../../store/opinions/themes.ts';
import { customer } from '../../arguments/customer.ts';
import { defineCommand } from '../../command.ts';
import { customerFigures } from '../../customer-figures.ts';
import { customerOffers } from '../../customer-offers.ts';
import { departureOf } from '../../departure.ts';
import { householdOf } from '../../household-figures.ts';
import { householdLine } from '../../wording/household-words.ts';
import { stepData } from '../../wording/step-words.ts';
import { closedLately, largeSumLeft, risingReasons } from './lately.ts';
import { briefReply } from './reply.ts';
import { toRaise } from './to-raise.ts';
import { comparedAspects, sinceOf, whatChanged } from './what-changed.ts';

const monthsShown = 12;
const interactionsRead = 200;

/**
 * One page before a call or a meeting. `data`: what `customer.value` gives, and `holds` (kinds of product); `lastContact` as `history` has it, or null; `lastOpinion` as `customer.value` has it, or null; `since` (the `day` from which
 * changes are told; `contact`: whether that is a contact's); `changes`, each with `what` and its figures; `compared`, what is known of
 * then and of now; `risingReasons`, what raises the risk, where it is up; `open`: `items` as `history` has them, unresolved `complaints` and
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
    const [months, offers, related, said] = await Promise.all([
      customerMonths(store.db, scope, run.id, id, monthsShown),
      customerOffers(context, card),
      householdOf(context, id),
      lastOpinion(store.db, scope, card.id, run.asOf),
    ]);
    const known = { card, changes, history };
    const changed = whatChanged(since, known, context);
    const compared = comparedAspects(since, known);
    const complaints = history.interactions.filter(
      ({ kind, resolvedAt }) => kind === 'complaint' && resolvedAt === null,
    );
    const departed = departureOf(card, context);
    const raise = toRaise({
      departed: departed?.because ?? null,
      steps,
      openComplaint: complaints.length > 0,
      ownPromise: history.open.some(({ ownerId }) => ownerId === principal.managerId),
      incomeStopped: changes.facts?.income_stopped === true,
      largeSumLeft: largeSumLeft(changes.facts),
      productClosed: closedLately(changed, run),
      satisfaction: card.value?.satisfaction ?? null,
      satisfactionEstimated: card.value?.satisfactionEstimated ?? false,
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
      compared,
      reasons: departed === null ? risingReasons({ card, changed, compared }, run) : [],
      said,
      related,
      raise,
      offers,
      held: changes.holdings.filter(({ closedOn }) => closedOn === null),
    };
    return {
      reply: briefReply(context, brief),
      data: {
        ...figures.data,
        holds: [...new Set(brief.held.map(({ product }) => product))],
        lastContact: history.lastContact,
        since,
        changes: changed,
        compared,
        risingReasons: brief.reasons,
        lastOpinion: said ?? null,
        open: {
          items: history.open.map(({ kind, note, dueOn, owner }) => ({ kind, note, dueOn, owner })),
          complaints: complaints.map(({ at, note }) => ({ at, note })),
          opportunities: history.opportunities.map(({ ownerId: _, ...each }) => each),
        },
        raise: raise.map((each) =>
          'step' in each ? stepData(each.step, card, context) : { topic: each.topic },
        ),
        offers: offers.offers.map(({ product, label, yearly }) => ({ product, label, yearly })),
        excluded: offers.excluded,
      },
      // What others of the household are worth is in its total.
      seen:
        householdLine(related, context) === undefined
          ? [card.id]
          : [...new Set([card.id, ...related.members.map((member) => member.id)])],
    };
  },
});
