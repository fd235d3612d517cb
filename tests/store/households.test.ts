import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type LeavingTogether,
  leavingTogether,
} from '../../src/store/households/leaving-together.ts';
import { customers, households } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

/*
 * A past in which it is known who followed whom: of four couples whose first left on 1 March 2025, one's other left in June, one's
 * in December, one's stayed, and one's was silent for too long by August. In a fifth, the first left too lately to say. Three couples are whole.
 */

const asOf = '2026-06-30';
const first = '2025-03-01';

describe.each(storeKinds)('leaving together on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;
  let found: LeavingTogether[];

  beforeAll(async () => {
    store = await openTestStore(kind);
    const couple = (n: number, one: string | null, other: string | null, since = '2020-01-01') => [
      { externalId: `${n}a`, joinedOn: since, closedOn: one },
      { externalId: `${n}b`, joinedOn: since, closedOn: other },
    ];
    const couples = [
      couple(1, first, '2025-06-15'),
      couple(2, first, '2025-12-15'),
      couple(3, first, null),
      couple(4, first, null),
      couple(5, '2026-05-01', null),
      couple(6, null, null),
      couple(7, null, null),
      couple(8, null, null, '2025-06-01'),
      // A child who joined after its parent had left, and a link that had ended before.
      [{ externalId: '1c', joinedOn: '2025-04-01', closedOn: '2025-05-01' }],
      [{ externalId: '2c', joinedOn: '2020-01-01', closedOn: '2025-05-01' }],
    ].flat();
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'a', name: 'Li', role: 'analyst' }],
      customers: couples.map((row) => ({
        ...row,
        branch: 'P',
        // Silent since 420 days before the run: it counted as left ninety days on, on 4 August 2025.
        ...(row.externalId === '4b' ? { value: { stage: 'left' as const, recencyDays: 420 } } : {}),
      })),
      segments: [{ id: 1, names: { en: 'All', zh: '全部' }, size: 1 }],
      run: { asOf, at: new Date('2026-07-01T00:00:00Z') },
    });
    await store.db.insert(households).values([
      ...couples.map(({ externalId }) => ({
        customerId: bank.customerId(externalId),
        kind: 'household' as const,
        externalId: externalId.slice(0, 1),
        endedOn: externalId === '2c' ? '2024-01-01' : null,
      })),
      // Who is in two households is one customer.
      { customerId: bank.customerId('1b'), kind: 'household', externalId: '3' },
    ]);
    const run = { id: bank.runId, asOf };
    found = await leavingTogether(store.db, { kind: 'all' }, run, { months: 6, dormantDays: 90 });
  });
  afterAll(() => store.close());

  it('counts who was there when the first one left, and who followed within the months', () => {
    expect(found).toMatchObject([{ kind: 'household', stayed: 4, ofOthers: 0, left: 2 }]);
  });

  it('counts the months that members lived through before anybody of theirs had left', () => {
    // From 1 March to 1 September 2025: five members of whole couples and of the fifth, and two who joined on 1 June.
    const days = 6 * 184 + 2 * 92;
    expect(found[0]?.undisturbed.members).toBe(8);
    expect(found[0]?.undisturbed.left).toBe(0);
    expect(found[0]?.undisturbed.months).toBeCloseTo(days / (365.25 / 12), 9);
  });

  it('tells nothing where nobody has left', async () => {
    await store.db.update(customers).set({ closedOn: null });
    const run = { id: bank.runId + 1, asOf };
    expect(
      await leavingTogether(store.db, { kind: 'all' }, run, { months: 6, dormantDays: 90 }),
    ).toEqual([]);
  });
});
