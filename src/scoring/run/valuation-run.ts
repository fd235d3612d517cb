import type { Coded } from '../../language/messages.ts';
import { todayIn } from '../../language/today.ts';
import type { Config } from '../../settings/settings.ts';
import { bankFacts } from '../../store/book/bank-facts.ts';
import { type ModelKind, modelKinds } from '../../store/kinds.ts';
import { modelBefore, type StoredModel } from '../../store/models/champion.ts';
import { exclusively } from '../../store/scoring/exclusively.ts';
import { pastPrediction } from '../../store/scoring/past-prediction.ts';
import { rowsByDay } from '../../store/scoring/rows-by-day.ts';
import {
  analyseValues,
  failRun,
  highestSegmentNumbers,
  lastSegments,
  pruneRuns,
  publishRun,
  type RunModel,
  runningRuns,
  startRun,
} from '../../store/scoring/runs.ts';
import {
  createStagedValues,
  placeValues,
  stagedValues,
} from '../../store/scoring/staged-values.ts';
import {
  atATime,
  type CustomerRange,
  customerRanges,
  dropStaging,
} from '../../store/scoring/staging.ts';
import type { Store } from '../../store/store.ts';
import { readLastChurn } from '../churn/churn-selection.ts';
import { findEvents } from '../events/find-events.ts';
import { balanceDay } from '../history/balance-day.ts';
import {
  type Calendar,
  calendarOf,
  dayAfter,
  dayNumber,
  isDay,
  monthsBefore,
} from '../history/calendar.ts';
import { type DataSpan, dataSpan } from '../history/data-span.ts';
import { readOpinions } from '../history/read-opinions.ts';
import {
  contribute,
  customersAtATime,
  learningSample,
  type ReadBank,
  type ReadOptions,
  readBank,
  snapshotReach,
  stageHistory,
} from '../history/read-snapshots.ts';
import { today } from '../history/snapshots.ts';
import { trainOffers } from '../offers/train-offers.ts';
import { type FactTerms, factTermsOf, writeFacts } from '../playbooks/gather-facts.ts';
import { writeSteps } from '../playbooks/write-steps.ts';
import { type ExpectedLossStager, expectedLossStager } from '../risk/stage-expected-loss.ts';
import type { LastSegmentation } from '../segments/segment-customers.ts';
import { readSegmentationModel } from '../segments/segmentation-model.ts';
import { learnUplift } from '../uplift/learn-uplift.ts';
import {
  partColumns,
  partRows,
  type RowsOf,
  standingColumns,
  standingOf,
  standingTypes,
  wholeRows,
} from './customer-value-rows.ts';
import { ScoringRefusedError } from './scoring-refused.ts';
import { toldProgress } from './told-progress.ts';
import { ValuationThread } from './valuation-thread.ts';
import type { ModelResult, PartOfBank, Valuation } from './value-bank.ts';

/** How far a run has come: a step, and how much of it is done. */
export type ScoreProgress = { step: string; done: number; total: number };

