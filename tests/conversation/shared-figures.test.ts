import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { score } from '../../src/scoring/run/valuation-run.ts';
import { readConfig } from '../../src/settings/settings.ts';
import {
  balances,
  bank,
  branches,
  customers,
  holdings,
  managers,
  surveys,
  transactions,
} from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { seededRandom } from '../../src/valuation/index.ts';
import { monthsUpTo } from '../banks/valued-bank.ts';
import { expectSharedFigures } from '../shared-figures.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const config = readConfig('config/bellwether.yaml');
const now = () => new Date('2026-07-01T09:00:00Z');
const asOf = '2026-06-30';
const size = 260;
const months = monthsUpTo(asOf, 20);

/**
 * A bank in which much is missing: of every three customers one pays and is refunded, one has a balance nobody recorded,
 * one has savings; every seventh has been silent for months, every eleventh has closed, some have no holding at all.
 */
async function fillPatchyBank({ db }: Store): Promise<void> {
  const random = seededRandom(7);
  await db.insert(bank).values({ name: 'Patchy', currency: 'EUR', timezone: 'Europe/Prague' });
  await db.insert(branches).values([
    { externalId: 'N', name: 'North' },
    { externalId: 'S', name: 'South' },
  ]);
  const people = (['manager', 'supervisor', 'analyst'] as const).map((role, i) => ({
    externalId: role,
    name: role,
    email: `${role}@bank.example`,
    role,
    branchId: i === 2 ? null : 1,
  }));
  await db.insert(managers).values(people);
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  await db.insert(customers).values(
    ids.map((id) => ({
      externalId: `P ${id}`,
      branchId: id % 5 === 0 ? 2 : 1,
      managerId: id % 2 === 0 ? 1 : null,
      joinedOn: id % 13 === 0 ? null : `20${10 + (id % 14)}-03-05`,
      closedOn: id % 11 === 0 ? `2026-0${1 + (id % 6)}-15` : null,
    })),
  );
  const held = ids.filter((id) => id % 17 !== 0);
  await db.insert(holdings).values(
    held.map((customerId) => ({
      customerId,
      externalId: 'A',
      product: customerId % 3 === 2 ? ('savings' as const) : ('current-account' as const),
    })),
  );
  const saved = held.filter((id) => id % 3 === 2);
  await db.insert(balances).values(
    saved.flatMap((customerId) =>
      months.slice(0, -1).map((month, i) => ({
        customerId,
        holdingId: 'A',
        asOf: month,
        amount: Math.round(1000 * (customerId % 40) * (1 + 0.02 * i)),
      })),
    ),
  );
  const booked = ids.flatMap((customerId) => {
    const silentFrom = customerId % 7 === 0 ? 9 + (customerId % 5) : months.length;
    return months.slice(0, silentFrom).flatMap((month, i) => {
      const amount = Math.round(100 * (20 + 80 * random.next())) / 100;
      const day = month.slice(0, 8);
      const spent = {
        customerId,
        externalId: `T${i}`,
        bookedOn: `${day}11`,
        amount: -amount,
        kind: 'card-payment' as const,
      };
      const refund = { ...spent, externalId: `R${i}`, bookedOn: `${day}19`, amount };
      const fee = {
        ...spent,
        externalId: `F${i}`,
        amount: -(customerId % 9),
        kind: 'fee' as const,
      };
      return [spent, ...(customerId % 3 === 0 ? [refund] : []), ...(i % 3 === 0 ? [fee] : [])];
    });
  });
  for (let from = 0; from < booked.length; from += 2000) {
    await db.insert(transactions).values(booked.slice(from, from + 2000));
  }
  await db.insert(surveys).values(
    ids
      .filter((id) => id % 4 === 0)
      .map((customerId) => ({
        customerId,
        externalId: 'S',
        answeredOn: '2026-05-05',
        score: 1 + (customerId % 5),
        scaleMax: 5,
      })),
  );
}

describe.each(storeKinds)('figures of a bank in which much is missing, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillPatchyBank(store);
  });
  afterAll(() => store.close());

  // Which database it is makes no difference to the model of purchases.
  const byPurchases = kind === storeKinds.at(-1) ? (['transactions'] as const) : [];
  it.each(['contribution', ...byPurchases] as const)(
    'are the same wherever they are told, valued by %s',
    async (model) => {
      const { clv } = config.valuation;
      const valued = { ...config, valuation: { ...config.valuation, clv: { ...clv, model } } };
      const { customers: found } = await score(store, { config: valued, asOf, now });
      expect(found).toBe(size);
      const people = ['manager', 'supervisor', 'analyst'].map((role) => `${role}@bank.example`);
      const briefs = kind === 'pglite' && model === 'contribution' ? 200 : 10;
      const asked = people.map((email) => ({
        email,
        customers: 40,
        briefs: email.startsWith('analyst') ? briefs : 10,
      }));
      await expectSharedFigures(store, valued, now, asked);
    },
    120_000,
  );
});
