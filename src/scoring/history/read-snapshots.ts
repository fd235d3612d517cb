import { setImmediate } from 'node:timers/promises';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel } from '../../settings/value-models.ts';
import { debtKinds, type ProductKind, productKinds } from '../../store/kinds.ts';
import { activityColumns, type PeriodMarks } from '../../store/scoring/activity-columns.ts';
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
import { type AskedAttributes, askedAttributes, readAttributes } from './read-attributes.ts';
import { refundKinds } from './refund-kinds.ts';
import type { BankNow, LearningBank, Snapshot } from './snapshots.ts';

/** Customers whose columns one statement gives, and who are valued together where a bank is valued in parts. */
export const customersAtATime = 20_000;
/** A sample of whom is learnt from has at least so many groups of customers who are next to one another in the store. */
const learntGroups = 100;
/** Ranges of customers, evenly from all, whose transactions tell which way the money of a kind goes. */
const rangesCompared = 16;
/** A survey or a comment from longer ago says nothing about today. */
const opinionMonths = 24;
/** How many months before a snapshot are looked at. */
export const snapshotReach = opinionMonths;

const debts: ReadonlySet<ProductKind> = new Set(debtKinds);
const balanceless: ReadonlySet<ProductKind> = new Set(['insurance', 'standing-order']);

export type ReadOptions = {
  config: Config;
  timezone: string;
  onProgress: (step: string, done: number, total: number) => void;
  signal: AbortSignal | undefined;
};

/**
 * Adds up the history of every customer up to the as-of date of the calendar, for {@link readBank} and
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
 * Works out the contributions of ranges of customers: customers × months, row-major, oldest month first; `NaN` where they were
 * not the bank's customer.
 *
 * @param written whether a run's contributions are written to the store, too
 */
export async function contribute(
  { db }: Store,
  runId: number,
  calendar: Calendar,
  ranges: readonly CustomerRange[],
  { config, timezone, onProgress, signal }: ReadOptions,
  written: boolean,
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
    written,
  };
  const parts: Float64Array[] = [];
  for (const [done, range] of ranges.entries()) {
    onProgress('contributions', done, ranges.length);
    parts.push(await db.transaction((tx) => writeContributions(tx, terms, range)));
    await pause(signal);
  }
  return concatenated(parts);
}

/** What of a bank is read alike of all its customers, whichever of them are read. */
type Terms = {
  /** of transactions, by period */
  recorded: Awaited<ReturnType<typeof recordedDays>>;
  attributes: AskedAttributes;
  bringsIn: boolean;
};

/** A bank to learn from, and what reads others of its customers as they are today. */
export type ReadBank = {
  bank: LearningBank;
  readNow(range: CustomerRange): Promise<BankNow>;
};

/**
 * Reads what the bank knew of its customers on several days, of all or of those whom is learnt from.
 *
 * @param snapshotMonths how many months before the as-of date; the first is 0
 * @param sample ranges of those whom is learnt from; null where it is everybody
 */
export async function readBank(
  store: Store,
  calendar: Calendar,
  snapshotMonths: readonly number[],
  options: ReadOptions,
  sample: readonly CustomerRange[] | null,
): Promise<ReadBank> {
  const { db } = store;
  const { config, onProgress, signal } = options;
  const all = await customerRanges(db, customersAtATime);
  const ranges = sample ?? all;
  const terms: Terms = {
    recorded: await readAll(all, signal, (range) => recordedDays(db, range)),
    attributes: await askedAttributes(db, ranges, config.churn.forbidden, () => pause(signal)),
    bringsIn: await anythingComesIn(db, config, all, signal),
  };
  onProgress('features', 0, snapshotMonths.length);
  const now = await readNow(store, calendar, ranges, terms, options);
  const snapshots: Snapshot[] = [];
  for (const [done, month] of snapshotMonths.entries()) {
    if (month === 0) continue;
    onProgress('features', done, snapshotMonths.length);
    snapshots.push(await readSnapshot(store, calendar, month, ranges, terms, options));
  }
  const days: LearningBank['snapshots'] = [now.snapshots[0], ...snapshots];
  const { definition } = churnDefinitionOf(config.churn, now.customers, days);
  return {
    bank: {
      ...now,
      snapshots: days,
      pastPurchases: await pastPurchases(calendar, config, (marks) =>
        readAll(ranges, signal, (range) => pastPurchaseColumns(db, marks, range)),
      ),
      lastOwn: definition === 'closed' ? null : await lastOwn(db, calendar, ranges, signal),
    },
    readNow: (range) => readNow(store, calendar, [range], terms, options),
  };
}