export type ScoreOptions = {
  config: Config;
  /** YYYY-MM-DD; unless given, the newest day of the bank's data that is not after today */
  asOf?: string | undefined;
  now: () => Date;
  /** unless given, the configuration's */
  seed?: number | undefined;
  onProgress?: ((progress: ScoreProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  /**
   * how many customers are valued together; unless given, everybody at once where models learn from everybody, otherwise 20,000.
   * It changes no figure
   */
  customersAtATime?: number | undefined;
  /** the night that it is made for: one run of a night is published, however often it is begun */
  night?: string | undefined;
};

/** What a run warns whoever started it of. */
type RunWarning = Coded<'run-warnings'>;

/** What a run did. */
export type ScoreReport = {
  runId: number;
  asOf: string;
  customers: number;
  /** by kind; null for a kind of which the data supports no model */
  models: Record<
    ModelKind,
    { method: string; card: Record<string, unknown>; kept: boolean } | null
  >;
  /** seconds by step */
  seconds: Record<string, number>;
  /** the first says what must be known before any figure is read, where there is such */
  warnings: RunWarning[];
};

/** Past dates a churn model learns from: as many as make enough rows, within these bounds. */
const fewestWindows = 3;
const mostWindows = 4;
const enoughRows = 20_000;
/** Months of history a training date needs before it. */
const leastHistory = 6;
/** Published runs that are kept whole. */
const keptRuns = 3;
/**
 * Of which others the values are kept, so that a report finds the run of a week ago, and those at both ends of the last month
 * and the last quarter.
 */
const comparedRuns = { days: 8, months: 6 };

/**
 * Values every customer as of a date and publishes the run whole: until then, and if it fails, questions are answered from
 * the previous run.
 *
 * @throws ScoringRefusedError for an invalid as-of date or one before the bank's data, and for an empty bank;
 *   ScoringUnderWayError when another run is under way; the signal's reason when it is aborted
 */
export function score(store: Store, options: ScoreOptions): Promise<ScoreReport> {
  return exclusively(store, () => run(store, options));
}

async function run(store: Store, options: ScoreOptions): Promise<ScoreReport> {
  const { db } = store;
  const { config, now, signal } = options;
  // What the playbooks of a run said is kept by itself.
  const { playbooks, ...settings } = config;
  const seed = options.seed ?? config.churn.seed;
  for (const dead of await runningRuns(db)) {
    await failRun(db, dead, 'The process that computed this run ended before it was published.');
  }
  // Before anything may refuse this run.
  await dropStaging(db);
  const facts = await bankFacts(db);
  const timezone = facts?.timezone ?? 'UTC';
  const warnings: RunWarning[] = [];
  const { asOf, dataStart, dataEnd } = await asOfDate(store, options, timezone, warnings);

  const windows = churnWindows(asOf, dataStart, config.churn.horizonMonths);
  const calendar = calendarOf(asOf, dataStart, {
    anchors: (windows.at(-1) ?? 0) + snapshotReach,
    months: config.valuation.contribution.months,
    balancesOn: await balanceDay(db, asOf),
  });
  const seconds: Record<string, number> = {};
  let began = now().getTime();
  const done = (step: string) => {
    const at = now().getTime();
    seconds[step] = (at - began) / 1000;
    began = at;
  };

  const runId = await startRun(db, {
    asOf,
    startedAt: now(),
    parameters: { ...settings, seed },
    night: options.night,
  });
  const told = toldProgress(db, runId);
  const onProgress = (progress: ScoreProgress) => {
    told.note(progress.step, progress.done, progress.total);
    options.onProgress?.(progress);
  };
  let report: ScoreReport;
  try {
    const reading = {
      config,
      timezone,
      onProgress: (step: string, part: number, total: number) =>
        onProgress({ step, done: part, total }),
      signal,
    };
    const { ranges, customers, ofOddDays } = await stageHistory(store, calendar, reading);
    if (ofOddDays > 0) warnings.push({ code: 'oddDays', figures: { customers: ofOddDays } });
    done('history');
    await readOpinions(db, signal);
    done('opinions');
    const windowsLearnt = Math.max(fewestWindows, Math.ceil(enoughRows / customers));
    const sample = await learningSample(db, customers, config.churn.learnFrom);
    const { bank, readNow } = await readBank(
      store,
      calendar,
      [0, ...windows.slice(0, windowsLearnt)],
      reading,
      sample,
    );
    const size = options.customersAtATime ?? (sample === null ? undefined : customersAtATime);
    const parts = size === undefined ? null : await customerRanges(db, size);
    const learntRanges = sample ?? (await customerRanges(db, customersAtATime));
    const before = await modelBefore(db, 'segments', asOf);
    const last = before?.model;
    const lastSegmentation =
      before === undefined
        ? {}
        : await segmentationsOfLastRun(
            store,
            before,
            { customerIds: bank.customers.customer_id, ranges: learntRanges },
            asOf,
            warnings,
          );
    const highestNumbers = await highestSegmentNumbers(db);
    const lastChurn = (await modelBefore(db, 'churn', asOf))?.model;
    const days = bank.snapshots.slice(1).map(({ day }) => day);
    const churnPast = {
      last: (lastChurn && readLastChurn(lastChurn)) ?? null,
      prediction: (await pastPrediction(db, days, config.churn.horizonMonths)) ?? null,
    };
    done('features');
    onProgress({ step: 'events', done: 0, total: 1 });
    const day = { day: asOf, timezone };
    const eventsFound = await findEvents(store, runId, { rules: config.events, day, signal });
    done('events');
    const known: KnownOfRun = {
      ...{ store, runId, calendar, reading, readNow, facts: factTermsOf(bank, eventsFound) },
      expectLoss:
        config.risk?.expectedLoss === undefined
          ? null
          : await expectedLossStager(store, config.risk, now()),
      rows: { runId, horizonMonths: config.valuation.clv.horizonMonths },
      done,
    };
    if (parts === null) {
      const written = await customerRanges(db, atATime[store.kind].customers);
      await writeFacts(store, runId, today(bank), known.facts, written, signal);
    }
    done('facts');
    await known.expectLoss?.(today(bank), learntRanges);
    // The churn model learns on a thread of its own while the database works out the contributions.
    const contributions = contribute(
      store,
      runId,
      calendar,
      sample ?? ranges,
      reading,
      parts === null,
    );
    const customerIds = Float64Array.from(bank.customers.customer_id);
    const thread = new ValuationThread(
      {
        bank,
        sampled: sample !== null,
        inParts: parts !== null,
        lastSegmentation,
        highestNumbers,
        churnPast,
        config,
        seed,
      },
      contributions,
      (step) => onProgress({ step, done: 0, total: 1 }),
      signal,
    );
    let valuation: Valuation;
    try {
      const [learnt] = await Promise.allSettled([thread.learnt(), contributions]);
      if (learnt.status === 'rejected') throw learnt.reason;
      began = now().getTime();
      valuation =
        parts === null
          ? await valueAtOnce(thread, known, customerIds)
          : await valueInParts(thread, known, parts);
    } finally {
      thread.close();
    }
    await analyseValues(db);
    done('write');
    Object.assign(seconds, valuation.seconds);
    signal?.throwIfAborted();
    onProgress({ step: 'playbooks', done: 0, total: 1 });
    const { segments, atRisk } = valuation;
    warnings.push(...(await writeSteps(store, runId, playbooks, { segments, atRisk, signal })));
    done('playbooks');
    onProgress({ step: 'offers', done: 0, total: 1 });
    const offers = await trainOffers(db, { runId, customers });
    const models: Valuation['models'] = { ...valuation.models, ...(offers && { offers }) };
    done('offers');
    const uplift = await learnUplift(db, { asOf, config, seed });
    if (uplift !== undefined) models.uplift = uplift;
    done('uplift');
    signal?.throwIfAborted();
    onProgress({ step: 'publish', done: 0, total: 1 });
    await publishRun(db, runId, {
      at: now(),
      customers,
      models: runModels(models, { at: now(), asOf, segments: last }),
      churnHorizonMonths: config.churn.horizonMonths,
      parameters: { ...settings, churn: { ...settings.churn, atRisk: valuation.atRisk }, seed },
      seconds,
      challengers: valuation.challengers.map((model) => ({
        kind: 'churn',
        ...model,
        trainedAt: now(),
        asOf,
      })),
      segments: valuation.segments,
    });
    done('publish');
    report = {
      runId,
      asOf,
      customers,
      models: {
        churn: reported(valuation.models.churn, undefined),
        clv: reported(valuation.models.clv, undefined),
        segments: reported(valuation.models.segments, last),
        offers: reported(offers, undefined),
        uplift: reported(uplift, undefined),
      },
      seconds,
      warnings: [...valuation.foremost, ...warnings, ...valuation.warnings],
    };
  } catch (error) {
    await told.end();
    try {
      await failRun(db, runId, reasonOf(error));
    } catch (second) {
      throw new AggregateError([error, second], reasonOf(error));
    }
    throw error;
  } finally {
    await told.end();
    await dropStaging(db);
  }
  await pruneRuns(db, keptRuns, dataEnd, comparedRuns);
  return report;
}

/** Why something failed, in the database's own words where it refused a statement. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/**
 * How many months before the as-of date lie the dates a churn model may learn from: a horizon apart, each with enough
 * history before it.
 */
function churnWindows(asOf: string, dataStart: string, horizonMonths: number): number[] {
  return Array.from({ length: mostWindows }, (_, window) => (window + 1) * horizonMonths).filter(
    (months) => dayAfter(monthsBefore(asOf, months + leastHistory)) >= dataStart,
  );
}

async function asOfDate(
  { db }: Store,
  { asOf, now }: ScoreOptions,
  timezone: string,
  warnings: RunWarning[],
): Promise<{ asOf: string; dataStart: string; dataEnd: string }> {
  if (asOf !== undefined && !isDay(asOf)) {
    throw new ScoringRefusedError(
      `The as-of date was given as ${JSON.stringify(asOf)}. Allowed: a day that exists, YYYY-MM-DD.`,
    );
  }
  const span = dataSpan(await rowsByDay(db), todayIn(timezone, now()));
  if (span === null) {
    throw new ScoringRefusedError(
      'The store holds no transaction and no balance dated today or before, so there is nothing to value. Ingest a bank first.',
    );
  }
  const { first, last } = span;
  warnings.push(...strayWarnings(span, asOf ?? last));
  if (asOf === undefined) return { asOf: last, dataStart: first, dataEnd: last };
  if (asOf < first) {
    throw new ScoringRefusedError(
      `The as-of date was given as ${asOf}. Allowed: a day from ${first}, with which the bank's data begins.`,
    );
  }
  if (asOf > last) {
    warnings.push({ code: 'dataEnded', figures: { end: last, asOf } });
  }
  return { asOf, dataStart: first, dataEnd: last };
}

/** Rows whose dates cannot be right, or lie where the bank has no data: a run as of the date does without them. */
function strayWarnings(
  { before, after, future, first, last }: DataSpan,
  asOf: string,
): RunWarning[] {
  const warnings: RunWarning[] = [];
  if (future !== null && future.first > asOf) {
    warnings.push({ code: 'datedAfterToday', figures: { rows: future.rows, newest: future.last } });
  }
  if (before !== null) {
    warnings.push({
      code: 'farBeforeOthers',
      figures: { rows: before.rows, oldest: before.first, begin: first },
    });
  }
  if (after !== null && after.first > asOf) {
    warnings.push({
      code: 'farAfterOthers',
      figures: { rows: after.rows, newest: after.last, end: last },
    });
  }
  return warnings;
}

/** What every part of a bank is read, valued and written with. */
type KnownOfRun = {
  store: Store;
  runId: number;
  calendar: Calendar;
  reading: ReadOptions;
  readNow: ReadBank['readNow'];
  facts: FactTerms;
  /** null where contributions do not go by the risk of default */
  expectLoss: ExpectedLossStager | null;
  rows: RowsOf;
  /** notes that a step has ended */
  done: (step: string) => void;
};

/** Values everybody at once, where the models learnt from everybody, and writes it. */
async function valueAtOnce(
  thread: ValuationThread,
  { store, rows, reading, done }: KnownOfRun,
  customerIds: Float64Array,
): Promise<Valuation> {
  const part = await thread.value('everybody');
  const valuation = await thread.end();
  done('scores');
  reading.onProgress('write', 0, customerIds.length);
  await store.copyRows(
    'customer_values',
    [...partColumns, ...standingColumns],
    wholeRows(part, valuation.standing, customerIds, rows),
  );
  return valuation;
}

/**
 * Values a bank part by part, so that no more than a few parts of it are in memory: what is known of customers by themselves is
 * staged, and written once it is known how they stand among all. A part is read while the one before it is valued.
 */
async function valueInParts(
  thread: ValuationThread,
  known: KnownOfRun,
  ranges: readonly CustomerRange[],
): Promise<Valuation> {
  const { store, rows, reading, done } = known;
  await createStagedValues(store.db, partColumns);
  const ids: Float64Array[] = [];
  let staged = Promise.resolve();
  for (const [i, range] of ranges.entries()) {
    reading.onProgress('parts', i, ranges.length);
    const part = await readPart(known, range);
    const customerIds = Float64Array.from(part.bank.customers.customer_id);
    ids.push(customerIds);
    // One part is read, one valued: no more wait.
    await staged;
    staged = thread.value(part).then(async (valued) => {
      await store.copyRows(stagedValues, partColumns, partRows(valued, customerIds, rows));
    });
    staged.catch(() => undefined);
  }
  await staged;
  done('parts');
  const valuation = await thread.end();
  done('scores');
  let from = 0;
  for (const [i, customerIds] of ids.entries()) {
    reading.onProgress('write', i, ids.length);
    const stands = Array.from(customerIds, (_, at) => standingOf(valuation.standing, from + at));
    await placeValues(
      store.db,
      partColumns,
      Array.from(customerIds),
      standingColumns.map((column, at) => ({
        column,
        type: standingTypes[column],
        values: stands.map((stand) => stand[at]!),
      })),
    );
    from += customerIds.length;
    reading.signal?.throwIfAborted();
  }
  return valuation;
}

/** Reads a part of the bank, and writes of it what is known before it is valued. */
async function readPart(
  { store, runId, calendar, reading, readNow, facts, expectLoss }: KnownOfRun,
  range: CustomerRange,
): Promise<PartOfBank> {
  const bank = await readNow(range);
  await writeFacts(store, runId, bank, facts, [range], reading.signal);
  await expectLoss?.(bank, [range]);
  const quiet = { ...reading, onProgress: () => undefined };
  return { bank, contributions: await contribute(store, runId, calendar, [range], quiet, true) };
}

async function segmentationsOfLastRun(
  { db }: Store,
  { model: stored, runId }: { model: StoredModel; runId: number },
  { customerIds, ranges }: { customerIds: Float64Array; ranges: readonly CustomerRange[] },
  asOf: string,
  warnings: RunWarning[],
): Promise<Record<string, LastSegmentation>> {
  const known = readSegmentationModel(stored);
  if (known === undefined) {
    warnings.push({ code: 'segmentsUnreadable', figures: {} });
    return {};
  }
  for (const [id, { card }] of Object.entries(known)) {
    if (card !== undefined) continue;
    warnings.push({ code: 'segmentationUnreadable', figures: { segmentation: id } });
  }
  const ids = Object.keys(known);
  const segments = new Map(
    ids.map((id) => [id, new Float64Array(customerIds.length).fill(Number.NaN)]),
  );
  let row = 0;
  for (const range of ranges) {
    // Both are in the order of their ids.
    const before = await lastSegments(db, ids, runId, range);
    before.customers.forEach((customer, at) => {
      while (row < customerIds.length && customerIds[row]! < customer) row++;
      if (customerIds[row] !== customer) return;
      for (const [id, held] of before.bySegmentation) segments.get(id)![row] = held[at]!;
    });
  }
  return Object.fromEntries(
    Object.entries(known).map(([id, segmentation]) => [
      id,
      {
        ...segmentation,
        ageDays: Math.abs(dayNumber(asOf) - dayNumber(segmentation.fittedOn)),
        segments: segments.get(id)!,
      },
    ]),
  );
}

function runModels(
  models: Valuation['models'],
  { at, asOf, segments }: { at: Date; asOf: string; segments: StoredModel | undefined },
): Partial<Record<ModelKind, RunModel>> {
  const made: Partial<Record<ModelKind, RunModel>> = {};
  for (const kind of modelKinds) {
    const model = models[kind];
    if (model === 'kept') {
      if (segments !== undefined) made[kind] = { id: segments.id };
    } else if (model !== undefined) made[kind] = { ...model, trainedAt: at, asOf };
  }
  return made;
}

function reported(
  model: ModelResult | undefined,
  last: StoredModel | undefined,
): ScoreReport['models'][ModelKind] {
  if (model === undefined) return null;
  if (model !== 'kept') return { method: model.method, card: model.card, kept: false };
  return last === undefined ? null : { method: last.method, card: last.card, kept: true };
}
