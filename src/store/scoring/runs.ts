import { and, eq, inArray, max, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { newestRunId } from '../book/newest-run.ts';
import { runsToldOf } from '../deliveries/last-told.ts';
import { type ModelKind, modelKinds } from '../kinds.ts';
import {
  contributions,
  customerFacts,
  customerSteps,
  customerValues,
  events,
  models,
  playbooks,
  segments,
  valuationRuns,
} from '../schema.ts';
import { segmentIn } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { dropTotals, keepTotals } from '../totals/keep-totals.ts';
import { forgetPredictions, keepPredictions } from './past-prediction.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/** Writes the row of a run that begins. Nobody sees the run before it is published. */
export async function startRun(
  db: Database,
  run: {
    asOf: string;
    startedAt: Date;
    parameters: Record<string, unknown>;
    /** the night that it is made for */
    night?: string | undefined;
  },
): Promise<number> {
  const [made] = await db
    .insert(valuationRuns)
    .values({ ...run, status: 'running' })
    .returning({ id: valuationRuns.id });
  if (made === undefined) throw new Error('The database gave no id for the new run.');
  return made.id;
}

/** Removes what a run wrote and says why it ended. */
export async function failRun(db: Database, runId: number, error: string): Promise<void> {
  await db.transaction(async (tx) => {
    await removeRows(tx, [runId]);
    await tx
      .update(valuationRuns)
      .set({ status: 'failed', error })
      .where(eq(valuationRuns.id, runId));
  });
}

/** The runs that are said to be running. */
export async function runningRuns(db: Database): Promise<number[]> {
  const rows = await db
    .select({ id: valuationRuns.id })
    .from(valuationRuns)
    .where(eq(valuationRuns.status, 'running'));
  return rows.map(({ id }) => id);
}

/** A model a run has made. */
export type NewModel = {
  method: string;
  trainedAt: Date;
  asOf: string;
  body: unknown;
  card: Record<string, unknown>;
};

/** A model a run has made or carried on with. */
export type RunModel = { id: number } | NewModel;

/**
 * Publishes a run whole: from the end of this transaction on every question is answered from it, unless a run of a later
 * day is published. Then it is back-dated, and what is said of today stays as it is: its models are kept, but none becomes
 * champion, and what it says of customers' leaving is not kept, as it was not said then. Otherwise its model becomes the
 * champion of its kind. Models that competed with it are kept beside it.
 */
export async function publishRun(
  db: Database,
  runId: number,
  published: {
    at: Date;
    customers: number;
    models: Partial<Record<ModelKind, RunModel>>;
    /** what it valued with, as far as the run itself settled it; unless given, what it began with */
    parameters?: Record<string, unknown>;
    /** how many seconds its steps took, by step */
    seconds?: Record<string, number>;
    /** what its churn probabilities look ahead */
    churnHorizonMonths: number;
    challengers: readonly (NewModel & { kind: ModelKind })[];
    segments: {
      segmentation: string;
      id: number;
      /** by locale */
      names: Record<string, string>;
      size: number;
      portrait: Record<string, { mean: number; z: number }>;
    }[];
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    const ids: Partial<Record<ModelKind, number>> = {};
    const backDated = await isBackDated(tx, runId);
    if (published.challengers.length > 0) {
      await tx
        .insert(models)
        .values(published.challengers.map((challenger) => ({ ...challenger, champion: false })));
    }
    for (const kind of modelKinds) {
      const model = published.models[kind];
      if (model === undefined) continue;
      ids[kind] = 'id' in model ? model.id : await insertModel(tx, kind, model);
      if (!backDated) await makeChampion(tx, kind, ids[kind]);
    }
    if (published.segments.length > 0) {
      await tx
        .insert(segments)
        .values(published.segments.map((segment) => ({ runId, ...segment })));
    }
    await tx
      .update(valuationRuns)
      .set({
        status: 'published',
        publishedAt: published.at,
        customers: published.customers,
        models: ids,
        ...(published.parameters === undefined ? {} : { parameters: published.parameters }),
        seconds: published.seconds ?? null,
      })
      .where(eq(valuationRuns.id, runId));
    await keepTotals(tx, runId);
    if (!backDated) {
      await keepPredictions(tx, runId, published.churnHorizonMonths, published.customers);
    }
  });
}

