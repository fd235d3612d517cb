import { and, desc, eq } from 'drizzle-orm';
import { type Acted, type Acting, act } from '../actions/act.ts';
import type { ActionEffect } from '../actions/action-effects.ts';
import { holdCustomer } from '../actions/hold-customer.ts';
import {
  type OfferOutcome,
  type OpenStage,
  type OpportunityStage,
  openStages,
  type ProductKind,
} from '../kinds.ts';
import { recordOffer } from '../offers/record-offer.ts';
import { opportunities } from '../schema.ts';
import type { Scope } from '../scope.ts';
import type { Database } from '../store.ts';

type Row = typeof opportunities.$inferSelect;

/** An opportunity; days are ISO, money in the bank's currency, what is null is not known. */
export type Opportunity = Pick<
  Row,
  'id' | 'product' | 'amount' | 'stage' | 'nextStep' | 'closesOn'
>;

/** What somebody says of an opportunity; what they leave out stays as it is. */
export type SaidOpportunity = {
  /** id of the store */
  customerId: number;
  product: ProductKind;
  stage?: OpportunityStage | undefined;
  /** in the bank's currency, with as many decimals as it has */
  amount?: number | undefined;
  closesOn?: string | undefined;
  nextStep?: string | undefined;
  /** ISO, where whoever says it is */
  today: string;
};

/**
 * What became of it: `opened`, `changed`, or `same` where it stood so already; how it stood before, null where there was
 * none, and stands now; and as what the product was written down among the offers, null where it was not.
 */
export type ChangedOpportunity = {
  outcome: 'opened' | 'changed' | 'same';
  before: Opportunity | null;
  now: Opportunity;
  offer: OfferOutcome | null;
};

/** An end told again so soon is the same end, in milliseconds. */
const sameEndWithin = 24 * 60 * 60 * 1000;

/** Whether a stage ends an opportunity. */
export const isEnd = (stage: OpportunityStage): stage is Exclude<OpportunityStage, OpenStage> =>
  !openStages.some((open) => open === stage);

const outcomes = { won: 'accepted', lost: 'declined' } as const;

/**
 * Opens an opportunity with a customer, or changes the open one of the product. One that is won or lost is written down among
 * the offers as accepted or declined, so that a product that was declined is not offered again soon.
 */
export function changeOpportunity(
  db: Database,
  scope: Scope,
  acting: Acting,
  said: SaidOpportunity,
): Promise<Acted<ChangedOpportunity>> {
  return act<ChangedOpportunity>(db, acting, async (tx, action) => {
    await holdCustomer(tx, scope, said.customerId);
    const rows = await ofProduct(tx, said);
    const open = rows.find(({ stage }) => !isEnd(stage));
    const ended = rows[0];
    if (open === undefined && ended !== undefined && toldAgain(ended, said, acting.at))
      return {
        effects: [],
        result: { outcome: 'same', before: told(ended), now: told(ended), offer: null },
      };
    const row = open === undefined ? undefined : changedRow(open, said);
    if (open !== undefined && row === undefined)
      return {
        effects: [],
        result: { outcome: 'same', before: told(open), now: told(open), offer: null },
      };
    const now =
      open === undefined || row === undefined
        ? await insert(tx, action, acting, said)
        : await update(tx, action, acting, { ...open, ...row });
    const effects: ActionEffect[] = [
      {
        of: 'opportunity',
        customerId: said.customerId,
        id: now.id,
        before: open === undefined ? null : beforeOf(open),
      },
    ];
    const offer = isEnd(now.stage) ? outcomes[now.stage] : null;
    if (offer !== null) {
      const change = await recordOffer(tx, scope, {
        customerId: said.customerId,
        product: said.product,
        label: null,
        outcome: offer,
        on: said.today,
        note: said.nextStep ?? null,
        managerId: acting.managerId,
        key: `action-${action}`,
      });
      if (change === undefined) throw new Error('A customer left the scope while being held.');
      effects.push({ of: 'offer', customerId: said.customerId, ...change });
    }
    const outcome = open === undefined ? 'opened' : 'changed';
    const before = open === undefined ? null : told(open);
    return { effects, result: { outcome, before, now: told(now), offer } };
  });
}

/** The opportunities of a customer and product, what changed last on top. */
async function ofProduct(
  tx: Database,
  { customerId, product }: Pick<SaidOpportunity, 'customerId' | 'product'>,
): Promise<Row[]> {
  return tx
    .select()
    .from(opportunities)
    .where(and(eq(opportunities.customerId, customerId), eq(opportunities.product, product)))
    .orderBy(desc(opportunities.changedAt), desc(opportunities.id));
}

const toldAgain = (ended: Row, { stage }: SaidOpportunity, at: Date): boolean =>
  stage !== undefined &&
  ended.stage === stage &&
  at.getTime() - ended.changedAt.getTime() < sameEndWithin;

/** What is said that is not so yet; undefined where all of it is. */
function changedRow(
  open: Row,
  { stage, amount, closesOn, nextStep }: SaidOpportunity,
): Partial<Row> | undefined {
  const change: Partial<Row> = {
    ...(stage === undefined || stage === open.stage ? {} : { stage }),
    ...(amount === undefined || amount === open.amount ? {} : { amount }),
    ...(closesOn === undefined || closesOn === open.closesOn ? {} : { closesOn }),
    ...(nextStep === undefined || nextStep === open.nextStep ? {} : { nextStep }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

async function insert(
  tx: Database,
  actionId: number,
  { managerId, at }: Acting,
  { customerId, product, stage, amount, closesOn, nextStep }: SaidOpportunity,
): Promise<Row> {
  const [made] = await tx
    .insert(opportunities)
    .values({
      customerId,
      ownerId: managerId,
      product,
      stage: stage ?? 'lead',
      amount: amount ?? null,
      closesOn: closesOn ?? null,
      nextStep: nextStep ?? null,
      openedAt: at,
      changedAt: at,
      actionId,
    })
    .returning();
  if (made === undefined) throw new Error('The database gave no row for the new opportunity.');
  return made;
}

async function update(
  tx: Database,
  actionId: number,
  { at }: Acting,
  { customerId, id, stage, amount, closesOn, nextStep }: Row,
): Promise<Row> {
  const [changed] = await tx
    .update(opportunities)
    .set({ stage, amount, closesOn, nextStep, changedAt: at, actionId })
    .where(and(eq(opportunities.customerId, customerId), eq(opportunities.id, id)))
    .returning();
  if (changed === undefined) throw new Error('An opportunity vanished while it was changed.');
  return changed;
}

const told = ({ id, product, amount, stage, nextStep, closesOn }: Row): Opportunity => ({
  id,
  product,
  amount,
  stage,
  nextStep,
  closesOn,
});

const beforeOf = ({ product, amount, stage, nextStep, closesOn, changedAt, actionId }: Row) => ({
  product,
  amount,
  stage,
  nextStep,
  closesOn,
  changedAt: changedAt.toISOString(),
  actionId,
});