/** Reads what the bank knows of ranges of customers on the as-of date. */
async function readNow(
  store: Store,
  calendar: Calendar,
  ranges: readonly CustomerRange[],
  terms: Terms,
  options: ReadOptions,
): Promise<BankNow> {
  const { db } = store;
  const { config, signal } = options;
  const read = <Name extends string>(
    one: (range: CustomerRange) => Promise<Record<Name, Float64Array>>,
  ) => readAll(ranges, signal, one);
  const customers = await read((range) => customerColumns(db, range));
  const now = await readSnapshot(store, calendar, 0, ranges, terms, options);
  const marks = marksAt(calendar, calendar.anchors, 0);
  return {
    customers,
    attributes: await readAttributes(db, terms.attributes, read),
    snapshots: [now],
    purchases: await read((range) => purchaseColumns(db, range)),
    holdingsClosed: byTenure(config)
      ? (await read((range) => holdingsClosedColumn(db, calendar.asOf, range))).closed
      : null,
    balance: (await read((range) => balanceColumns(db, marks, range))).balance,
    satisfaction: estimateSatisfaction(now.columns.satisfaction, now.columns.tone),
    months: calendar.months.map(({ start }) => start),
    bringsIn: terms.bringsIn,
  };
}

/** Reads what the bank knew of ranges of customers on a day, so many months before the as-of date. */
async function readSnapshot(
  { db }: Store,
  calendar: Calendar,
  month: number,
  ranges: readonly CustomerRange[],
  { recorded }: Terms,
  { timezone, signal }: ReadOptions,
): Promise<Snapshot> {
  const read = <Name extends string>(
    one: (range: CustomerRange) => Promise<Record<Name, Float64Array>>,
  ) => readAll(ranges, signal, one);
  const day = (before: number) => calendar.anchors[month + before]!;
  const marks = marksAt(calendar, calendar.anchors, month);
  const balanceMarks = marksAt(calendar, calendar.balanceAnchors, month);
  const days = { now: day(0), m3: day(3), m12: day(12) };
  return {
    day: day(0),
    dayNumber: dayNumber(day(0)),
    monthsKnown: [12, 6, 3, 1].find((before) => dayAfter(day(before)) >= calendar.dataStart) ?? 0,
    columns: {
      ...(await read((range) => activityColumns(db, marks, range))),
      ...(await read((range) => balanceColumns(db, balanceMarks, range))),
      ...(await read((range) => holdingColumns(db, day(0), day(6), range))),
      ...(await read((range) => interactionColumns(db, days, timezone, range))),
      ...(await read((range) => opinionColumns(db, day(0), day(opinionMonths), range))),
    },
    overridden: (await read((range) => overrideColumn(db, day(0), range))).overridden,
    recorded: recordBy(marks.now, recorded),
  };
}

function marksAt(calendar: Calendar, anchors: readonly string[], month: number): PeriodMarks {
  const mark = (before: number) => lastPeriodBy(calendar, anchors[month + before]!);
  return { now: mark(0), m1: mark(1), m3: mark(3), m6: mark(6), m12: mark(12) };
}

/** Reads columns of ranges, one after another. */
async function readAll<Name extends string>(
  ranges: readonly CustomerRange[],
  signal: AbortSignal | undefined,
  one: (range: CustomerRange) => Promise<Record<Name, Float64Array>>,
): Promise<Record<Name, Float64Array>> {
  const parts: Record<Name, Float64Array>[] = [];
  for (const range of ranges) {
    parts.push(await one(range));
    await pause(signal);
  }
  return joined(parts);
}

/**
 * Ranges of those whom is learnt from where these are not all: every so many groups of customers who came into the store together,
 * so that each time and each file has its share of them. Null where it is everybody.
 *
 * @param customers how many there are
 * @param most how many are learnt from
 */
export async function learningSample(
  db: Database,
  customers: number,
  most: number,
): Promise<CustomerRange[] | null> {
  const stride = Math.ceil(customers / most);
  if (stride <= 1) return null;
  const groups = await customerRanges(db, Math.max(1, Math.floor(most / learntGroups)));
  return groups.filter((_, i) => i % stride === 0);
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
