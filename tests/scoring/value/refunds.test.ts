import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundKinds } from '../../../src/scoring/history/refund-kinds.ts';
import { score } from '../../../src/scoring/run/valuation-run.ts';
import { type Config, readConfig } from '../../../src/settings/settings.ts';
import type { TransactionKind } from '../../../src/store/kinds.ts';
import { bank, customers, customerValues, transactions } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const base = readConfig('config/bellwether.yaml');
const config: Config = {
  ...base,
  valuation: { ...base.valuation, clv: { ...base.valuation.clv, model: 'transactions' } },
};
const asOf = '2025-12-31';
const now = () => new Date('2026-01-01T12:00:00Z');

/** A day of the months before the as-of date, 0 being its own. */
const day = (monthsAgo: number, date: number) =>
  new Date(Date.UTC(2025, 11 - monthsAgo, date)).toISOString().slice(0, 10);
type Booking = [on: string, amount: number];
const months = Array.from({ length: 24 }, (_, i) => 23 - i);
const monthly = (amount: number, date = 5): Booking[] =>
  months.map((ago) => [day(ago, date), amount]);

/** What is odd about each is told by what they spent (above 0) and got back (below). */
const told: Record<string, Booking[]> = {
  keeps: monthly(100),
  returnsHalf: [...monthly(100), ...monthly(-100, 9).filter((_, i) => i % 2 === 0)],
  returnsAll: [...monthly(100), ...monthly(-100, 9)],
  returnsTheSameDay: [...monthly(100), ...monthly(-100)],
  returnsAPart: [...monthly(100), ...monthly(-25, 9)],
  hugeReturn: [
    [day(13, 3), 2.9],
    [day(1, 9), 168_469.6],
    [day(1, 9), -168_469.6],
  ],
  returnsMore: [...monthly(100), [day(0, 20), -5000]],
  boughtBefore: [[day(23, 1), -900], ...monthly(100)],
  returnsLate: [...monthly(100), [day(0, 28), -100]],
  free: monthly(0),
};
const names = Object.keys(told);

async function fill(
  { db }: Store,
  kinds: { bought: TransactionKind; back: TransactionKind },
  sign: 1 | -1,
): Promise<void> {
  await db.insert(bank).values({ name: 'A shop', currency: 'EUR', timezone: 'Europe/Prague' });
  const buyers = Array.from({ length: 60 }, (_, n) => `b${n}`);
  const ids = await db
    .insert(customers)
    .values([...names, ...buyers].map((externalId) => ({ externalId, joinedOn: '2023-12-01' })))
    .returning({ id: customers.id });
  const booked = [
    ...names.map((name) => told[name] ?? []),
    ...buyers.map((_, n) =>
      months
        .filter((ago) => (ago * 7 + n * 5) % (2 + (n % 5)) === 0)
        .map(
          (ago): Booking => [
            day(ago, 1 + ((n * 11 + ago * 3) % 27)),
            20 + ((n * 37 + ago * 13) % 90),
          ],
        ),
    ),
  ];
  await db.insert(transactions).values(
    booked.flatMap((bookings, at) =>
      bookings.map(([bookedOn, amount], i) => ({
        customerId: ids[at]?.id ?? 0,
        // Refunds sort before what they undo.
        externalId: `${amount < 0 ? 'a' : 'b'}${i}`,
        bookedOn,
        amount: amount * sign,
        kind: amount < 0 ? kinds.back : kinds.bought,
      })),
    ),
  );
}

const ways = storeKinds.flatMap((kind) => [
  { kind, bought: 'card-payment', back: 'card-payment', sign: -1 } as const,
  { kind, bought: 'card-payment', back: 'card-payment', sign: 1 } as const,
  { kind, bought: 'other', back: 'other', sign: -1 } as const,
  { kind, bought: 'card-payment', back: 'other', sign: -1 } as const,
]);

