import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  customerValues,
  holdings,
  models,
  segments,
  valuationRuns,
} from '../../src/store/schema.ts';
import { productMix } from '../../src/store/segments/product-mix.ts';
import { segmentBreakdown } from '../../src/store/segments/segment-breakdown.ts';
import { segmentMovement } from '../../src/store/segments/segment-movement.ts';
import { segmentPortraits } from '../../src/store/segments/segment-portraits.ts';
import { segmentPositions } from '../../src/store/segments/segment-positions.ts';
import { segmentsByBranch } from '../../src/store/segments/segments-by-branch.ts';
import { typicalCustomer } from '../../src/store/segments/typical-customer.ts';
import type { Store } from '../../src/store/store.ts';
import { copyRun, fillValuedBank, type ValuedBank } from '../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../test-store.ts';

const asOf = '2026-06-30';
const at = new Date('2026-07-01T00:00:00Z');
const all = { kind: 'all' } as const;

/** Main segment, number of spending habits, and CLV of six customers; `gone` has left, `lone` is in no segment. */
const people = [
  ['a', 1, 1, 10],
  ['b', 1, 1, 20],
  ['c', 1, 2, 60],
  ['d', 2, 2, 400],
  ['gone', 2, 2, 9999],
  ['lone', null, null, 1000],
] as const;

