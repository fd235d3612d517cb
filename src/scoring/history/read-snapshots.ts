import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel } from '../../settings/value-models.ts';
import { type ProductKind, productKinds } from '../../store/kinds.ts';
import { activityColumns } from '../../store/scoring/activity-columns.ts';
import { balanceColumns } from '../../store/scoring/balance-columns.ts';
import { writeContributions } from '../../store/scoring/contributions.ts';
import { customerColumns } from '../../store/scoring/customer-columns.ts';
import { holdingColumns } from '../../store/scoring/holding-columns.ts';
import { holdingsClosedColumn } from '../../store/scoring/holdings-closed-column.ts';
import { interactionColumns } from '../../store/scoring/interaction-columns.ts';
import { bringsIn } from '../../store/scoring/known-income.ts';
import { opinionColumns } from '../../store/scoring/opinion-columns.ts';
import { overrideColumn } from '../../store/scoring/override-column.ts';
import {
  type PastMarks,
  type PastPurchaseColumns,
  pastPurchaseColumns,
} from '../../store/scoring/past-purchase-columns.ts';
import { purchaseColumns } from '../../store/scoring/purchase-columns.ts';
import { lastOwnByMonth, recordedDays } from '../../store/scoring/recorded-days.ts';
import {
  stageActivity,
  type Turnover,
  turnoverByKind,
} from '../../store/scoring/stage-activity.ts';
import { type ProductRates, stageBalances } from '../../store/scoring/stage-balances.ts';
import {
  customersOfOddDays,
  rowsPerCustomer,
  stageCustomers,
} from '../../store/scoring/stage-customers.ts';
import {
  analyseStaging,
  atATime,
  type CustomerRange,
  createStaging,
  customerRanges,
  withRoom,
} from '../../store/scoring/staging.ts';
import type { Database, Store } from '../../store/store.ts';
import { estimateSatisfaction } from '../../valuation/index.ts';
import { churnDefinitionOf } from '../churn/churn-labels.ts';
import { ScoringRefusedError } from '../run/scoring-refused.ts';
import { type Calendar, dayAfter, dayNumber, lastPeriodBy } from './calendar.ts';
import { concatenated } from './concatenated.ts';
import { type PastPurchases, splitPurchases } from './past-purchases.ts';
import { readAttributes } from './read-attributes.ts';
import { refundKinds } from './refund-kinds.ts';
import type { BankSnapshots, Snapshot } from './snapshots.ts';
import { takeCustomers } from './take-customers.ts';

/** Customers whose columns one statement gives. */
const customersAtATime = 20_000;
/** A sample of whom is learnt from has at least so many groups of customers who are next to one another in the store. */
const learntGroups = 100;
/** Ranges of customers, evenly from all, whose transactions tell which way the money of a kind goes. */
const rangesCompared = 16;
/** A survey or a comment from longer ago says nothing about today. */
const opinionMonths = 24;
/** How many months before a snapshot are looked at. */
export const snapshotReach = opinionMonths;

const debts: ReadonlySet<ProductKind> = new Set(['card', 'loan', 'mortgage']);
const balanceless: ReadonlySet<ProductKind> = new Set(['insurance', 'standing-order']);

export type ReadOptions = {
  config: Config;
  timezone: string;
  onProgress: (step: string, done: number, total: number) => void;
  signal: AbortSignal | undefined;
};

/**
 * Adds up the history of every customer up to the as-of date of the calendar, for {@link readSnapshots} and
 * {@link contribute} to read. Nothing dated later is read.
 * @returns how many customers there are, ranges of them to work on, and how many have days about them that cannot be true
 * @throws ScoringRefusedError when nobody was a customer then
 */
export async function stageHistory(
  store: Store,
  calendar: Calendar,
  { config, onProgress, signal }: ReadOptions,
): Promise<{ ranges: CustomerRange[]; customers: number; ofOddDays: number }> {
  const { db } = store;
  const { asOf, periodStarts, months } = calendar;
  const lastMonth = months.at(-1);
  await createStaging(db, {
    from: periodStarts[0] ?? asOf,
    asOf,
    periodStarts,
    months: months.map(({ start }) => start),
    monthsEnd: lastMonth === undefined ? asOf : dayAfter(lastMonth.end),
  });
  const customers = await stageCustomers(db, asOf);
  if (customers === 0) {
    throw new ScoringRefusedError(`Nobody was a customer of the bank on ${asOf}.`);
  }
  const perCustomer = Math.max(1, await rowsPerCustomer(db));
  const ranges = await customerRanges(
    db,
    Math.max(100, Math.floor(atATime[store.kind].rows / perCustomer)),
  );
  const rates = ratesOf(config);
  const stride = Math.ceil(ranges.length / rangesCompared);
  const turnovers: Turnover[] = [];
  for (const range of ranges.filter((_, i) => i % stride === 0)) {
    turnovers.push(...(await withRoom(store, (room) => turnoverByKind(room, range))));
    await pause(signal);
  }
  const refunds = refundKinds(turnovers);
  for (const [done, range] of ranges.entries()) {
    onProgress('history', done, ranges.length);
    await withRoom(store, (room) => stageActivity(room, range, refunds));
    await pause(signal);
    await withRoom(store, (room) => stageBalances(room, asOf, rates, range));
    await pause(signal);
  }
  await analyseStaging(db);
  return { ranges, customers, ofOddDays: await customersOfOddDays(db, asOf) };
}

