import { eq, sql } from 'drizzle-orm';
import { trainOffers } from '../../src/scoring/offers/train-offers.ts';
import type { ProductKind } from '../../src/store/kinds.ts';
import {
  balances,
  customers,
  holdings,
  interactions,
  models,
  offers,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, type Value, type ValuedBank } from './valued-bank.ts';

export const asOf = '2026-06-30';
const at = new Date('2026-07-01T00:00:00Z');

type Plan = {
  products: readonly ProductKind[];
  birthDate?: string | null;
  closedOn?: string;
  value?: Partial<Value>;
};

/** Who asks is asked about: one of each kind that an offer can depend on. */
const odd: Record<string, Plan> = {
  // As most who hold a card, but for savings, which they do not have.
  '1042': { products: ['current-account', 'card'] },
  everything: {
    products: ['current-account', 'savings', 'card', 'loan', 'mortgage', 'standing-order'],
  },
  nothing: { products: [] },
  left: { products: ['current-account', 'card'], closedOn: '2026-01-01' },
  silent: { products: ['current-account', 'card'], value: { stage: 'left' } },
  ageless: { products: ['current-account', 'card'], birthDate: null },
  young: { products: ['current-account'], birthDate: '2012-07-01' },
  old: { products: ['current-account', 'savings'], birthDate: '1946-06-30' },
  restless: { products: ['current-account', 'savings'], value: { churnProbability: 0.8 } },
  refusing: { products: ['current-account', 'card'] },
};

/**
 * A hundred and twenty customers who hold alike, savings with cards and mortgages with loans, and one each of those whom offers depend on; a
 * published run and the model of offers learnt from them. Eva is the manager of 1042 alone.
 */
export async function fillOfferedBank(store: Store): Promise<ValuedBank> {
  const ordinary: Plan[] = Array.from({ length: 120 }, (_, i) => ({
    products: [
      'current-account',
      ...(i % 3 === 0 ? [] : (['savings', 'card'] as const)),
      ...(i % 5 === 0 ? (['loan', 'mortgage'] as const) : []),
      ...(i % 4 === 0 ? (['standing-order'] as const) : []),
    ],
  }));
  const plans = new Map<string, Plan>([
    ...ordinary.map((plan, i): [string, Plan] => [`c${i + 1}`, plan]),
    ...Object.entries(odd),
  ]);
  const filled = await fillValuedBank(store, {
    branches: [{ externalId: 'P', name: 'Prague' }],
    people: [
      { externalId: 'm', name: 'Eva', role: 'manager', branch: 'P' },
      { externalId: 'a', name: 'Li', role: 'analyst' },
    ],
    customers: [...plans].map(([externalId, { closedOn = null, value = {} }], i) => ({
      externalId,
      name: externalId === '1042' ? 'Zhang Wei' : externalId,
      branch: 'P',
      closedOn,
      value: { segmentId: (i % 2) + 1, ...value },
      ...(externalId === '1042' ? { manager: 'm' } : {}),
    })),
    segments: [
      { id: 1, names: { en: 'savers', zh: '储户' }, size: 35 },
      { id: 2, names: { en: 'spenders', zh: '消费者' }, size: 35 },
    ],
    run: { asOf, at },
  });
  const held = [...plans].flatMap(([externalId, { products, closedOn = null }]) =>
    products.map((product) => ({
      customerId: filled.customerId(externalId),
      externalId: `${externalId}-${product}`,
      product,
      label: product === 'card' ? cardOf(externalId) : null,
      closedOn,
    })),
  );
  await store.db.insert(holdings).values(held);
  await store.db.insert(balances).values(
    held
      .filter(({ product }) => product === 'savings')
      .map(({ customerId, externalId }) => ({
        customerId,
        holdingId: externalId,
        asOf: '2026-05-31',
        amount: 10_000,
      })),
  );
  await store.db.update(customers).set({ birthDate: '1980-05-01' });
  for (const [externalId, { birthDate }] of plans) {
    if (birthDate === undefined) continue;
    await store.db
      .update(customers)
      .set({ birthDate })
      .where(eq(customers.id, filled.customerId(externalId)));
  }
  await fillPast(store, filled);
  await learnOffers(store, filled.runId, plans.size);
  return filled;
}

/** Half of the cards are gold. */
const cardOf = (externalId: string) => (/[02468]$/.test(externalId) ? 'classic' : 'gold');

/** What `refusing` was offered, and a complaint of theirs. */
async function fillPast({ db }: Store, { customerId }: ValuedBank): Promise<void> {
  const refusing = customerId('refusing');
  await db.insert(offers).values(
    [
      {
        externalId: 'o1',
        product: 'savings',
        offeredOn: '2026-05-02',
        outcome: 'declined',
        answeredOn: '2026-05-04',
      },
      { externalId: 'o2', product: 'loan', offeredOn: '2024-05-02', outcome: 'declined' },
      { externalId: 'o3', product: 'mortgage', offeredOn: '2026-06-20', outcome: 'open' },
    ].map((offer) => ({ ...offer, customerId: refusing }) as typeof offers.$inferInsert),
  );
  await db.insert(interactions).values({
    customerId: refusing,
    externalId: 'i1',
    occurredAt: new Date('2026-06-01T10:00:00Z'),
    kind: 'complaint',
  });
}

/** Learns the model of offers from a bank as a run does, and makes it the champion. */
export async function learnOffers(store: Store, runId: number, customers: number): Promise<void> {
  const trained = await trainOffers(store.db, { runId, customers });
  if (trained === undefined) throw new Error('There was nothing to learn offers from.');
  await store.db.update(models).set({ champion: false }).where(sql`kind = 'offers'`);
  await store.db
    .insert(models)
    .values({ kind: 'offers', ...trained, trainedAt: at, asOf, champion: true });
}
