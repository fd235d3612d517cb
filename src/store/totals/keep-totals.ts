import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { newestRunId } from '../book/newest-run.ts';
import { lossAtStake, present } from '../measures.ts';
import { customers } from '../schema.ts';
import { comparableRun } from '../segments/comparable-run.ts';
import { mainSegmentation, segmentIn } from '../segments/segmentation.ts';
import { type Database, queryRows } from '../store.ts';
import { stakeStep } from './stake-steps.ts';

/*
 * Totals of a run by branch and by book, which questions of many customers read instead of adding up all of them. They are of
 * customers as they are assigned now: a trigger notes the branches of those who are assigned otherwise, restricted or
 * forgotten, and whoever reads of these adds up afresh until the totals are made anew.
 */

/** The tables of totals, those that refer to others first. */
const tables = ['run_totals', 'run_months', 'run_flows', 'run_holders', 'run_stakes', 'run_themes'];

/** How many months a half of the year is that themes are counted over. */
const themeMonths = 6;

/** Any number all replicas agree on: who holds it makes totals anew. */
const refreshLock = 7_232_459;

/**
 * Has a transaction see whatever changed of customers, and nobody change what totals go by until it ends: what is under way is
 * waited for.
 */
async function holdChanges(tx: Database): Promise<void> {
  await tx.execute(sql`lock table changed_branches in share row exclusive mode`);
}

/**
 * Keeps the totals of a run whose values and contributions are written.
 * @param tx the transaction that publishes the run
 */
export async function keepTotals(tx: Database, runId: number): Promise<void> {
  await holdChanges(tx);
  await refreshTotals(tx);
  await tx.execute(
    sql`insert into totalled_runs (run_id, at_risk)
        select id, case when jsonb_typeof(parameters -> 'churn' -> 'atRisk') = 'number'
          then (parameters -> 'churn' ->> 'atRisk')::float8 end
        from valuation_runs where id = ${runId} on conflict do nothing`,
  );
  await addUp(tx, runId, sql`true`);
  await tx.execute(sql`analyze ${sql.join(tables.map(sql.identifier), sql`, `)}`);
}

/** Keeps the totals of the run that questions read, where they are not: a version before kept none. */
export async function keepNewestTotals(db: Database): Promise<void> {
  const missing = sql`select ${newestRunId} as id where ${newestRunId} is not null
    and not exists (select from totalled_runs where run_id = ${newestRunId})`;
  const found = await queryRows(db, z.object({ id: z.number() }), missing);
  if (found.length === 0) return;
  await db.transaction(async (tx) => {
    await holdChanges(tx);
    const [run] = await queryRows(tx, z.object({ id: z.number() }), missing);
    if (run !== undefined) await keepTotals(tx, run.id);
  });
}

/**
 * Makes the totals anew of the branches in which something changed.
 * @param db best the transaction that changed it; else it is done in one of its own
 */
export async function refreshTotals(db: Database): Promise<void> {
  const [some] = await queryRows(
    db,
    z.object({ some: z.boolean() }),
    sql`select exists (select from changed_branches) as some`,
  );
  if (some?.some) await db.transaction(makeAnew);
}

async function makeAnew(tx: Database): Promise<void> {
  // A run that is being published is waited for, and so is who makes them anew at the same time.
  await tx.execute(sql`lock table changed_branches in row exclusive mode`);
  await tx.execute(sql`select pg_advisory_xact_lock(${refreshLock})`);
  // What is noted from here on is not seen by all that follows, and stays noted.
  const noted = await queryRows(
    tx,
    z.object({ id: z.number().nullable() }),
    sql`delete from changed_branches returning branch_id as id`,
  );
  const ids = noted.flatMap(({ id }) => (id === null ? [] : [id]));
  const ofNone = noted.some(({ id }) => id === null);
  const changed = (column: SQL) =>
    sql`(${column} = any(${`{${[...new Set(ids)].join(',')}}`}::int[])${ofNone ? sql` or ${column} is null` : sql``})`;
  const runs = await queryRows(
    tx,
    z.object({ id: z.number() }),
    // Their rows are held, so that no run goes while it is added up.
    sql`select run_id as id from totalled_runs order by 1 for key share`,
  );
  for (const table of tables)
    await tx.execute(
      sql`delete from ${sql.identifier(table)} t where ${changed(sql`t.branch_id`)}`,
    );
  for (const { id } of runs) await addUp(tx, id, changed(sql`${customers.branchId}`));
}

