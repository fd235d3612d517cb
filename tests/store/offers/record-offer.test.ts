import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordOffer, type ToldOffer, undoOffer } from '../../../src/store/offers/record-offer.ts';
import { offers } from '../../../src/store/schema.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillSevenCustomers } from '../../banks/seven-customers.ts';
import type { ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

describe.each(storeKinds)('an offer that a manager tells of, on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let told: ToldOffer;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillSevenCustomers(store, new Date('2026-11-01T00:00:00Z'));
    told = {
      customerId: bank.customerId('101'),
      product: 'mortgage',
      label: null,
      outcome: 'declined',
      on: '2026-11-03',
      note: 'Rents',
      managerId: bank.person('m').managerId,
      key: 'k1',
    };
  });
  afterAll(() => store.close());

  const scope = () => ({ kind: 'book', managerId: bank.person('m').managerId }) as const;
  const stored = () => store.db.select().from(offers);

  it('is written once, however often it is told, and taken back', async () => {
    const change = await recordOffer(store.db, scope(), told);
    await recordOffer(store.db, scope(), told);
    expect(await stored()).toEqual([
      {
        customerId: told.customerId,
        externalId: 'told-k1',
        product: 'mortgage',
        label: null,
        offeredOn: '2026-11-03',
        outcome: 'declined',
        answeredOn: '2026-11-03',
        note: 'Rents',
        managerId: told.managerId,
      },
    ]);
    if (change === undefined) throw new Error('Nothing was written.');
    expect(change.before).toBeNull();
    expect(await undoOffer(store.db, scope(), change)).toBe(true);
    expect(await stored()).toEqual([]);
    expect(await undoOffer(store.db, scope(), change)).toBe(false);
  });

  it('is answered where it was open, and open again when that is taken back', async () => {
    const made = { ...told, outcome: 'open', on: '2026-10-20', note: null, key: 'k2' } as const;
    await recordOffer(store.db, scope(), made);
    const [open] = await stored();
    expect(open).toMatchObject({ outcome: 'open', offeredOn: '2026-10-20', answeredOn: null });
    const change = await recordOffer(store.db, scope(), { ...told, key: 'k3' });
    const after = await stored();
    expect(after).toEqual([
      { ...open, outcome: 'declined', answeredOn: '2026-11-03', note: 'Rents' },
    ]);
    if (change === undefined) throw new Error('Nothing was written.');
    expect(await undoOffer(store.db, { kind: 'none' }, change)).toBe(false);
    expect(await undoOffer(store.db, scope(), change)).toBe(true);
    expect(await stored()).toEqual([open]);
  });

  it('is not taken of a customer outside the scope', async () => {
    const before = await stored();
    expect(
      await recordOffer(store.db, scope(), {
        ...told,
        customerId: bank.customerId('106'),
        key: 'k4',
      }),
    ).toBeUndefined();
    expect(await stored()).toEqual(before);
  });
});
