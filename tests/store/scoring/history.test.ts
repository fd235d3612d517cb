import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  balances,
  contributions,
  customers,
  feedback,
  holdings,
  interactions,
  opinions,
  surveys,
  transactions,
} from '../../../src/store/schema.ts';
import { activityColumns } from '../../../src/store/scoring/activity-columns.ts';
import { balanceColumns } from '../../../src/store/scoring/balance-columns.ts';
import {
  type ContributionTerms,
  writeContributions,
} from '../../../src/store/scoring/contributions.ts';
import { customerColumns } from '../../../src/store/scoring/customer-columns.ts';
import { holdingColumns } from '../../../src/store/scoring/holding-columns.ts';
import { holdingsClosedColumn } from '../../../src/store/scoring/holdings-closed-column.ts';
import { interactionColumns } from '../../../src/store/scoring/interaction-columns.ts';
import { opinionColumns } from '../../../src/store/scoring/opinion-columns.ts';
import { pastPurchaseColumns } from '../../../src/store/scoring/past-purchase-columns.ts';
import { purchaseColumns } from '../../../src/store/scoring/purchase-columns.ts';
import { readColumns } from '../../../src/store/scoring/read-columns.ts';
import { recordedHoldings } from '../../../src/store/scoring/recorded-holdings.ts';
import { rowsByDay } from '../../../src/store/scoring/rows-by-day.ts';
import { stageActivity } from '../../../src/store/scoring/stage-activity.ts';
import { stageBalances } from '../../../src/store/scoring/stage-balances.ts';
import { rowsPerCustomer, stageCustomers } from '../../../src/store/scoring/stage-customers.ts';
import {
  analyseStaging,
  createStaging,
  customerRanges,
  dropStaging,
} from '../../../src/store/scoring/staging.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillValuedBank, type ValuedBank } from '../../banks/valued-bank.ts';
import { openTestStore, storeKinds } from '../../test-store.ts';

/*
 * What a run reads of a bank as of 31 March 2026, whose data begins on 1 January. Periods are the three months; the
 * contributions of February and March are wanted. Every figure below is reckoned by hand from the rows.
 */

const asOf = '2026-03-31';
const marks = { now: 3, m1: 2, m3: 0, m6: 0, m12: 0 };
const everybody = { from: 0, to: 2 ** 31 - 1 };
const dayNumber = (day: string) => Date.parse(day) / 86_400_000;