/**
 * Writes a run's contributions to the store and returns them: customers × months, row-major, oldest month first; `NaN`
 * where they were not the bank's customer.
 */
export async function contribute(
  { db }: Store,
  runId: number,
  calendar: Calendar,
  ranges: readonly CustomerRange[],
  { config, timezone, onProgress, signal }: ReadOptions,
): Promise<Float64Array> {
  const { cost, monthlyFee } = config.valuation.contribution;
  const terms = {
    runId,
    months: calendar.months.length,
    timezone,
    costFixed: cost.fixed,
    costPerTransaction: cost.perTransaction,
    costPerInteraction: cost.perInteraction,
    monthlyFee,
    byDefaultRisk: config.risk?.expectedLoss !== undefined,
  };
  const parts: Float64Array[] = [];
  for (const [done, range] of ranges.entries()) {
    onProgress('contributions', done, ranges.length);
    parts.push(await db.transaction((tx) => writeContributions(tx, terms, range)));
    await pause(signal);
  }
  return concatenated(parts);
}

/**
 * Reads what the bank knew of every customer on several days.
 *
 * @param snapshotMonths how many months before the as-of date; the first is 0
 */
export async function readSnapshots(
  { db }: Store,
  calendar: Calendar,
  snapshotMonths: readonly number[],
  { config, timezone, onProgress, signal }: ReadOptions,
): Promise<BankSnapshots> {
  const large = await customerRanges(db, customersAtATime);
  const read = async <Name extends string>(
    one: (range: CustomerRange) => Promise<Record<Name, Float64Array>>,
    ranges: readonly CustomerRange[] = large,
  ): Promise<Record<Name, Float64Array>> => {
    const parts: Record<Name, Float64Array>[] = [];
    for (const range of ranges) {
      parts.push(await one(range));
      await pause(signal);
    }
    return joined(parts);
  };
  const marksAt = (anchors: readonly string[], month: number) => {
    const mark = (before: number) => lastPeriodBy(calendar, anchors[month + before]!);
    return { now: mark(0), m1: mark(1), m3: mark(3), m6: mark(6), m12: mark(12) };
  };
  const recorded = await read((range) => recordedDays(db, range));
  const customers = await read((range) => customerColumns(db, range));
  const sample = await sampled(db, customers.customer_id, config.churn.learnFrom);
  const snapshots: Snapshot[] = [];
  for (const [done, month] of snapshotMonths.entries()) {
    onProgress('features', done, snapshotMonths.length);
    const day = (before: number) => calendar.anchors[month + before]!;
    const marks = marksAt(calendar.anchors, month);
    const balanceMarks = marksAt(calendar.balanceAnchors, month);
    const days = { now: day(0), m3: day(3), m12: day(12) };
    const ranges = snapshots.length === 0 ? large : (sample?.ranges ?? large);
    snapshots.push({
      day: day(0),
      dayNumber: dayNumber(day(0)),
      monthsKnown: [12, 6, 3, 1].find((before) => dayAfter(day(before)) >= calendar.dataStart) ?? 0,
      columns: {
        ...(await read((range) => activityColumns(db, marks, range), ranges)),
        ...(await read((range) => balanceColumns(db, balanceMarks, range), ranges)),
        ...(await read((range) => holdingColumns(db, day(0), day(6), range), ranges)),
        ...(await read((range) => interactionColumns(db, days, timezone, range), ranges)),
        ...(await read((range) => opinionColumns(db, day(0), day(opinionMonths), range), ranges)),
      },
      overridden: (await read((range) => overrideColumn(db, day(0), range), ranges)).overridden,
      recorded: recordBy(marks.now, recorded),
    });
  }
  const [first, ...others] = snapshots;
  if (first === undefined) throw new Error('A valuation needs a day to value customers on.');
  const { definition } = churnDefinitionOf(config.churn, customers, snapshots);
  const attributes = await readAttributes(db, large, config.churn.forbidden, read, () =>
    pause(signal),
  );
  const today = { customers, attributes, snapshots: [first] satisfies [Snapshot] };
  const learnt = sample === null ? today : takeCustomers(today, sample.rows);
  return {
    ...today,
    learning: { ...learnt, snapshots: [learnt.snapshots[0], ...others] },
    purchases: await read((range) => purchaseColumns(db, range)),
    pastPurchases: await pastPurchases(calendar, config, (marks) =>
      read((range) => pastPurchaseColumns(db, marks, range)),
    ),
    holdingsClosed: byTenure(config)
      ? (await read((range) => holdingsClosedColumn(db, calendar.asOf, range))).closed
      : null,
    balance: (await read((range) => balanceColumns(db, marksAt(calendar.anchors, 0), range)))
      .balance,
    satisfaction: estimateSatisfaction(first.columns.satisfaction, first.columns.tone),
    months: calendar.months.map(({ start }) => start),
    lastOwn: definition === 'closed' ? null : await lastOwn(db, calendar, large, signal),
    bringsIn: await anythingComesIn(db, config, large, signal),
  };
}

