import { todayIn } from '../../language/today.ts';
import { customerHistory, type OpenOpportunityOf } from '../../store/customers/customer-history.ts';
import { type OpportunityStage, type ProductKind, productKinds, roles } from '../../store/kinds.ts';
import {
  type ChangedOpportunity,
  changeOpportunity,
  isEnd,
} from '../../store/opportunities/change-opportunity.ts';
import { optional } from '../arguments/argument.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { product } from '../arguments/product.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { actingOf, askFirstReply, changedReply } from '../wording/changed-reply.ts';
import { customerName } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { namedCustomer } from '../wording/named-customer.ts';
import {
  opportunityCommand,
  type Said,
  saidOfOpportunity,
} from '../wording/opportunity-command.ts';

const intent = 'customer.opportunity';

/**
 * Opens an opportunity with a customer, or changes the open one of the product; won or lost, it is over, and the product is
 * noted as accepted or declined. Without a product, the one that is open is meant. `data`: `customer` (the bank's id), `product`
 * or null, `outcome` (`opened`, `changed`, `same`, `which` where the product is not clear, or `asked` where the sentence was not
 * plain, or ends what nobody opened), `opportunity` with `stage`, `amount`, `closesOn` (ISO) and `nextStep`, null where none was changed, `offer` (what the
 * product was noted as, or null) and `action` to undo or null.
 */
export default defineCommand({
  intent,
  group: 'acting',
  arguments: { customer: customer(), product: optional(product()), ...saidOfOpportunity },
  changes: true,
  asksItself: true,
  allowed: roles,
  async run(context, { customer: customerId, product: named, ...said }) {
    const { store, scope, run, locale } = context;
    const card = await namedCustomer(context, customerId);
    const id = customerInSlashForm(card.externalId);
    const name = customerName(card, locale);
    const history = await customerHistory(store.db, scope, run.id, { customerId, limit: 0 });
    if (history === undefined) throw new Error('A customer left the scope while being read.');
    const open = history.opportunities;
    const meant = named ?? (open.length === 1 ? open[0]?.product : undefined);
    const data = { customer: card.externalId, product: meant ?? null, offer: null };
    const nothing = { ...data, opportunity: null, action: null };
    if (meant === undefined) {
      const reply = whichProduct(context, { id, name, open, said });
      return { reply, data: { ...nothing, outcome: 'which' }, seen: [card.id] };
    }
    const isOpen = open.some((each) => each.product === meant);
    // What a sentence ends that nobody opened may be no opportunity at all: a card may be lost, too.
    const endsNothing =
      context.sentence !== undefined && said.stage !== undefined && isEnd(said.stage) && !isOpen;
    if (!context.sure || endsNothing) {
      const reply = askFirst(context, { id, name, product: meant, isOpen, said });
      return { reply, data: { ...nothing, outcome: 'asked' }, seen: [card.id] };
    }
    const { action, result } = await changeOpportunity(store.db, scope, actingOf(context, intent), {
      customerId,
      product: meant,
      stage: said.stage,
      amount: said.amount,
      closesOn: said.closes,
      nextStep: said.note,
      today: todayIn(context.timezone, context.now),
    });
    const { stage, amount, closesOn, nextStep } = result.now;
    return {
      reply: changed(context, { action, id, name, result }),
      data: {
        ...data,
        outcome: result.outcome,
        opportunity: { stage, amount, closesOn, nextStep },
        offer: result.offer,
        action,
      },
      seen: [card.id],
    };
  },
});

/** What an opportunity is told to be, as figures of a text. */
function figuresOf(
  { say, format }: CommandContext,
  of: {
    name: string;
    product: ProductKind;
    stage: OpportunityStage | undefined;
    amount: number | null | undefined;
    closesOn: string | null | undefined;
  },
) {
  return {
    name: of.name,
    product: say(`products.${of.product}`),
    stage: of.stage === undefined ? 'none' : say(`history-words.stage.${of.stage}`),
    amount: of.amount == null ? 'none' : format.money(of.amount),
    day: of.closesOn == null ? 'none' : format.day(of.closesOn),
  };
}

function askFirst(
  context: CommandContext,
  {
    id,
    name,
    product: of,
    isOpen,
    said,
  }: { id: string; name: string; product: ProductKind; isOpen: boolean; said: Said },
): Reply {
  const { say } = context;
  return askFirstReply(context, {
    summary: say('customer-opportunity.ask', {
      ...figuresOf(context, { ...said, name, product: of, closesOn: said.closes }),
      what: isOpen || (said.stage !== undefined && isEnd(said.stage)) ? 'change' : 'open',
    }),
    label: say('customer-opportunity.actions.do'),
    command: opportunityCommand(id, of, said),
  });
}

/** Asks which product is meant: one of those that are open, or whichever where none is. */
function whichProduct(
  { say }: CommandContext,
  {
    id,
    name,
    open,
    said,
  }: { id: string; name: string; open: readonly OpenOpportunityOf[]; said: Said },
): Reply {
  const products = [...new Set(open.map(({ product: of }) => of))];
  const choices: readonly ProductKind[] = products.length === 0 ? productKinds : products;
  return plainReply(
    say('customer-opportunity.which.title'),
    products.length === 0
      ? say('customer-opportunity.which.none', { name })
      : say('customer-opportunity.which.several', { name, count: products.length }),
    choices.map((of) => ({
      label: say(`products.${of}`),
      command: opportunityCommand(id, of, said),
    })),
  );
}

function changed(
  context: CommandContext,
  {
    action,
    id,
    name,
    result,
  }: { action: number | null; id: string; name: string; result: ChangedOpportunity },
): Reply {
  const { say } = context;
  const { outcome, before, now, offer } = result;
  const figures = figuresOf(context, { ...now, name });
  const { product: of, nextStep } = now;
  const isOver = isEnd(now.stage);
  return changedReply(context, action, {
    title: say('customer-opportunity.title', figures),
    summary: summaryOf(context, result, figures),
    details: [
      ...(nextStep === null ? [] : [say('customer-opportunity.nextStep', { step: nextStep })]),
      ...(isOver && outcome === 'opened' ? [say('customer-opportunity.wasNone')] : []),
      ...(offer === 'declined' ? [say('customer-opportunity.offerDeclined', figures)] : []),
      ...(offer === 'accepted' ? [say('customer-opportunity.offerAccepted', figures)] : []),
    ],
    actions: [
      ...(isOver || before === null
        ? []
        : (['won', 'lost'] as const).map((end) => ({
            label: say(`customer-opportunity.actions.${end}`),
            command: opportunityCommand(id, of, { stage: end }),
          }))),
      { label: say('customer-opportunity.actions.pipeline'), command: 'pipeline' },
      { label: say('customer-log.actions.history'), command: `history ${id}` },
    ],
  });
}

function summaryOf(
  { say }: CommandContext,
  { outcome, before, now }: ChangedOpportunity,
  figures: ReturnType<typeof figuresOf>,
): string {
  if (outcome === 'same') return say('customer-opportunity.same', figures);
  if (now.stage === 'won' || now.stage === 'lost')
    return say(`customer-opportunity.${now.stage}`, figures);
  if (before === null) return say('customer-opportunity.opened', figures);
  return before.stage === now.stage
    ? say('customer-opportunity.changed', figures)
    : say('customer-opportunity.moved', {
        ...figures,
        from: say(`history-words.stage.${before.stage}`),
      });
}
