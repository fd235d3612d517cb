import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Linked } from '../../../src/access/principal.ts';
import { act } from '../../../src/store/actions/act.ts';
import {
  addOwnDigest,
  pauseOwnDigest,
  removeOwnDigest,
} from '../../../src/store/actions/change-digest.ts';
import { claimCustomer } from '../../../src/store/actions/claim-customer.ts';
import { dueItems } from '../../../src/store/actions/due-items.ts';
import { closeFollowUp, remind, snooze } from '../../../src/store/actions/follow-ups.ts';
import { logContact } from '../../../src/store/actions/log-contact.ts';
import { overrideRisk } from '../../../src/store/actions/risk-overrides.ts';
import { undoAction, undoableActions } from '../../../src/store/actions/undo-action.ts';
import { bookTotals } from '../../../src/store/book/book-totals.ts';
import { customerHistory } from '../../../src/store/customers/customer-history.ts';
import { listDigests } from '../../../src/store/digests/manage-digests.ts';
import { atRiskIds } from '../../../src/store/rankings/at-risk-customers.ts';
import {
  actions,
  customers,
  customerValues,
  digests,
  followUps,
  interactions,
  riskOverrides,
} from '../../../src/store/schema.ts';
import type { Scope } from '../../../src/store/scope.ts';
import type { Store } from '../../../src/store/store.ts';
import { asOf, fillOddCustomers } from '../../banks/odd-customers.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const noon = new Date('2026-07-01T12:00:00Z');
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const runId = 1;