describe.each(storeKinds)('the history of a bank on %s', (kind) => {
  let store: Store;
  let bank: ValuedBank;

  beforeAll(async () => {
    store = await openTestStore(kind);
    expect(await rowsByDay(store.db)).toEqual({
      day: new Float64Array(0),
      rows: new Float64Array(0),
    });
    expect(await rowsPerCustomer(store.db)).toBe(0);
    bank = await fillValuedBank(store, {
      branches: [{ externalId: 'P', name: 'Prague' }],
      people: [{ externalId: 'm', name: 'Eva', role: 'manager' }],
      customers: [
        { externalId: 'full', branch: 'P', joinedOn: '2026-01-10' },
        { externalId: 'undated' },
        { externalId: 'later', joinedOn: '2026-05-01' },
        { externalId: 'left', joinedOn: '2025-01-01', closedOn: '2026-03-10' },
        { externalId: 'leaves', joinedOn: '2025-01-01', closedOn: '2026-04-10' },
      ],
      segments: [{ id: 1, names: { en: 'savers', zh: '储户' }, size: 1 }],
      run: { asOf, at: new Date('2026-04-01T00:00:00Z') },
    });
    const full = { customerId: bank.customerId('full') };
    const undated = { customerId: bank.customerId('undated') };
    await store.db
      .update(customers)
      .set({ sex: 'female', birthDate: '1980-05-01' })
      .where(sql`external_id = 'full'`);
    await store.db.insert(holdings).values([
      { ...full, externalId: 's', product: 'savings' },
      {
        ...full,
        externalId: 'l',
        product: 'loan',
        openedOn: '2026-02-01',
        amount: 1200,
        attributes: { months: 12 },
      },
      { ...full, externalId: 'k', product: 'card', openedOn: '2026-01-01' },
      { ...full, externalId: 'o', product: 'standing-order', openedOn: '2026-01-01' },
      { ...full, externalId: 'x', product: 'insurance', closedOn: '2026-01-05' },
      { ...full, externalId: 'y', product: 'savings', openedOn: '2026-04-01' },
    ]);
    await store.db.insert(balances).values([
      { ...full, holdingId: 's', asOf: '2026-01-31', amount: 1000 },
      { ...full, holdingId: 's', asOf: '2026-02-28', amount: 1500 },
      { ...full, holdingId: 's', asOf: '2026-03-15', amount: 2000 },
      { ...full, holdingId: 's', asOf: '2026-04-01', amount: 9999 },
      { ...full, holdingId: 'k', asOf: '2026-03-31', amount: -50 },
    ]);
    const booked = (
      bookedOn: string,
      amount: number,
      kind: 'deposit' | 'fee' | 'interest' | 'transfer-out' | 'card-payment',
    ) => ({
      externalId: `${bookedOn}${amount}`,
      bookedOn,
      amount,
      kind,
    });
    await store.db.insert(transactions).values([
      { ...full, ...booked('2026-01-15', 100, 'deposit') },
      { ...full, ...booked('2026-02-02', -30, 'card-payment') },
      { ...full, ...booked('2026-02-02', -20, 'card-payment') },
      { ...full, ...booked('2026-03-05', -5, 'fee') },
      { ...full, ...booked('2026-03-06', 1, 'interest') },
      { ...full, ...booked('2026-03-20', -40, 'transfer-out') },
      { ...full, ...booked('2026-04-02', -7000, 'transfer-out') },
      { ...undated, ...booked('2026-02-03', 10, 'deposit') },
    ]);
    const met = (externalId: string, occurredAt: string, kind: 'call' | 'complaint') => ({
      ...full,
      externalId,
      occurredAt: new Date(occurredAt),
      kind,
    });
    await store.db.insert(interactions).values([
      // Half past midnight of 1 March in Prague.
      met('a', '2026-02-28T23:30:00Z', 'call'),
      {
        ...met('b', '2026-02-10T10:00:00Z', 'complaint'),
        resolvedAt: new Date('2026-02-20T10:00:00Z'),
      },
      {
        ...met('c', '2025-06-10T10:00:00Z', 'complaint'),
        resolvedAt: new Date('2026-04-20T10:00:00Z'),
      },
      met('d', '2025-03-10T10:00:00Z', 'complaint'),
      met('e', '2026-04-10T10:00:00Z', 'call'),
    ]);
    const answered = (externalId: string, answeredOn: string, score: number, scaleMax = 5) => ({
      ...full,
      externalId,
      answeredOn,
      score,
      scaleMax,
    });
    await store.db
      .insert(surveys)
      .values([
        answered('a', '2026-03-01', 4),
        answered('b', '2026-03-01', 3, 10),
        { ...answered('f', '2026-03-01', 4, 10), scaleMin: 1 },
        answered('c', '2026-01-15', 1),
        answered('d', '2026-04-15', 5),
        answered('e', '2024-01-15', 5),
      ]);
    await store.db.insert(feedback).values([
      { ...full, externalId: 'a', givenOn: '2026-02-01', text: 'fine', rating: 4 },
      { ...full, externalId: 'b', givenOn: '2026-03-01', text: 'no rating' },
      { ...full, externalId: 'c', givenOn: '2026-01-01', text: 'bad', rating: 1 },
    ]);

    await createStaging(store.db, {
      from: '2026-01-01',
      asOf,
      periodStarts: ['2026-01-01', '2026-02-01', '2026-03-01'],
      months: ['2026-02-01', '2026-03-01'],
      monthsEnd: '2026-04-01',
    });
    expect(await stageCustomers(store.db, asOf)).toBe(4);
    await stageActivity(store.db, everybody);
    await stageBalances(
      store.db,
      asOf,
      [
        { product: 'savings', deposit: true, spread: 0.02, expectedLoss: 0 },
        { product: 'loan', deposit: false, spread: 0.04, expectedLoss: 0.01 },
        { product: 'card', deposit: false, spread: 0.1, expectedLoss: 0.05 },
      ],
      everybody,
    );
    await analyseStaging(store.db);
  });
  afterAll(async () => {
    await dropStaging(store.db);
    await dropStaging(store.db);
    await store.close();
  });

  /** Of each column, what it says of one of the customers full, undated, left and leaves. */
  const of = (columns: Record<string, Float64Array>, customer: 0 | 1 | 2 | 3) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[customer]]));

  it('has days with transactions or balances, whatever the as-of date', async () => {
    const { day, rows } = await rowsByDay(store.db);
    expect([day[0], day.at(-1)]).toEqual([dayNumber('2026-01-15'), dayNumber('2026-04-02')]);
    expect([...day].indexOf(dayNumber('2026-03-31'))).toBeGreaterThan(0);
    expect(rows.reduce((sum, one) => sum + one)).toBe(8 + 5);
    expect(await rowsPerCustomer(store.db)).toBe((8 + 5) / 5);
  });

  it('has the customers who had joined by the day, and departures that are known by then', async () => {
    const columns = await customerColumns(store.db, everybody);
    expect([...columns.customer_id]).toEqual(
      ['full', 'undated', 'left', 'leaves'].map((id) => bank.customerId(id)),
    );
    expect(of(columns, 0)).toEqual({
      customer_id: bank.customerId('full'),
      joined: dayNumber('2026-01-10'),
      closed: Number.NaN,
      left: Number.NaN,
      labelled: Number.NaN,
      born: dayNumber('1980-05-01'),
      female: 1,
      branch: bank.person('m').branchId ?? 1,
    });
    // Without a joining date, since the first sign of them.
    expect(of(columns, 1)).toMatchObject({ joined: dayNumber('2026-02-03'), female: Number.NaN });
    expect(of(columns, 2)).toMatchObject({ closed: dayNumber('2026-03-10') });
    expect(of(columns, 3)).toMatchObject({ closed: Number.NaN });
  });

  it('is cut into ranges that hold every customer once', async () => {
    const ranges = await customerRanges(store.db, 3);
    expect(ranges).toEqual([
      { from: bank.customerId('full'), to: bank.customerId('leaves') },
      { from: bank.customerId('leaves'), to: 2 ** 31 - 1 },
    ]);
    const parts = await Promise.all(ranges.map((range) => customerColumns(store.db, range)));
    expect(parts.map(({ customer_id: ids }) => ids.length)).toEqual([3, 1]);
  });

  it('adds up what customers did themselves, and on how many days', async () => {
    const columns = await activityColumns(store.db, marks, everybody);
    expect(of(columns, 0)).toEqual({
      own_1m: 1,
      own_3m: 4,
      own_6m: 4,
      own_12m: 4,
      own_days_12m: 3,
      own_amount_12m: 190,
      inflow_3m: 100,
      inflow_6m: 100,
      outflow_3m: 90,
      outflow_6m: 90,
      outflow_12m: 90,
      transfer_out_3m: 40,
      transfer_out_6m: 40,
      first_own: dayNumber('2026-01-15'),
      last_own: dayNumber('2026-03-20'),
    });
    expect(of(columns, 2)).toMatchObject({ own_12m: 0, first_own: Number.NaN });
    const inFebruary = await activityColumns(store.db, { ...marks, now: 2, m1: 1 }, everybody);
    expect(of(inFebruary, 0)).toMatchObject({ own_1m: 2, own_3m: 3, transfer_out_3m: 0 });
    expect(await purchaseColumns(store.db, everybody)).toEqual({
      days: Float64Array.of(3, 1, 0, 0),
      amount: Float64Array.of(190, 10, 0, 0),
      kept: Float64Array.of(190, 10, 0, 0),
    });
  });

  it('adds up what was bought by the end of a past period, and since', async () => {
    const past = { before: 1, seen: 2, judged: 3 };
    const columns = await pastPurchaseColumns(store.db, past, everybody);
    expect(of(columns, 0)).toEqual({
      days: 2,
      amount: 150,
      kept: 150,
      kept_newest: 50,
      kept_later: 40,
      first_own: dayNumber('2026-01-15'),
      last_own: dayNumber('2026-02-02'),
    });
    expect(of(columns, 1)).toMatchObject({ days: 1, kept_newest: 10, kept_later: 0 });
    expect(of(columns, 2)).toMatchObject({ days: 0, amount: 0, first_own: Number.NaN });
    const judgedOnNothing = await pastPurchaseColumns(store.db, { ...past, judged: 2 }, everybody);
    expect(of(judgedOnNothing, 0)).toMatchObject({ days: 2, kept_later: 0 });
  });

  it('knows the day on which a customer closed the last of their holdings', async () => {
    const left = bank.customerId('left');
    await store.db.insert(holdings).values([
      { customerId: left, externalId: 'p', product: 'savings', closedOn: '2026-01-20' },
      { customerId: left, externalId: 'q', product: 'card', closedOn: '2026-02-20' },
    ]);
    const closedBy = async (day: string) => [
      ...(await holdingsClosedColumn(store.db, day, everybody)).closed,
    ];
    const none = Number.NaN;
    expect(await closedBy(asOf)).toEqual([none, none, dayNumber('2026-02-20'), none]);
    // One of them is still open.
    expect(await closedBy('2026-02-01')).toEqual([none, none, none, none]);
    await store.db.delete(holdings).where(eq(holdings.customerId, left));
  });

  it('has balances as they stood, and a loan without records paid back in equal parts', async () => {
    const columns = await balanceColumns(store.db, marks, everybody);
    expect(of(columns, 0)).toEqual({
      balance: 2000,
      balance_1m: 1500,
      balance_3m: Number.NaN,
      balance_6m: Number.NaN,
      balance_12m: Number.NaN,
      debt: 1100 + 50,
    });
    expect(of(columns, 1)).toMatchObject({ balance: Number.NaN, debt: Number.NaN });
  });

  it('has what was held on the day', async () => {
    const columns = await holdingColumns(store.db, asOf, '2025-09-30', everybody);
    expect(of(columns, 0)).toEqual({
      products: 3,
      products_closed_6m: 1,
      loans: 1,
      standing_orders: 1,
    });
    expect(of(columns, 1)).toMatchObject({ products: 0, standing_orders: 0 });
    const closedLongAgo = await holdingColumns(store.db, asOf, '2026-01-05', everybody);
    expect(of(closedLongAgo, 0)).toMatchObject({ products_closed_6m: 0 });
  });

  it('has what passed between the bank and its customers, by the bank’s days', async () => {
    const days = { now: asOf, m3: '2025-12-31', m12: '2025-03-31' };
    const columns = await interactionColumns(store.db, days, 'Europe/Prague', everybody);
    expect(of(columns, 0)).toEqual({
      complaints_3m: 1,
      complaints_12m: 2,
      unresolved_complaints: 1,
      contacts_3m: 1,
      contacts_12m: 1,
      last_contact: dayNumber('2026-03-01'),
    });
    const inLondon = await interactionColumns(store.db, days, 'Europe/London', everybody);
    expect(of(inLondon, 0)).toMatchObject({ last_contact: dayNumber('2026-02-28') });
    expect(of(columns, 1)).toMatchObject({ contacts_12m: 0, last_contact: Number.NaN });
  });

  it('has what customers said of the bank', async () => {
    const columns = await opinionColumns(store.db, asOf, '2025-03-31', everybody);
    const { satisfaction, satisfaction_before: before, rating } = of(columns, 0);
    // 4 of 1 to 5, 3 of 0 to 10, 4 of 1 to 10; before, the worst of 1 to 5.
    expect(satisfaction).toBeCloseTo((0.75 + 0.3 + 1 / 3) / 3, 12);
    expect([before, rating]).toEqual([0, 4]);
    expect(of(columns, 1)).toEqual({
      satisfaction: Number.NaN,
      satisfaction_before: Number.NaN,
      rating: Number.NaN,
      tone: Number.NaN,
    });
  });

  it('has the tone of what they wrote, up to the day, one text saying less than several', async () => {
    const { customer_id: ids } = await customerColumns(store.db, everybody);
    const told = [
      ['2025-04-01', 0.9],
      [asOf, -0.6],
      ['2025-03-31', 1],
      ['2026-04-01', 1],
    ] as const;
    await store.db.insert(opinions).values(
      told.map(([saidOn, score]) => ({
        customerId: ids[0]!,
        source: 'comment' as const,
        externalId: saidOn,
        saidOn,
        textMd5: '',
        readBy: 1,
        score,
        label: 'neutral' as const,
        topics: [],
      })),
    );
    const columns = await opinionColumns(store.db, asOf, '2025-03-31', everybody);
    expect(of(columns, 0).tone).toBeCloseTo((0.9 - 0.6) / 3, 12);
    expect(of(columns, 1).tone).toBeNaN();
    await store.db.delete(opinions);
  });

  it('knows of how many holdings balances are recorded within some days', async () => {
    const spans = [
      { from: '2026-03-01', to: '2026-03-31' },
      { from: '2026-01-31', to: '2026-01-31' },
      { from: '2025-01-01', to: '2025-12-31' },
    ];
    expect(await recordedHoldings(store.db, spans)).toEqual({ spans: [2, 1, 0], altogether: 2 });
    expect(await recordedHoldings(store.db, spans.slice(1, 2))).toEqual({
      spans: [1],
      altogether: 1,
    });
  });

  it('brings contributions that a person can check by hand', async () => {
    const terms: ContributionTerms = {
      runId: bank.runId,
      months: 2,
      timezone: 'Europe/Prague',
      costFixed: 2,
      byDefaultRisk: false,
      written: true,
      costPerTransaction: 0.05,
      costPerInteraction: 3,
      monthlyFee: { savings: 1, mortgage: 100 },
    };
    const matrix = await store.db.transaction((tx) => writeContributions(tx, terms, everybody));
    // A complaint in February costs as a call does, and so does the call of 1 March.
    // The only balance of February is of its last day and holds for all of it; March's second holds for 17 of 31 days.
    const february = {
      interest: (1500 * 0.02 + 1200 * 0.04) / 12,
      fees: 1,
      cost: 2 + 2 * 0.05 + 3,
      loss: 1,
    };
    const march = {
      interest: ((1500 + (500 * 17) / 31) * 0.02 + 1100 * 0.04 + 50 * 0.1) / 12,
      fees: 1 + 5,
      cost: 2 + 0.05 + 3,
      loss: (1100 * 0.01 + 50 * 0.05) / 12,
    };
    const brought = ({ interest, fees, cost, loss }: typeof march) => interest + fees - cost - loss;
    expect([...matrix].slice(0, 2)).toEqual(
      [february, march].map((month) => expect.closeTo(brought(month), 9)),
    );
    // Undated, left and leaves: there in both months, at a cost.
    expect([...matrix].slice(2)).toEqual(
      [-2.05, -2, -2, -2, -2, -2].map((each) => expect.closeTo(each, 9)),
    );
    const [row] = await store.db
      .select()
      .from(contributions)
      .where(sql`customer_id = ${bank.customerId('full')} and month = '2026-03-01'`);
    expect(row).toMatchObject({
      fees: 6,
      costToServe: expect.closeTo(march.cost, 9),
      transactions: 3,
    });
    expect(row?.netInterest).toBeCloseTo(march.interest, 9);
    expect(row?.balance).toBeCloseTo(1500 + (500 * 17) / 31, 9);
  });

  it('is read a column a vector, unknown where the query says nothing', async () => {
    const { n, half } = await readColumns(
      store.db,
      ['n', 'half'],
      sql`select n, case when n > 1 then n / 2.0 end as half from numbers order by n desc`,
      sql`with numbers as (select generate_series(1, 3) as n)`,
    );
    expect([...n]).toEqual([3, 2, 1]);
    expect([...half]).toEqual([1.5, 1, Number.NaN]);
    const none = await readColumns(store.db, ['n'], sql`select 1 as n where false`);
    expect(none.n).toHaveLength(0);
  });
});
