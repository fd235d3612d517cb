import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeople } from '../../src/access/people.ts';
import { peopleOfADemo } from '../../src/access/people-of-a-demo.ts';
import { bank } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const now = () => new Date('2026-11-02T09:00:00Z');

describe.each(storeKinds)('people who prove nothing, on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
  });
  afterAll(() => store.close());

  const believed = async () => {
    const people = peopleOfADemo(createPeople(store, now), store);
    const all = [
      await people.identifyVouched('teams', 'tenant:object', async () => ({
        member: true,
        email: 'rm@bank.example',
      })),
      await people.identify('teams', 'tenant:object'),
      await people.byEmail('rm@bank.example'),
    ];
    return all.map((each) => each.kind);
  };

  it('are believed of a bank made up for the demo, and of no other', async () => {
    expect(await believed()).toEqual(['unlinked', 'unlinked', 'unlinked']);
    await fillSevenCustomers(store, now());
    expect(await believed()).toEqual(['unlinked', 'unlinked', 'unlinked']);
    await store.db.update(bank).set({ demo: true });
    expect(await believed()).toEqual(['linked', 'linked', 'linked']);
    await store.db.update(bank).set({ demo: false });
    expect(await believed()).toEqual(['unlinked', 'unlinked', 'unlinked']);
  });
});