/** Notes the branches of some customers, for their totals to be made anew. @param which a condition on `customers` */
export async function noteChanged(tx: Database, which: SQL): Promise<void> {
  await tx.execute(
    sql`insert into changed_branches (branch_id) select distinct ${customers.branchId} from ${customers} where ${which}`,
  );
}

/** Takes away the totals of runs of which the values go, too. */
export async function dropTotals(db: Database, runIds: readonly number[]): Promise<void> {
  for (const table of [...tables, 'totalled_runs'])
    await db.execute(
      sql`delete from ${sql.identifier(table)} where run_id = any(${`{${runIds.join(',')}}`}::int[])`,
    );
}

/** Adds up what is kept of the customers of some branches. @param which a condition on `customers` */
async function addUp(tx: Database, runId: number, which: SQL): Promise<void> {
  const told = await queryRows(
    tx,
    z.object({ segmentation: z.string(), atRisk: z.number().nullable() }),
    sql`select distinct s.segmentation, k.at_risk as "atRisk" from totalled_runs k
        left join lateral (select ${mainSegmentation}::text as segmentation
          union select segmentation from segments where run_id = k.run_id) s on true
        where k.run_id = ${runId}`,
  );
  const asked = sql`${which} and ${customers.restrictedAt} is null`;
  for (const { segmentation, atRisk } of told) {
    const of = { runId, segmentation, asked };
    await tx.execute(bySegment({ ...of, atRisk }));
    await tx.execute(byHolder(of));
    await tx.execute(byTheme(of));
    const earlier = await comparableRun(tx, runId, segmentation);
    if (earlier !== undefined) await tx.execute(byFlow({ ...of, earlierId: earlier.id }));
  }
  const [first] = told;
  // The run is gone, and its totals with it.
  if (first === undefined) return;
  await tx.execute(byMonth(runId, asked));
  if (first.atRisk !== null) await tx.execute(byStake(runId, asked, first.atRisk));
}

type Of = { runId: number; segmentation: string; asked: SQL };

const of = (runId: number): SQL => sql`from customer_values v
  join ${customers} on ${customers.id} = v.customer_id and v.run_id = ${runId}`;

const atLeast = (atRisk: number | null): SQL => sql`v.churn_probability >= ${atRisk}::float8`;

function bySegment({ runId, segmentation, asked, atRisk }: Of & { atRisk: number | null }): SQL {
  return sql`
    with each as (
      select ${customers.branchId} as branch_id, ${customers.managerId} as manager_id, ${segmentIn(segmentation, 'v')} as segment_id, v.tier,
        v.clv, v.value_if_stays, v.contribution12m, v.balance, v.churn_probability, coalesce(${atLeast(atRisk)}, false) as risk,
        ${lossAtStake} as stake
      ${of(runId)} where ${asked} and ${present})
    insert into run_totals (run_id, by, branch_id, manager_id, segmentation, segment_id, tier, customers, clv, value_if_stays,
      contribution12m, balance, balances_known, churn_probability, predicted, both_known, at_risk,
      value_at_stake)
    select ${runId}::int, case when grouping(manager_id) = 0 then 'manager' else 'branch' end, branch_id, manager_id,
      ${segmentation}::text, segment_id, tier, count(*), sum(clv), sum(value_if_stays), sum(contribution12m), sum(balance),
      count(balance), sum(churn_probability), count(churn_probability),
      count(*) filter (where churn_probability is not null and value_if_stays is not null), count(*) filter (where risk),
      coalesce(sum(stake) filter (where risk), 0)
    from each
    group by grouping sets ((branch_id, segment_id, tier), (branch_id, manager_id, segment_id, tier))`;
}

