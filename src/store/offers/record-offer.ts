import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { OfferOutcome, ProductKind } from '../kinds.ts';
import { customers, offers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import type { Database } from '../store.ts';

/** An offer as it is stored. */
export type StoredOffer = typeof offers.$inferSelect;

/** What a manager says of an offer. Days are ISO. */
export type ToldOffer = {
  /** id of the store */
  customerId: number;
  product: ProductKind;
  /** the bank's own name of the product; null: whichever of the kind */
  label: string | null;
  outcome: OfferOutcome;
  /** the day of the offer or of its answer */
  on: string;
  note: string | null;
  managerId: number;
  /** tells one telling from another: the same told twice is written once */
  key: string;
};

/** An offer that was written, as it stands now and as it stood before; `before` is null where there was none. */
export type OfferChange = { now: StoredOffer; before: StoredOffer | null };

/**
 * Writes down that something was offered to a customer, or what they answered: an answer goes to the newest open offer of the
 * product, otherwise to an offer made on that day.
 *
 * @returns undefined where the customer is outside the scope
 */
export async function recordOffer(
  db: Database,
  scope: Scope,
  told: ToldOffer,
): Promise<OfferChange | undefined> {
  return db.transaction(async (tx) => {
    const [reached] = await tx
      .select({ id: customers.id })
      .from(customers)
      .where(and(eq(customers.id, told.customerId), inScope(scope)));
    if (reached === undefined) return undefined;
    const open = told.outcome === 'open' ? undefined : await openOffer(tx, told);
    return open === undefined ? await addOffer(tx, told) : await answerOffer(tx, open, told);
  });
}

async function openOffer(tx: Database, told: ToldOffer): Promise<StoredOffer | undefined> {
  const [found] = await tx
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.customerId, told.customerId),
        eq(offers.product, told.product),
        told.label === null ? sql`true` : eq(offers.label, told.label),
        eq(offers.outcome, 'open'),
      ),
    )
    .orderBy(desc(offers.offeredOn), desc(offers.externalId))
    .limit(1)
    .for('update');
  return found;
}

async function answerOffer(
  tx: Database,
  before: StoredOffer,
  { outcome, on, note }: ToldOffer,
): Promise<OfferChange> {
  const [now] = await tx
    .update(offers)
    .set({ outcome, answeredOn: on, note: note ?? before.note })
    .where(isOffer(before))
    .returning();
  if (now === undefined) throw new Error('An open offer vanished while it was answered.');
  return { now, before };
}

async function addOffer(tx: Database, told: ToldOffer): Promise<OfferChange> {
  const { customerId, product, label, outcome, on, note, managerId, key } = told;
  const made = {
    customerId,
    externalId: `told-${key}`,
    product,
    label,
    offeredOn: on,
    outcome,
    answeredOn: outcome === 'open' ? null : on,
    note,
    managerId,
  };
  const [now] = await tx.insert(offers).values(made).onConflictDoNothing().returning();
  if (now !== undefined) return { now, before: null };
  const [known] = await tx.select().from(offers).where(isOffer(made));
  if (known === undefined) throw new Error('An offer was neither written nor there before.');
  return { now: known, before: null };
}

const isOffer = ({ customerId, externalId }: Pick<StoredOffer, 'customerId' | 'externalId'>) =>
  and(eq(offers.customerId, customerId), eq(offers.externalId, externalId));

/**
 * Takes back what {@link recordOffer} wrote, unless it was changed since.
 *
 * @returns whether it was taken back
 */
export async function undoOffer(
  db: Database,
  scope: Scope,
  { now, before }: OfferChange,
): Promise<boolean> {
  const unchanged = and(
    isOffer(now),
    eq(offers.outcome, now.outcome),
    now.answeredOn === null ? isNull(offers.answeredOn) : eq(offers.answeredOn, now.answeredOn),
    sql`exists (select from ${customers} where ${customers.id} = ${now.customerId} and ${inScope(scope)})`,
  );
  const changed =
    before === null
      ? await db.delete(offers).where(unchanged).returning({ id: offers.externalId })
      : await db.update(offers).set(before).where(unchanged).returning({ id: offers.externalId });
  return changed.length > 0;
}
