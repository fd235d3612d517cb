import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, present } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import type { RiskRun } from '../rankings/risk-changes.ts';
import { branches, customers, managers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

/** Where the difference in value comes from; `in` and `out` are moves between segments or tiers that filters hold to. */
export const valueSteps = ['new', 'left', 'in', 'out', 'grew', 'shrank'] as const;
export type ValueStepKind = (typeof valueSteps)[number];

/**
 * What became of who is or was at risk; `closed` and `silent` have left, `cleared` are known not to be by somebody who knows
 * them.
 */
const riskSteps = [
  'still',
  'newly',
  'in',
  'closed',
  'silent',
  'recovered',
  'cleared',
  'out',
] as const;

const counts = z.record(z.string(), z.number());
const change = z.object({
  by: z.enum(['all', 'branch', 'manager']),
  /** of the branch or the manager; null: of all, or of none */
  id: z.number().nullable(),
  name: z.string().nullable(),
  /** of a branch, by locale */
  names: z.record(z.string(), z.string()).nullable(),
  customersThen: z.number(),
  customers: z.number(),
  /** sums in the bank's currency */
  valueThen: z.number(),
  value: z.number(),
  /** by {@link valueSteps}: how many customers, and by how much they changed the value; together `value - valueThen` */
  stepCustomers: counts,
  stepValue: counts,
  /** by {@link riskSteps} */
  risk: counts,
  /** who were not at risk in the earlier run, and of them who has left since */
  notWarned: z.number(),
  notWarnedLeft: z.number(),
  /** of those at risk in the earlier run: whom somebody got in touch with, and of these who recovered and who left */
  warnedContacted: z.number(),
  recoveredContacted: z.number(),
  leftContacted: z.number(),
  /** how often somebody was in touch in the period, with how many customers, and how many complaints came in */
  contacts: z.number(),
  contacted: z.number(),
  complaints: z.number(),
  followUpsDone: z.number(),
  followUpsOverdue: z.number(),
});

/** What changed in a group of customers from one run to another, and what was done in a period. */
export type GroupChange = z.infer<typeof change>;

export type ChangesAsked = {
  filters: ListFilters;
  now: RiskRun & { asOf: string };
  /** null: there is nothing to compare with, and everybody counts as new */
  before: RiskRun | null;
  /** whether a value is what customers are worth if they stay, or with the chance of leaving in it */
  basis: 'ifStays' | 'expected';
  /** the first and the last day of what was done (ISO), in a time zone (IANA); and the day before which open work is overdue */
  period: { from: string; to: string; timezone: string; today: string };
};

/**
 * What changed for the customers of a scope, held to the filters as of each run: of all of them, by branch, and by manager as
 * they are assigned now. Who left the bank is counted with the branch and the manager they had.
 */
export async function groupChanges(
  db: Database,
  scope: Scope,
  asked: ChangesAsked,
): Promise<GroupChange[]> {
  const counted = (condition: SQL) => sql`(count(*) filter (where ${condition}))::int`;
  const byKind = (kinds: readonly string[], of: (kind: string) => SQL) =>
    sql`jsonb_build_object(${sql.join(
      kinds.flatMap((kind) => [sql`${kind}::text`, of(kind)]),
      sql`, `,
    )})`;
  const warned = sql`(risk is not null and risk not in ('newly', 'in'))`;
  return queryRows(
    db,
    change,
    sql`with told as (${eachCustomer(scope, asked)}),
        summed as (
          select case when grouping(branch_id) = 0 then 'branch' when grouping(manager_id) = 0 then 'manager' else 'all' end as by,
            coalesce(branch_id, manager_id) as id,
            ${counted(sql`before is not null`)} as "customersThen", ${counted(sql`after is not null`)} as customers,
            coalesce(sum(before), 0) as "valueThen", coalesce(sum(after), 0) as value,
            ${byKind(valueSteps, (kind) => counted(sql`step = ${kind}`))} as "stepCustomers",
            ${byKind(
              valueSteps,
              (kind) =>
                sql`coalesce(sum(coalesce(after, 0) - coalesce(before, 0)) filter (where step = ${kind}), 0)`,
            )} as "stepValue",
            ${byKind(riskSteps, (kind) => counted(sql`risk = ${kind}`))} as risk,
            ${counted(sql`before is not null and not ${warned}`)} as "notWarned",
            ${counted(sql`before is not null and not ${warned} and step = 'left'`)} as "notWarnedLeft",
            ${counted(sql`${warned} and contacts > 0`)} as "warnedContacted",
            ${counted(sql`risk = 'recovered' and contacts > 0`)} as "recoveredContacted",
            ${counted(sql`risk in ('closed', 'silent') and contacts > 0`)} as "leftContacted",
            coalesce(sum(contacts), 0)::int as contacts, ${counted(sql`contacts > 0`)} as contacted,
            coalesce(sum(complaints), 0)::int as complaints,
            coalesce(sum(done), 0)::int as "followUpsDone", coalesce(sum(overdue), 0)::int as "followUpsOverdue"
          from told group by grouping sets ((), (branch_id), (manager_id)))
        select s.*, coalesce(b.name, m.name) as name, b.names
        from summed s
        left join ${branches} b on s.by = 'branch' and b.id = s.id
        left join ${managers} m on s.by = 'manager' and m.id = s.id
        order by s.by <> 'all', s.by, s.value desc, s.id`,
  );
}

/** A row each customer who is in the group in either run: what they are worth in each, what became of them, what was done. */
function eachCustomer(
  scope: Scope,
  { filters, now, before, basis, period: { from, to, timezone, today } }: ChangesAsked,
): SQL {
  const worth = basis === 'ifStays' ? sql`coalesce(v.value_if_stays, 0)` : sql`v.clv`;
  const within = (run: RiskRun | null): SQL => sql`
    select v.customer_id as id, ${worth} as worth, coalesce(${isAtRisk(run?.atRisk ?? 1)}, false) as risk
    from customer_values v join ${customers} on ${customers.id} = v.customer_id
    where v.run_id = ${run?.id ?? null}::int and ${inScope(scope)} and ${withFilters(filters)} and ${present}`;
  const inPeriod = (moment: SQL) =>
    sql`(${moment} at time zone ${timezone})::date between ${from}::date and ${to}::date`;
  const gone = sql`coalesce(nv.stage, 'left') = 'left'`;
  return sql`
    select ${customers.branchId} as branch_id, ${customers.managerId} as manager_id, t.worth as before, n.worth as after,
      case when t.id is null then case when coalesce(tv.stage, 'left') = 'left' then 'new' else 'in' end
        when n.id is null then case when ${gone} then 'left' else 'out' end
        when n.worth > t.worth then 'grew' when n.worth < t.worth then 'shrank' else 'same' end as step,
      case when t.risk and n.risk then 'still'
        when n.risk then case when t.id is null and coalesce(tv.stage, 'left') <> 'left'
          and tv.churn_probability >= ${before?.atRisk ?? 1} then 'in' else 'newly' end
        when t.risk then case
          when n.id is null and ${gone} then
            case when ${customers.closedOn} <= ${now.asOf}::date then 'closed' else 'silent' end
          when n.id is null then 'out'
          when nv.churn_probability >= ${now.atRisk} then 'cleared' else 'recovered' end end as risk,
      coalesce(i.contacts, 0) as contacts, i.complaints, f.done, f.overdue
    from (${within(now)}) n full join (${within(before)}) t on t.id = n.id
    join ${customers} on ${customers.id} = coalesce(n.id, t.id)
    left join customer_values nv on nv.customer_id = ${customers.id} and nv.run_id = ${now.id}
    left join customer_values tv on tv.customer_id = ${customers.id} and tv.run_id = ${before?.id ?? null}::int
    left join (
      select customer_id, count(*) filter (where kind <> 'complaint') as contacts,
        count(*) filter (where kind = 'complaint') as complaints
      from interactions where ${inPeriod(sql`occurred_at`)} group by customer_id) i on i.customer_id = ${customers.id}
    left join (
      select customer_id, count(*) filter (where ${inPeriod(sql`done_at`)}) as done,
        count(*) filter (where done_at is null and due_on < ${today}::date) as overdue
      from follow_ups group by customer_id) f on f.customer_id = ${customers.id}`;
}
