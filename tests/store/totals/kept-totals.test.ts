import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { figuresAskedBy, type Linked, scopeOf } from '../../../src/access/principal.ts';
import { bookMonths, bookTotals } from '../../../src/store/book/book-totals.ts';
import { monthsWithLeavers } from '../../../src/store/book/months-with-leavers.ts';
import { riskPoints } from '../../../src/store/book/risk-points.ts';
import { groupMonths } from '../../../src/store/metrics/group-figures.ts';
import { feedbackThemes } from '../../../src/store/opinions/themes.ts';
import { atRiskTotals, knownNotAtRisk } from '../../../src/store/rankings/at-risk-customers.ts';
import type { ListFilters } from '../../../src/store/rankings/list-filters.ts';
import { noteWish } from '../../../src/store/rights/wishes.ts';
import { customers, managers, riskOverrides, runTotals } from '../../../src/store/schema.ts';
import { pruneRuns } from '../../../src/store/scoring/runs.ts';
import { productMix } from '../../../src/store/segments/product-mix.ts';
import { segmentBreakdown } from '../../../src/store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../../src/store/segments/segment-movement.ts';
import { segmentsByBranch } from '../../../src/store/segments/segments-by-branch.ts';
import { queryRows, type Store } from '../../../src/store/store.ts';
import {
  dropTotals,
  keepNewestTotals,
  keepTotals,
  refreshTotals,
} from '../../../src/store/totals/keep-totals.ts';
import { fillLargeBank, type LargeBank, largeBankDay } from '../../banks/large-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

const atRisk = 0.3;
const periods = { before: '2025-06-30', from: '2025-12-31', to: largeBankDay };

/** Every figure that may come of totals, as somebody reads it. */
async function figuresOf(store: Store, principal: Linked, runId: number, filters: ListFilters) {
  const asked = figuresAskedBy(principal);
  const { scope } = asked;
  const { db } = store.as(asked);
  const segment = { segmentation: 'main', id: 2 };
  return {
    totals: await bookTotals(db, scope, runId, { atRisk, filters }),
    atRisk: await atRiskTotals(db, scope, runId, { atRisk, filters }),
    known: await knownNotAtRisk(db, scope, runId, { atRisk, filters }),
    points: await riskPoints(db, scope, runId, { atRisk, most: 20, filters }),
    months: await bookMonths(db, scope, runId, { months: 6, filters }),
    withLeavers: await monthsWithLeavers(db, scope, runId, filters),
    groupMonths: await groupMonths(db, scope, runId, { months: 6, filters }),
    segments: await segmentBreakdown(db, scope, runId, { segmentation: 'main', atRisk, filters }),
    branches: await segmentsByBranch(db, scope, runId, { segmentation: 'main', filters }),
    movement: await segmentMovement(db, scope, runId, { segmentation: 'main', filters }),
    products: await productMix(db, scope, runId, { segment, filters }),
    themes: await feedbackThemes(db, scope, runId, { filters, periods }),
  };
}