describe.each(storeKinds)('what people do, on %s', (kind) => {
  let store: Store;
  let jana: Linked;
  let eva: Linked;
  let petr: Linked;
  let book: Scope;
  let customerId: number;

  beforeAll(async () => {
    store = await openTestStore(kind);
    const people = await fillOddCustomers(store);
    jana = people.prague;
    eva = people.supervisor;
    petr = people.brno;
    book = { kind: 'book', managerId: jana.managerId };
    const [found] = await store.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.externalId, '1042'));
    customerId = found?.id ?? 0;
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    for (const table of [actions, followUps, riskOverrides, digests]) await store.db.delete(table);
    await store.db.delete(interactions);
  });

  const acting = (minutes = 0, intent = 'customer.log', who = jana) => ({
    managerId: who.managerId,
    at: minutesLater(minutes),
    intent,
  });
  const history = async () => {
    const found = await customerHistory(store.db, book, runId, { customerId, limit: 20 });
    if (found === undefined) throw new Error('The customer is in the book.');
    return found;
  };
  const undo = (minutes: number, id?: number, who = jana) =>
    undoAction(store.db, who.managerId, {
      scope: who === jana ? book : { kind: 'all' },
      now: minutesLater(minutes),
      id,
    });
  const call = { kind: 'call', on: null, note: 'wants a mortgage', followUpOn: null } as const;

  it('a contact is an interaction by whom and when, and undone within five minutes', async () => {
    const { action } = await logContact(store.db, book, acting(), {
      customerId,
      ...call,
      followUpOn: '2026-07-03',
    });
    const told = await history();
    expect(told.lastContact).toEqual({
      at: noon.toISOString(),
      kind: 'call',
      note: 'wants a mortgage',
      manager: 'Jana Dvorakova',
      resolvedAt: null,
    });
    expect(told.open).toMatchObject([{ kind: 'follow-up', dueOn: '2026-07-03', owner: jana.name }]);
    expect(await undo(4.9)).toMatchObject({ outcome: 'undone', action: { id: action } });
    expect(await history()).toMatchObject({ interactions: [], lastContact: null, open: [] });
    expect(await undo(4.95)).toMatchObject({ outcome: 'already', action: { id: action } });
    expect(await undo(5.1)).toEqual({ outcome: 'nothing' });
  });

  it('the same contact told again within two minutes is one; later it is another', async () => {
    const told = async (minutes: number) =>
      (await logContact(store.db, book, acting(minutes), { customerId, ...call })).action;
    expect(await told(0)).not.toBeNull();
    expect(await told(1)).toBeNull();
    expect(await told(3)).not.toBeNull();
    expect((await history()).interactions).toHaveLength(2);
  });

  it('told twice at once it is one', async () => {
    const both = await Promise.all(
      [0, 0].map(() => logContact(store.db, book, acting(), { customerId, ...call })),
    );
    expect(both.filter(({ action }) => action !== null)).toHaveLength(1);
    expect((await history()).interactions).toHaveLength(1);
  });

  it('a change stays where its customer is no longer of the scope', async () => {
    const { action } = await logContact(store.db, book, acting(), { customerId, ...call });
    const moved = await undoAction(store.db, jana.managerId, {
      scope: { kind: 'book', managerId: eva.managerId },
      now: minutesLater(1),
    });
    expect(moved).toMatchObject({ outcome: 'moved', action: { id: action } });
    expect((await history()).interactions).toHaveLength(1);
    expect(await undo(2)).toMatchObject({ outcome: 'undone' });
  });

  it('nobody writes of a customer outside their scope', async () => {
    const elsewhere = { kind: 'none' } as const;
    await expect(
      logContact(store.db, elsewhere, acting(), { customerId, ...call }),
    ).rejects.toThrow('scope');
    expect((await history()).interactions).toEqual([]);
    expect(await undoableActions(store.db, jana.managerId, noon)).toEqual([]);
  });

  it('after five minutes an action stays, and nobody undoes another’s', async () => {
    const { action } = await logContact(store.db, book, acting(), { customerId, ...call });
    expect(await undo(1, undefined, eva)).toEqual({ outcome: 'nothing' });
    expect(await undo(1, action ?? 0, eva)).toEqual({ outcome: 'gone' });
    expect(await undo(5)).toMatchObject({ outcome: 'late' });
    expect((await history()).interactions).toHaveLength(1);
  });

  it('an action is undone once, however many undo it at the same time', async () => {
    await logContact(store.db, book, acting(), { customerId, ...call });
    const both = await Promise.all([undo(1), undo(1)]);
    expect(both.map(({ outcome }) => outcome).sort()).not.toEqual(['undone', 'undone']);
    expect(both.filter(({ outcome }) => outcome === 'undone')).toHaveLength(1);
  });

  it('undoing goes back step by step, and what changed since is left as it is', async () => {
    const on = (dueOn: string) => ({ customerId, dueOn, note: null });
    await remind(store.db, book, acting(), on('2026-07-03'));
    const put = await snooze(store.db, book, acting(1), { customerId, until: '2026-07-10' });
    expect(put.result.putOff).toMatchObject([{ dueOn: '2026-07-10' }]);
    const done = await closeFollowUp(store.db, book, acting(2), { customerId, id: undefined });
    expect(done.result.outcome).toBe('done');
    expect((await history()).open).toEqual([]);
    // The earlier one changed the same follow-up: what came after it would be lost.
    expect(await undo(3, put.action ?? 0)).toMatchObject({ outcome: 'overtaken' });
    expect(await undo(3)).toMatchObject({ outcome: 'undone' });
    expect((await history()).open).toMatchObject([{ dueOn: '2026-07-10' }]);
    expect(await undo(3.2)).toMatchObject({ outcome: 'undone' });
    expect((await history()).open).toMatchObject([{ dueOn: '2026-07-03' }]);
    expect(await undo(3.4)).toMatchObject({ outcome: 'undone' });
    expect((await history()).open).toEqual([]);
  });

  it('closing asks which where several are open', async () => {
    await remind(store.db, book, acting(), { customerId, dueOn: '2026-07-03', note: 'papers' });
    await remind(store.db, book, acting(), { customerId, dueOn: '2026-07-02', note: null });
    const which = await closeFollowUp(store.db, book, acting(1), { customerId, id: undefined });
    if (which.result.outcome !== 'several') throw new Error('Two are open.');
    expect(which.result.open.map(({ dueOn }) => dueOn)).toEqual(['2026-07-02', '2026-07-03']);
    const id = which.result.open[1]?.id;
    await closeFollowUp(store.db, book, acting(1), { customerId, id });
    expect((await history()).open).toMatchObject([{ dueOn: '2026-07-02' }]);
  });

  it('what is due is told to its owner alone, up to a day', async () => {
    await remind(store.db, book, acting(), { customerId, dueOn: '2026-07-01', note: null });
    await remind(store.db, book, acting(), { customerId, dueOn: '2026-07-09', note: null });
    const due = (ownerId: number, upTo: string | null, scope: Scope = book) =>
      dueItems(store.db, scope, { ownerId, upTo, today: '2026-06-30', filters: {}, runId }, 1);
    expect(await due(jana.managerId, '2026-07-01')).toMatchObject({
      count: 1,
      items: [{ externalId: '1042', dueOn: '2026-07-01' }],
    });
    expect(await due(jana.managerId, null)).toMatchObject({ count: 2 });
    expect(await due(eva.managerId, null)).toEqual({ count: 0, items: [] });
    expect(await due(jana.managerId, null, { kind: 'none' })).toEqual({ count: 0, items: [] });
  });

  it('of two who claim a customer, the first looks after them', async () => {
    const claim = (who: Linked, scope: Scope) =>
      claimCustomer(store.db, scope, acting(0, 'customer.claim', who), {
        customerId,
        dueOn: '2026-07-08',
        run: { id: runId, asOf },
      });
    expect(await claim(jana, book)).toMatchObject({ result: { outcome: 'claimed' } });
    expect(await claim(jana, book)).toEqual({ action: null, result: { outcome: 'already' } });
    expect(await claim(eva, { kind: 'all' })).toEqual({
      action: null,
      result: { outcome: 'taken', owner: jana.name },
    });
  });

  it('said twice at once without a number, undo takes back one; a number names another', async () => {
    const on = (dueOn: string) => ({ customerId, dueOn, note: null });
    const first = await remind(store.db, book, acting(), on('2026-07-03'));
    const second = await remind(store.db, book, acting(1), on('2026-07-04'));
    const both = await Promise.all([undo(2), undo(2)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['already', 'undone']);
    for (const each of both) expect(each).toMatchObject({ action: { id: second.action } });
    expect(await undo(2.1)).toMatchObject({ outcome: 'already' });
    expect((await history()).open).toMatchObject([{ dueOn: '2026-07-03' }]);
    expect(await undo(2.1, first.action ?? 0)).toMatchObject({ outcome: 'undone' });
    expect((await history()).open).toEqual([]);
  });

  it('a claim ends where its owner no longer reaches the customer, and is theirs again when that is undone', async () => {
    const claim = (who: Linked, scope: Scope, minutes = 0) =>
      claimCustomer(store.db, scope, acting(minutes, 'customer.claim', who), {
        customerId,
        dueOn: '2026-07-08',
        run: { id: runId, asOf },
      });
    const moveTo = (managerId: number) =>
      store.db.update(customers).set({ managerId }).where(eq(customers.id, customerId));
    await claim(jana, book);
    await moveTo(petr.managerId);
    const his: Scope = { kind: 'book', managerId: petr.managerId };
    const told = await customerHistory(store.db, his, runId, { customerId, limit: 1 });
    expect(told?.open).toEqual([]);
    const taken = await claim(petr, his, 1);
    expect(taken).toMatchObject({ result: { outcome: 'claimed' } });
    await undoAction(store.db, petr.managerId, { scope: his, now: minutesLater(2) });
    await moveTo(jana.managerId);
    expect((await history()).open).toMatchObject([{ kind: 'claim', owner: jana.name }]);
    expect(await claim(jana, book, 3)).toMatchObject({ result: { outcome: 'already' } });
  });

  describe('not at risk', () => {
    const all: Scope = { kind: 'all' };
    const risky = async () => (await atRiskIds(store.db, all, runId, 0.4)).includes(customerId);
    const override = (until = '2026-09-28') =>
      overrideRisk(store.db, book, acting(0, 'customer.notAtRisk'), {
        customerId,
        reason: 'salary comes back in August',
        asOf,
        probability: 0.42,
        until,
      });
    const setProbability = (churnProbability: number) =>
      store.db
        .update(customerValues)
        .set({ churnProbability })
        .where(eq(customerValues.customerId, customerId));

    it('leaves lists and totals, until it is undone', async () => {
      const counted = async () =>
        (await bookTotals(store.db, all, runId, { atRisk: 0.4, filters: {} })).atRisk ?? 0;
      const before = await counted();
      expect(await risky()).toBe(true);
      await override();
      expect(await risky()).toBe(false);
      expect(await counted()).toBe(before - 1);
      expect((await history()).notAtRisk).toMatchObject({
        reason: 'salary comes back in August',
        manager: jana.name,
        probability: 0.42,
      });
      expect(await undo(1)).toMatchObject({ outcome: 'undone' });
      expect(await risky()).toBe(true);
    });

    it('counts until its day, or until the risk rises by ten points', async () => {
      await override('2026-06-30');
      expect(await risky()).toBe(true);
      await override();
      await setProbability(0.519);
      expect(await risky()).toBe(false);
      await setProbability(0.53);
      expect(await risky()).toBe(true);
      expect((await history()).notAtRisk).toBeNull();
      await setProbability(0.42);
    });

    it('is overruled by who claims the customer, and comes back when that is undone', async () => {
      await override();
      await claimCustomer(store.db, book, acting(1, 'customer.claim'), {
        customerId,
        dueOn: '2026-07-08',
        run: { id: runId, asOf },
      });
      expect(await risky()).toBe(true);
      expect(await undo(2)).toMatchObject({ outcome: 'undone' });
      expect(await risky()).toBe(false);
    });
  });

  it('digests that were added, paused and removed are put back', async () => {
    const own = () => listDigests(store.db, jana.managerId);
    const plan = { kind: 'at-risk', channel: 'web', address: '1', timezone: 'UTC', locale: 'en' };
    const add = () =>
      addOwnDigest(store.db, acting(0, 'digest.add'), {
        ...plan,
        kind: 'at-risk',
        channel: 'web',
        cron: '30 8 * * 1-5',
      });
    const { result: id } = await add();
    expect((await add()).action).toBeNull();
    await pauseOwnDigest(store.db, acting(1, 'digest.pause'), { id, paused: true });
    await removeOwnDigest(store.db, acting(2, 'digest.remove'), id);
    expect(await own()).toEqual([]);
    expect(await undo(3)).toMatchObject({ outcome: 'undone', action: { intent: 'digest.remove' } });
    expect(await own()).toMatchObject([{ id, paused: true }]);
    await undo(3.2);
    expect(await own()).toMatchObject([{ id, paused: false }]);
    await undo(3.4);
    expect(await own()).toEqual([]);
  });

  it('an action that fails leaves nothing behind', async () => {
    await expect(act(store.db, acting(), () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(await undoableActions(store.db, jana.managerId, noon)).toEqual([]);
  });
});