describe.each(storeKinds)('segments on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    bank = await fillValuedBank(store, {
      branches: [
        { externalId: 'P', name: 'Prague', names: { zh: '布拉格' } },
        { externalId: 'B', name: 'Brno' },
      ],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager' }],
      customers: people.map(([externalId, segmentId, habit, clv], i) => ({
        externalId,
        name: `Customer ${externalId}`,
        ...(externalId === 'b' ? {} : { branch: i % 2 === 0 ? 'P' : 'B' }),
        closedOn: externalId === 'gone' ? asOf : null,
        value: {
          segmentId,
          furtherSegments: habit === null ? {} : { habits: habit },
          clv,
          balance: clv,
          frequency: clv,
          contribution12m: clv,
          churnProbability: i === 0 ? null : 0.5,
        },
      })),
      segments: [
        { segmentation: 'habits', id: 1, names: { en: 'loyal', zh: '忠实' }, size: 2 },
        { segmentation: 'habits', id: 2, names: { en: 'others', zh: '其他' }, size: 3 },
        {
          id: 2,
          names: { en: 'wealthy', zh: '富裕' },
          size: 2,
          portrait: { balance: { mean: 5000, z: 1.5 } },
        },
        { id: 1, names: { en: 'savers', zh: '储户' }, size: 3 },
      ],
      run: { asOf, at },
    });
    const hold = (of: string, product: 'savings' | 'loan' | 'card', dates: object = {}) => ({
      customerId: bank.customerId(of),
      externalId: `${of}-${product}-${JSON.stringify(dates)}`,
      product,
      ...dates,
    });
    await store.db
      .insert(holdings)
      .values([
        hold('a', 'savings'),
        hold('a', 'savings', { openedOn: '2020-01-01' }),
        hold('b', 'savings', { openedOn: asOf }),
        hold('b', 'card', { openedOn: '2026-07-01' }),
        hold('c', 'loan', { closedOn: '2026-07-01' }),
        hold('c', 'card', { closedOn: asOf }),
        hold('d', 'loan'),
        hold('d', 'savings'),
        hold('gone', 'card'),
      ]);
  });
  afterAll(() => store.close());

  const breakdown = (segmentation: string) =>
    segmentBreakdown(store.db, all, bank.runId, { segmentation, atRisk: 0.5, filters: {} });

  it('share out who has not left, the most valuable first and those in none last', async () => {
    const main = await breakdown('main');
    expect(main.map(({ id, customers, clv }) => [id, customers, clv])).toEqual([
      [2, 1, 400],
      [1, 3, 90],
      [null, 1, 1000],
    ]);
    // The mean is of those who have a probability; at risk is from the threshold on.
    expect(main[1]).toMatchObject({ churnProbability: 0.5, atRisk: 2, valueAtStake: 40 });
    expect((await breakdown('habits')).map(({ id, customers }) => [id, customers])).toEqual([
      [2, 2],
      [1, 2],
      [null, 1],
    ]);
  });

  it('of a segmentation that the run does not have hold nobody', async () => {
    expect((await breakdown('unheard')).map(({ id, customers }) => [id, customers])).toEqual([
      [null, 5],
    ]);
    expect(await segmentPositions(store.db, bank.runId, 'unheard')).toBeUndefined();
  });

  it('spread over branches', async () => {
    const cells = await segmentsByBranch(store.db, all, bank.runId, {
      segmentation: 'main',
      filters: {},
    });
    expect(
      cells.map(({ name, names, segmentId, customers }) => [name, names, segmentId, customers]),
    ).toEqual([
      ['Prague', { zh: '布拉格' }, 1, 2],
      ['Brno', {}, 2, 1],
      ['Brno', {}, null, 1],
    ]);
  });

  it('hold products as they were open on the day of the run', async () => {
    const mix = await productMix(store.db, all, bank.runId, {
      segment: { segmentation: 'main', id: 1 },
      filters: {},
    });
    expect(mix).toEqual([
      { product: 'savings', inSegment: 2, inAll: 3 },
      { product: 'loan', inSegment: 1, inAll: 2 },
    ]);
  });

  it('are stood for by the customer nearest to their middle', async () => {
    const typical = (id: number) =>
      typicalCustomer(store.db, all, bank.runId, {
        segment: { segmentation: 'main', id },
        filters: {},
      });
    expect(await typical(1)).toEqual({
      id: bank.customerId('b'),
      externalId: 'b',
      name: 'Customer b',
    });
    expect(await typical(2)).toMatchObject({ externalId: 'd' });
    expect(await typical(3)).toBeUndefined();
  });

  it('have portraits, those of the main segmentation first', async () => {
    const portraits = await segmentPortraits(store.db, bank.runId);
    expect(portraits.map(({ segmentation, id, size }) => [segmentation, id, size])).toEqual([
      ['main', 1, 3],
      ['main', 2, 2],
      ['habits', 1, 2],
      ['habits', 2, 3],
    ]);
    expect(portraits[1]?.portrait).toEqual({ balance: { mean: 5000, z: 1.5 } });
    expect(await segmentPortraits(store.db, 999)).toEqual([]);
  });

  it('have positions where their model keeps some', async () => {
    expect(await segmentPositions(store.db, bank.runId, 'main')).toBeUndefined();
    const position = { explained: [0.6, 0.2], points: [{ x: 1, y: -1, segment: 2 }] };
    const [model] = await store.db
      .insert(models)
      .values({
        kind: 'segments',
        method: 'k-means',
        trainedAt: at,
        asOf,
        card: { cuts: { main: { position }, habits: { position: null } } },
      })
      .returning({ id: models.id });
    await store.db
      .update(valuationRuns)
      .set({ models: { segments: model?.id ?? 0 } })
      .where(eq(valuationRuns.id, bank.runId));
    expect(await segmentPositions(store.db, bank.runId, 'main')).toEqual(position);
  });

  it('tell who moved since the newest run before that has a segment in common', async () => {
    const movement = (segmentation: string) =>
      segmentMovement(store.db, all, bank.runId, { segmentation, filters: {} });
    expect(await movement('main')).toBeUndefined();

    const earlier = await copyRun(store, bank.runId, '2026-05-31');
    const was = (externalId: string, values: object) =>
      store.db
        .update(customerValues)
        .set(values)
        .where(
          and(
            eq(customerValues.runId, earlier),
            eq(customerValues.customerId, bank.customerId(externalId)),
          ),
        );
    await was('a', { segmentId: 2 });
    await was('d', { segmentId: null });
    await was('lone', { segmentId: 1 });
    await store.db
      .delete(customerValues)
      .where(
        and(eq(customerValues.runId, earlier), eq(customerValues.customerId, bank.customerId('c'))),
      );
    // Later than the earlier run, but without a segment in common, and one whose values are gone.
    const anew = await copyRun(store, bank.runId, '2026-06-10');
    await store.db
      .update(segments)
      .set({ id: sql`${segments.id} + 10` })
      .where(eq(segments.runId, anew));
    const pruned = await copyRun(store, bank.runId, '2026-06-20');
    await store.db.delete(customerValues).where(eq(customerValues.runId, pruned));
    await store.db
      .update(valuationRuns)
      .set({ valuesKept: false })
      .where(eq(valuationRuns.id, pruned));

    const moved = await movement('main');
    expect(moved?.since).toBe('2026-05-31');
    expect(moved?.flows.map(({ fromId, toId, customers }) => [fromId, toId, customers])).toEqual([
      [1, 1, 1],
      [1, null, 1],
      [2, 1, 1],
      [2, 2, 1],
      [null, 1, 1],
      [null, 2, 1],
    ]);
    expect((await movement('habits'))?.flows).toMatchObject([
      { fromId: 1, toId: 1, customers: 2 },
      { fromId: 2, toId: 2, customers: 2 },
      { fromId: null, toId: 2, customers: 1 },
    ]);
  });
});