/** The same figures but for the last digits of sums, which are added up in another order. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each) =>
      typeof each === 'number' ? Number(each.toPrecision(9)) : each,
    ),
  );

describe.each(storeKinds)('totals kept of a run on %s', (kind) => {
  let store: Store;
  let bank: LargeBank;
  let leadId: number;
  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillLargeBank(store, { customers: 400, branches: 3, managers: 7, months: 8 });
    await store.db.execute(
      sql`update valuation_runs set parameters = jsonb_build_object('churn', jsonb_build_object('horizonMonths', 3, 'atRisk', ${atRisk}::float8))`,
    );
    const [lead] = await store.db
      .insert(managers)
      .values({ externalId: 'l', name: 'Lea Der', role: 'lead' })
      .returning({ id: managers.id });
    leadId = lead?.id ?? 0;
    await store.db.update(managers).set({ lead: 'l' }).where(sql`external_id in ('m0', 'm1')`);
    await store.db.execute(
      sql`update customers set branch_id = null, manager_id = null where id = 17`,
    );
    await store.db.execute(
      sql`update customer_values set churn_probability = null, balance = null, segment_id = null where customer_id % 31 = 0`,
    );
  });
  afterAll(() => store.close());

  const asked = (): [Linked, ListFilters][] => {
    const { manager, supervisor, analyst } = bank;
    const { managerId } = manager;
    const lead: Linked = { ...manager, managerId: leadId, role: 'lead' };
    const ofGroups: Linked = { ...analyst, groupsOnly: true };
    return [
      [lead, {}],
      [manager, {}],
      [manager, { tier: 'medium' }],
      [supervisor, {}],
      [supervisor, { managerId }],
      [analyst, {}],
      [analyst, { segment: { segmentation: 'main', id: 2 } }],
      [analyst, { branchId: supervisor.branchId ?? 0 }],
      [analyst, { managerId, tier: 'high' }],
      [analyst, { contactable: true }],
      [ofGroups, {}],
      [ofGroups, { branchId: supervisor.branchId ?? 0 }],
    ];
  };
  const everything = async () => {
    const all: unknown[] = [];
    for (const [person, filters] of asked())
      all.push(rounded(await figuresOf(store, person, bank.runId, filters)));
    return all;
  };
  /** What the figures are with the totals, and what they are without. */
  const bothWays = async () => {
    const kept = await everything();
    await dropTotals(store.db, [bank.runId]);
    const fresh = await everything();
    await store.db.transaction((tx) => keepTotals(tx, bank.runId));
    return { kept, fresh };
  };

  it('are what the customers add up to, for everybody and whatever is asked', async () => {
    const fresh = await everything();
    await keepNewestTotals(store.db);
    expect(await everything()).toEqual(fresh);
  });

  it('are read in place of customers', async () => {
    const totals = () =>
      figuresOf(store, bank.analyst, bank.runId, {}).then(({ totals: { customers } }) => customers);
    const before = await totals();
    await store.db.update(runTotals).set({ customers: sql`customers + 1` });
    expect(await totals()).toBeGreaterThan(before);
    await dropTotals(store.db, [bank.runId]);
    await store.db.transaction((tx) => keepTotals(tx, bank.runId));
    expect(await totals()).toBe(before);
  });

  it('hold when customers are assigned otherwise, restricted, judged otherwise or gone', async () => {
    await store.db
      .update(customers)
      .set({ managerId: bank.manager.managerId, branchId: bank.manager.branchId })
      .where(sql`id in (5, 6, 7)`);
    const moved = await everything();
    await refreshTotals(store.db);
    expect(await everything()).toEqual(moved);
    const [risky] = await queryRows(
      store.db,
      z.object({ id: z.number(), probability: z.number() }),
      sql`select c.id, v.churn_probability as probability from customers c join customer_values v on v.customer_id = c.id
          where v.run_id = ${bank.runId} and c.manager_id = ${bank.manager.managerId} and v.churn_probability > 0.4 and v.stage <> 'left'
          order by c.id limit 1`,
    );
    if (risky === undefined) throw new Error('Nobody of the book is at risk.');
    await store.db.insert(riskOverrides).values({
      customerId: risky.id,
      managerId: bank.manager.managerId,
      at: new Date('2026-06-30T08:00:00Z'),
      reason: 'on leave abroad',
      asOf: largeBankDay,
      probability: risky.probability,
      until: '2026-12-31',
    });
    await store.db.transaction((tx) => noteWish(tx, 'c40', 'restricted', new Date()));
    await store.db.transaction((tx) => noteWish(tx, 'c41', 'do-not-profile', new Date()));
    const { kept, fresh } = await bothWays();
    expect(kept).toEqual(fresh);
    expect(
      (await figuresOf(store, bank.manager, bank.runId, {})).known,
      'who is known not to be at risk',
    ).toBe(1);
  });

  it('are of nobody else’s book or branch', async () => {
    const seen = async (person: Linked) => {
      const { db } = store.as({ person: person.managerId, scope: scopeOf(person) });
      const rows = await db.select().from(runTotals);
      return {
        managers: new Set(rows.map(({ managerId }) => managerId)),
        branches: new Set(rows.map(({ branchId }) => branchId)),
      };
    };
    expect((await seen(bank.manager)).managers).toEqual(new Set([bank.manager.managerId]));
    expect((await seen(bank.supervisor)).branches).toEqual(new Set([bank.supervisor.branchId]));
    expect((await seen(bank.analyst)).branches.size).toBeGreaterThan(3);
    const ofGroups = store.as(figuresAskedBy({ ...bank.analyst, groupsOnly: true })).db;
    expect(await ofGroups.select().from(runTotals)).toHaveLength(
      (await store.db.select().from(runTotals)).length,
    );
    await expect(ofGroups.delete(runTotals)).rejects.toThrow();
    const stranger = { person: null, scope: { kind: 'none' } } as const;
    expect(await store.as(stranger).db.select().from(runTotals)).toEqual([]);
    const { db } = store.as({ person: bank.manager.managerId, scope: scopeOf(bank.manager) });
    for (const table of ['run_flows', 'run_holders', 'run_stakes', 'run_themes'])
      expect(
        await queryRows(
          db,
          z.object({ count: z.number() }),
          sql`select count(*)::int as count from ${sql.identifier(table)}`,
        ),
      ).toEqual([{ count: 0 }]);
    await expect(db.delete(runTotals).where(eq(runTotals.by, 'branch'))).rejects.toThrow();
  });

  it('go with the figures of their run', async () => {
    await store.db.transaction((tx) => keepTotals(tx, bank.earlierRunId));
    await pruneRuns(store.db, 1, largeBankDay);
    const runs = await store.db.selectDistinct({ id: runTotals.runId }).from(runTotals);
    expect(runs).toEqual([{ id: bank.runId }]);
  });
});