function byMonth(runId: number, asked: SQL): SQL {
  return sql`
    with who as materialized (
      select v.customer_id, ${customers.branchId} as branch_id, ${customers.managerId} as manager_id, ${present} as present
      ${of(runId)} where ${asked}),
    by_book as materialized (
      select w.branch_id, w.manager_id, w.present, c.month, count(*) as customers, sum(c.net_interest + c.fees) as revenue,
        sum(c.cost_to_serve + c.expected_loss) as cost, sum(c.balance) as balance, sum(c.transactions) as transactions
      from contributions c join who w on w.customer_id = c.customer_id
      where c.run_id = ${runId}
      group by 1, 2, 3, 4)
    insert into run_months (run_id, by, branch_id, manager_id, present, month, customers, revenue, cost, balance, transactions)
    select ${runId}::int, 'manager', branch_id, manager_id, present, month, customers, revenue, cost, balance, transactions
    from by_book
    union all
    select ${runId}::int, 'branch', branch_id, null, present, month, sum(customers), sum(revenue), sum(cost), sum(balance),
      sum(transactions)
    from by_book group by branch_id, present, month`;
}

function byFlow({ runId, segmentation, asked, earlierId }: Of & { earlierId: number }): SQL {
  return sql`
    insert into run_flows (run_id, earlier_id, segmentation, branch_id, from_id, to_id, customers)
    select ${runId}::int, ${earlierId}::int, ${segmentation}::text, ${customers.branchId}, ${segmentIn(segmentation, 'p')},
      ${segmentIn(segmentation, 'v')}, count(*)
    ${of(runId)}
    left join customer_values p on p.customer_id = v.customer_id and p.run_id = ${earlierId}
    where ${asked}
    group by 4, 5, 6`;
}

function byHolder({ runId, segmentation, asked }: Of): SQL {
  return sql`
    with held as (
      select distinct h.customer_id, h.product
      from holdings h join valuation_runs r on r.id = ${runId}
      where (h.opened_on is null or h.opened_on <= r.as_of) and (h.closed_on is null or h.closed_on > r.as_of))
    insert into run_holders (run_id, segmentation, branch_id, segment_id, product, customers)
    select ${runId}::int, ${segmentation}::text, ${customers.branchId}, ${segmentIn(segmentation, 'v')}, h.product, count(*)
    ${of(runId)} join held h on h.customer_id = v.customer_id
    where ${asked} and ${present}
    group by 3, 4, 5`;
}

function byStake(runId: number, asked: SQL, atRisk: number): SQL {
  return sql`
    insert into run_stakes (run_id, branch_id, step, customers, stake)
    select ${runId}::int, ${customers.branchId}, ${stakeStep}, count(*), sum(${lossAtStake})
    ${of(runId)}
    where ${asked} and ${present} and ${atLeast(atRisk)} and v.value_if_stays is not null
    group by 2, 3`;
}

/** The day so many months before a run's, the last of its month where the run's is the last of its own. */
const monthsBack = (months: number): SQL => sql`(case
  when r.as_of = (date_trunc('month', r.as_of) + interval '1 month')::date - 1
  then (date_trunc('month', r.as_of) - make_interval(months => ${months - 1}::int))::date - 1
  else (r.as_of - make_interval(months => ${months}::int))::date end)`;

function byTheme({ runId, segmentation, asked }: Of): SQL {
  return sql`
    with said as (
      select ${customers.branchId} as branch_id, ${segmentIn(segmentation, 'v')} as segment_id, o.topics, o.score,
        (o.source = 'complaint' or o.label = 'negative') as against, o.said_on > ${monthsBack(themeMonths)} as late,
        ${monthsBack(themeMonths)} as since
      from opinions o
      join valuation_runs r on r.id = ${runId}
      join ${customers} on ${customers.id} = o.customer_id
      join customer_values v on v.customer_id = o.customer_id and v.run_id = r.id
      where o.said_on > ${monthsBack(2 * themeMonths)} and o.said_on <= r.as_of and ${asked} and ${present}),
    told as (
      select branch_id, segment_id, since, t.theme, against, late, score from said cross join lateral unnest(topics) t (theme)
      union all
      select branch_id, segment_id, since, null, against, late, score from said)
    insert into run_themes (run_id, segmentation, branch_id, segment_id, theme, since, late, before, texts, score)
    select ${runId}::int, ${segmentation}::text, branch_id, segment_id, theme, since, count(*) filter (where against and late),
      count(*) filter (where against and not late), count(*) filter (where late), coalesce(sum(score) filter (where late), 0)
    from told group by branch_id, segment_id, theme, since`;
}