/** Whether a run of a later day than this run's is published. */
async function isBackDated(db: Database, runId: number): Promise<boolean> {
  const [found] = await queryRows(
    db,
    z.object({ backDated: z.boolean() }),
    sql`select exists (
          select from valuation_runs later
          where later.status = 'published' and later.as_of > run.as_of) as "backDated"
        from valuation_runs run where run.id = ${runId}`,
  );
  if (found === undefined) throw new Error(`There is no run ${runId}.`);
  return found.backDated;
}

async function insertModel(tx: Database, kind: ModelKind, model: NewModel): Promise<number> {
  const [made] = await tx
    .insert(models)
    .values({ kind, champion: false, ...model })
    .returning({ id: models.id });
  if (made === undefined) throw new Error(`The database gave no id for the new ${kind} model.`);
  return made.id;
}

async function makeChampion(tx: Database, kind: ModelKind, id: number): Promise<void> {
  await tx
    .update(models)
    .set({ champion: false })
    .where(and(eq(models.kind, kind), eq(models.champion, true), ne(models.id, id)));
  await tx
    .update(models)
    .set({ champion: true })
    .where(and(eq(models.id, id), eq(models.champion, false)));
}

/** The published runs that were not back-dated when they were published: one row each, `id` and `as_of`. */
const runsInTurn = sql`(
  select id, as_of from (
    select id, as_of, max(as_of) over (
      order by id rows between unbounded preceding and 1 preceding) as reached
    from valuation_runs where status = 'published') published
  where reached is null or as_of >= reached)`;

/**
 * Removes the values, contributions and next steps of all but the newest published runs by as-of date, the models that none of these
 * was computed with or compared to (runs, segments and what models' cards say of them stay), and predictions of long ago;
 * and tidies up after them, which on the embedded store nobody else does. A back-dated run drives out none that was not. The
 * values alone stay of the runs that digests told of last, for what changed since.
 *
 * @param keep how many runs stay, at least one
 * @param dataEnd the last day the bank has data of, YYYY-MM-DD: who left after it is not known, whatever a run's date
 * @param compared of which others the values stay, to compare with: the last run of each of so many `days` before the newest, and the last
 *   of each calendar month of so many `months` before its own; none unless given
 */
export async function pruneRuns(
  db: Database,
  keep: number,
  dataEnd: string,
  compared?: { days: number; months: number },
): Promise<void> {
  const newestOf = (runs: SQL) =>
    sql`(select id, as_of from ${runs} runs order by as_of desc, id desc limit ${keep})`;
  const newest = await queryRows(
    db,
    z.object({ id: z.number(), asOf: z.string() }),
    sql`select id, as_of::text as "asOf" from (
          ${newestOf(sql`(select id, as_of from valuation_runs where status = 'published')`)}
          union ${newestOf(runsInTurn)}) kept
        order by as_of desc, id desc`,
  );
  const comparedWith = new Set([
    ...(await runsToldOf(db)),
    ...(compared === undefined ? [] : await runsToCompare(db, compared)),
  ]);
  const old = await db
    .selectDistinct({ id: customerValues.runId })
    .from(customerValues)
    .innerJoin(valuationRuns, eq(valuationRuns.id, customerValues.runId))
    .where(
      and(
        eq(valuationRuns.status, 'published'),
        notInArray(
          customerValues.runId,
          newest.map(({ id }) => id),
        ),
      ),
    );
  if (old.length > 0) {
    const ids = old.map(({ id }) => id);
    await removeBesideValues(db, ids);
    await removeValues(
      db,
      ids.filter((id) => !comparedWith.has(id)),
    );
    await db.execute(sql`vacuum customer_values`);
    await db.execute(sql`vacuum contributions`);
    await db.execute(sql`vacuum customer_facts`);
    await db.execute(sql`vacuum customer_steps`);
    await db.execute(sql`vacuum events`);
  }
  const [last] = newest;
  if (last !== undefined) {
    await forgetModels(
      db,
      newest.map(({ id }) => id),
    );
    await forgetPredictions(db, last.asOf < dataEnd ? last.asOf : dataEnd);
  }
  await db.execute(sql`analyze contributions`);
  await db.execute(sql`analyze customer_steps`);
  await db.execute(sql`analyze events`);
}

/**
 * Tells the planner of the values and facts that a run has just written, of which it would else expect no row: what the run
 * itself goes on to ask of them would take minutes.
 */