describe.each(ways)('purchases as $bought, signed $sign, refunds as $back, on $kind', (way) => {
  let store: Store;
  let valued: Map<string, typeof customerValues.$inferSelect>;
  beforeAll(async () => {
    store = await openTestStore(way.kind);
    await fill(store, way, way.sign);
    const { models } = await score(store, { config, asOf, now });
    expect(models.clv?.card).toMatchObject({ model: 'transactions' });
    const rows = await store.db.select().from(customerValues).orderBy(customerValues.customerId);
    valued = new Map(names.map((name, i) => [name, rows[i]!]));
  });
  afterAll(() => store.close());
  const of = (name: string) => {
    const found = valued.get(name);
    if (found === undefined) throw new Error(`${name} was not valued.`);
    return found;
  };

  it('are worth what was kept of them', () => {
    const full = of('keeps').clv;
    expect(full).toBeGreaterThan(0);
    expect(of('returnsHalf').clv).toBeCloseTo(full / 2, 6);
    expect(of('returnsAPart').clv).toBeCloseTo(0.75 * full, 6);
    for (const name of ['returnsAll', 'returnsTheSameDay', 'returnsMore']) {
      expect(of(name).clv).toBe(0);
      expect(of(name).expectedContribution).toBe(0);
    }
    expect(of('hugeReturn').clv).toBeLessThan(0.01 * full);
  });

  it('are no more, no larger and no fresher for a refund', () => {
    const keeps = of('keeps');
    expect(keeps).toMatchObject({ frequency: 12, monetary: 100, recencyDays: 26 });
    const expected = { returnsHalf: 50, returnsAll: 0, returnsTheSameDay: 0, returnsAPart: 75 };
    for (const [name, monetary] of Object.entries(expected)) {
      expect(of(name)).toMatchObject({ frequency: 12, monetary, recencyDays: 26 });
      expect(of(name).expectedTransactions).toBeCloseTo(keeps.expectedTransactions ?? 0, 9);
      expect(of(name).probabilityAlive).toBeCloseTo(keeps.probabilityAlive ?? 0, 9);
    }
    expect(of('returnsMore')).toMatchObject({ frequency: 12, monetary: 0, recencyDays: 26 });
    expect(of('returnsLate')).toMatchObject({ frequency: 12, recencyDays: 26 });
    expect(of('returnsLate').monetary).toBeCloseTo(1100 / 12, 9);
    expect(of('returnsLate').recencyScore).toBe(keeps.recencyScore);
  });

  it('lose nothing by the refund of a purchase that is not in the data', () => {
    const before = of('boughtBefore');
    const { clv, frequency, monetary, expectedTransactions } = of('keeps');
    expect(before).toMatchObject({ clv, frequency, monetary, expectedTransactions });
  });

  it('of 0 are purchases too', () => {
    const free = of('free');
    expect(free).toMatchObject({ frequency: 12, monetary: 0 });
    expect(free.expectedTransactions).toBeCloseTo(of('keeps').expectedTransactions ?? 0, 9);
    expect(free.clv).toBeGreaterThan(0);
    expect(free.clv).toBeLessThan(of('keeps').clv);
  });
});

describe('which transactions are refunds', () => {
  /** Of so many customers the money came in or went out; each made so many transactions. */
  const of = (
    kind: TransactionKind,
    customers: number,
    received: { customers: number; each?: number },
    sent: { customers: number; each?: number },
  ) => ({
    kind,
    customers,
    received: {
      customers: received.customers,
      transactions: received.customers * (received.each ?? 1),
    },
    sent: { customers: sent.customers, transactions: sent.customers * (sent.each ?? 1) },
  });
  const some = (customers: number, each = 1) => ({ customers, each });

  it('goes by the direction of the kind, or by that in which most of its transactions go', () => {
    expect(
      refundKinds([
        of('card-payment', 10, some(6), some(3)),
        of('transfer-out', 10, some(6, 2), some(3, 9)),
        of('deposit', 10, some(5), some(5)),
        of('withdrawal', 10, some(10), some(0)),
        of('fee', 10, some(0), some(10)),
        of('other', 100, some(4), some(90)),
        of('card-payment', 10, some(0), some(10)),
      ]),
    ).toEqual({
      received: ['card-payment', 'transfer-out', 'other'],
      sent: ['deposit', 'withdrawal'],
    });
  });

  it('takes what comes back as `other` for one where all else goes one way', () => {
    const shop = [of('card-payment', 10, some(0), some(10)), of('other', 3, some(3), some(0))];
    expect(refundKinds(shop)).toEqual({ received: ['card-payment', 'other'], sent: [] });
    expect(refundKinds([...shop, of('deposit', 10, some(10), some(0))])).toEqual({
      received: ['card-payment'],
      sent: ['other', 'deposit'],
    });
  });

  it('is none of a kind whose money goes both ways', () => {
    for (const other of [
      of('other', 100, some(5), some(40)),
      of('other', 100, some(45), some(55)),
      of('other', 2, some(1), some(1)),
    ]) {
      expect(refundKinds([other])).toEqual({ received: [], sent: [] });
    }
  });
});
