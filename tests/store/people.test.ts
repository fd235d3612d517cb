import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findPersonByEmail,
  findPersonById,
  findPersonByIdentity,
} from '../../src/store/people/find-person.ts';
import { findBranch, linkIdentity, savePerson } from '../../src/store/people/link-person.ts';
import { listPeople } from '../../src/store/people/list-people.ts';
import { managers } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillSevenCustomers } from '../banks/seven-customers.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const linkedAt = new Date('2026-07-01T00:00:00Z');

describe.each(storeKinds)('people of the bank on %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(kind);
    await fillSevenCustomers(store, linkedAt);
    await store.db.insert(managers).values({
      externalId: 'former',
      email: 'former@bank.example',
      name: 'Former',
      role: 'analyst',
      active: false,
    });
  });
  afterAll(() => store.close());

  it('are found by address in any case, and by number, while they are active', async () => {
    expect(await findPersonByEmail(store.db, 'RM@Bank.Example')).toMatchObject({
      name: 'Eva',
      role: 'manager',
      branchId: 1,
    });
    expect(await findPersonById(store.db, 3)).toMatchObject({ name: 'Li', branchId: null });
    expect(await findPersonByEmail(store.db, 'former@bank.example')).toBeUndefined();
    expect(await findPersonByEmail(store.db, '')).toBeUndefined();
    expect(await findPersonById(store.db, 4)).toBeUndefined();
  });

  it('are known by one identity on a platform, the newest link of it', async () => {
    const link = (managerId: number) =>
      linkIdentity(store.db, { channel: 'slack', externalId: 'T1:U1', managerId, linkedAt });
    const known = async () => (await findPersonByIdentity(store.db, 'slack', 'T1:U1'))?.name;
    expect(await known()).toBeUndefined();
    await link(1);
    expect(await known()).toBe('Eva');
    await link(2);
    expect(await known()).toBe('Jan');
    await link(4);
    expect(await known()).toBeUndefined();
    await link(2);
    expect(await findPersonByIdentity(store.db, 'teams', 'T1:U1')).toBeUndefined();
  });

  it('are saved by address: a new one is added, a known one changed, a former one comes back', async () => {
    const save = (email: string) =>
      savePerson(store.db, { email, name: 'New', role: 'supervisor', branchId: 2 });
    const added = await save('New@Bank.Example');
    expect(await findPersonById(store.db, added)).toMatchObject({
      email: 'new@bank.example',
      role: 'supervisor',
      branchId: 2,
    });
    expect(await save('new@bank.example')).toBe(added);
    expect(await save('former@bank.example')).toBe(4);
    expect(await findPersonById(store.db, 4)).toMatchObject({ name: 'New' });
  });

  it('are listed with branch and platforms; of one customer, those who may see them', async () => {
    const names = async (customer?: string) =>
      (await listPeople(store.db, customer)).map(({ name }) => name);
    expect(await listPeople(store.db)).toContainEqual({
      email: 'boss@bank.example',
      name: 'Jan',
      role: 'supervisor',
      branch: 'Prague',
      lead: null,
      linked: ['slack'],
    });
    // The manager, the supervisor of Prague, and the analyst; both newcomers supervise Brno.
    expect(await names('101')).toEqual(['Li', 'Eva', 'Jan']);
    expect(await names('103')).toEqual(['Li', 'Jan']);
    expect(await names('105')).toEqual(['Li', 'New', 'New']);
    expect(await names('999')).toEqual([]);
  });

  it('belong to a branch that is found by name in any case, or by the bank’s id', async () => {
    expect(await findBranch(store.db, 'pRAGUE')).toEqual({ id: 1, name: 'Prague' });
    expect(await findBranch(store.db, 'b')).toEqual({ id: 2, name: 'Brno' });
    expect(await findBranch(store.db, 'Vienna')).toBeUndefined();
  });
});