export async function analyseValues(db: Database): Promise<void> {
  await db.execute(sql`analyze customer_values`);
  await db.execute(sql`analyze customer_facts`);
}

/** Empties the models that are not in use: no champion's, none of the kept runs', none that competed in these. */
async function forgetModels(db: Database, runIds: readonly number[]): Promise<void> {
  const kept = sql`(select * from valuation_runs where ${inArray(sql`id`, [...runIds])}) run`;
  const emptied = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`update models set body = null
        where body is not null and not champion
          and not exists (
            select from ${kept}, jsonb_each(run.models) used where used.value::integer = models.id)
          and trained_at < (select min(started_at) from ${kept})
        returning id`,
  );
  if (emptied.length > 0) await db.execute(sql`vacuum models`);
}

async function removeRows(db: Database, runIds: readonly number[]): Promise<void> {
  await removeValues(db, runIds);
  await removeBesideValues(db, runIds);
}

/** The runs of the days before the newest, and the last of each month before its own. */
async function runsToCompare(
  db: Database,
  { days, months }: { days: number; months: number },
): Promise<number[]> {
  const found = await queryRows(
    db,
    z.object({ id: z.number() }),
    sql`with published as (
          select id, as_of, max(as_of) over () as newest from valuation_runs where status = 'published')
        (select distinct on (as_of) id from published where as_of >= newest - ${days}::int
          order by as_of, id desc)
        union
        (select distinct on (date_trunc('month', as_of)) id from published
          where as_of >= date_trunc('month', newest) - make_interval(months => ${months}::int)
          order by date_trunc('month', as_of), as_of desc, id desc)`,
  );
  return found.map(({ id }) => id);
}

async function removeValues(db: Database, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return;
  await db.delete(customerValues).where(inArray(customerValues.runId, [...runIds]));
  await db
    .update(valuationRuns)
    .set({ valuesKept: false })
    .where(inArray(valuationRuns.id, [...runIds]));
}

async function removeBesideValues(db: Database, runIds: readonly number[]): Promise<void> {
  if (runIds.length === 0) return;
  const ids = [...runIds];
  await dropTotals(db, ids);
  await db.delete(contributions).where(inArray(contributions.runId, ids));
  await db.delete(customerSteps).where(inArray(customerSteps.runId, ids));
  await db.delete(events).where(inArray(events.runId, ids));
  await db.delete(customerFacts).where(inArray(customerFacts.runId, ids));
  await db.delete(playbooks).where(inArray(playbooks.runId, ids));
}

/**
 * The segment numbers of the customers at a published run, by segmentation, one entry a customer in the order of
 * `customers`, their ids; `NaN` for none. Without entries before the first run.
 *
 * @param segmentations the ids of those asked for
 * @param runId unless given, the published run with the newest as-of date
 * @param range of customers; unless given, all
 */
export async function lastSegments(
  db: Database,
  segmentations: readonly string[],
  runId?: number,
  range?: CustomerRange,
): Promise<{ customers: Float64Array; bySegmentation: Map<string, Float64Array> }> {
  const columns = segmentations.map((id, i) => ({ id, name: `segmentation_${i}` }));
  const held = columns.map(
    ({ id, name }) => sql`, ${segmentIn(id, 'v')} as ${sql.identifier(name)}`,
  );
  const run = runId === undefined ? newestRunId : sql`${runId}`;
  const read = await readColumns(
    db,
    ['customer_id', ...columns.map(({ name }) => name)],
    sql`select v.customer_id${sql.join(held)}
        from customer_values v
        where v.run_id = ${run}${range === undefined ? sql`` : sql` and ${within('v', range)}`}
        order by v.customer_id`,
  );
  const column = (name: string) => {
    const values = read[name];
    if (values === undefined) throw new Error(`The query gave no column ${name}.`);
    return values;
  };
  return {
    customers: column('customer_id'),
    bySegmentation: new Map(columns.map(({ id, name }) => [id, column(name)])),
  };
}

/** The highest number that a segment of any run ever had, by segmentation; none for one that never was. */
export async function highestSegmentNumbers(db: Database): Promise<Map<string, number>> {
  const rows = await db
    .select({ segmentation: segments.segmentation, highest: max(segments.id) })
    .from(segments)
    .groupBy(segments.segmentation);
  return new Map(rows.map(({ segmentation, highest }) => [segmentation, highest ?? 0]));
}