/**
 * Of whom it is learnt who leaves where these are not all: every so many groups of customers who came into the store together,
 * so that each time and each file has its share of them. Null where it is everybody.
 *
 * @param customerIds of all, ascending
 * @param most how many customers
 */
async function sampled(
  db: Database,
  customerIds: Float64Array,
  most: number,
): Promise<{ ranges: CustomerRange[]; rows: Uint32Array } | null> {
  const stride = Math.ceil(customerIds.length / most);
  if (stride <= 1) return null;
  const together = Math.max(1, Math.floor(most / learntGroups));
  const groups = await customerRanges(db, together);
  const ranges = groups.filter((_, i) => i % stride === 0);
  const rows = Uint32Array.from(customerIds.keys()).filter(
    (row) => Math.floor(row / together) % stride === 0,
  );
  return { ranges, rows };
}

/** Whether the configuration may value customers by their tenure. */
function byTenure({ valuation: { clv } }: Config): boolean {
  return clv.model === 'auto' || clv.model === 'shifted-beta-geometric';
}

/** What a backtest of purchases needs, where the configuration may value by purchases. */
async function pastPurchases(
  calendar: Calendar,
  { valuation: { clv } }: Config,
  read: (marks: PastMarks) => Promise<PastPurchaseColumns>,
): Promise<PastPurchases | null> {
  const split =
    clv.model === 'auto' || isPurchaseModel(clv.model) ? splitPurchases(calendar) : null;
  if (split === null) return null;
  const { marks, ...past } = split;
  return { ...past, columns: await read(marks) };
}

/** From when to when the bank's record of transactions goes by the end of a period. */
function recordBy(
  mark: number,
  { period, first, last }: Record<'period' | 'first' | 'last', Float64Array>,
): Snapshot['recorded'] {
  const known = (days: Float64Array) =>
    days.filter((day, i) => period[i]! <= mark && !Number.isNaN(day));
  const from = known(first).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const to = known(last).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Number.isFinite(from) ? { first: from, last: to } : null;
}

async function lastOwn(
  db: Database,
  { months }: Calendar,
  ranges: readonly CustomerRange[],
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const parts: Float64Array[] = [];
  for (const range of ranges) {
    parts.push(await lastOwnByMonth(db, months.length, range));
    await pause(signal);
  }
  return concatenated(parts);
}

async function anythingComesIn(
  db: Database,
  { valuation }: Config,
  ranges: readonly CustomerRange[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const withFee = Object.entries(valuation.contribution.monthlyFee).flatMap(([product, fee]) =>
    fee > 0 ? [product] : [],
  );
  for (const range of ranges) {
    if (await bringsIn(db, withFee, range)) return true;
    await pause(signal);
  }
  return false;
}

/** Gives others who wait for the database or the processor a turn, and stops when asked to. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  signal?.throwIfAborted();
}

/** What balances bring and cost in a year; of a loss by the risk of default, what a default costs by the year of its horizon. */
function ratesOf({ valuation: { contribution }, risk }: Config): ProductRates[] {
  const byRisk = risk?.expectedLoss;
  const lossOf = (product: ProductKind) =>
    byRisk === undefined
      ? (contribution.expectedLoss[product] ?? 0)
      : ((byRisk.lossGivenDefault[product] ?? 0) * 12) / byRisk.horizonMonths;
  return productKinds
    .filter((product) => !balanceless.has(product))
    .map((product) => ({
      product,
      deposit: !debts.has(product),
      spread: contribution.spread[product] ?? 0,
      expectedLoss: lossOf(product),
    }));
}

function joined<Name extends string>(
  parts: readonly Record<Name, Float64Array>[],
): Record<Name, Float64Array> {
  const [first] = parts;
  if (first === undefined) throw new Error('There are no customers to read columns of.');
  const whole = { ...first };
  for (const name in whole) whole[name] = concatenated(parts.map((part) => part[name]));
  return whole;
}
