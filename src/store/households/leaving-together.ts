import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { householdKinds } from '../kinds.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';

const followed = z.object({
  kind: z.enum(householdKinds),
  /** who was there when the first of their household or group left */
  stayed: z.number(),
  /** those of them who are the bank's, not the asker's */
  ofOthers: z.number(),
  /** how many of them left within the months after */
  left: z.number(),
  /** members of whose household or group nobody had left, over the same years: how many, how many months, and how many left */
  undisturbed: z.object({ members: z.number(), months: z.number(), left: z.number() }),
});

/** Whether one leaving took others along, in the bank's own past; a member counts once a kind. */
export type LeavingTogether = z.infer<typeof followed>;

const daysPerMonth = 365.25 / 12;

/**
 * What became of the members of households and of groups when the first of them left, by kind, over the whole bank: nobody
 * is named, and `ofOthers` says how far the counts rest on customers outside the asker's scope. Only leavings count after
 * which `months` have passed by the run's day. Who closed left on that day; who is silent in the run, once they had been so
 * for `dormantDays`.
 */
export function leavingTogether(
  db: Database,
  scope: Scope,
  run: { id: number; asOf: string },
  { months, dormantDays }: { months: number; dormantDays: number },
): Promise<LeavingTogether[]> {
  const asOf = sql`${run.asOf}::date`;
  const window = sql`make_interval(months => ${months}::int)`;
  return queryRows(
    db,
    followed,
    sql`with dated as materialized (
          select h.kind, h.external_id, h.customer_id, h.ended_on, ${customers.joinedOn} as joined_on, coalesce(${inScope(scope)}, false) as mine,
            case when ${customers.closedOn} <= ${asOf} then ${customers.closedOn}
              when v.stage = 'left' and ${customers.closedOn} is null
                then ${asOf} - v.recency_days + ${dormantDays}::int end as left_on
          from households h
          join ${customers} on ${customers.id} = h.customer_id
          left join customer_values v on v.customer_id = h.customer_id and v.run_id = ${run.id}),
        first_left as (
          select distinct on (kind, external_id) kind, external_id, customer_id, left_on
          from dated where left_on is not null and (ended_on is null or ended_on >= left_on)
          order by kind, external_id, left_on, customer_id),
        known as (select * from first_left where left_on + ${window} <= ${asOf}),
        others as (
          select d.kind, d.customer_id, bool_and(d.mine) as mine,
            bool_or(coalesce(d.left_on <= f.left_on + ${window}, false)) as left
          from known f join dated d using (kind, external_id)
          where d.customer_id <> f.customer_id and (d.left_on is null or d.left_on >= f.left_on)
            and (d.joined_on is null or d.joined_on <= f.left_on)
            and (d.ended_on is null or d.ended_on > f.left_on)
          group by d.kind, d.customer_id),
        years as (select kind, min(left_on) as since, max(left_on + ${window})::date as upto from known group by kind),
        undisturbed as (
          select d.kind, count(distinct d.customer_id)::int as members,
            sum(least(y.upto, f.left_on, d.ended_on) - greatest(y.since, d.joined_on)) as days,
            count(*) filter (where f.customer_id = d.customer_id and f.left_on <= y.upto)::int as left
          from dated d join years y using (kind)
          left join first_left f using (kind, external_id)
          where least(y.upto, f.left_on, d.ended_on) > greatest(y.since, d.joined_on)
          group by d.kind)
        select o.kind, count(*)::int as stayed, (count(*) filter (where not o.mine))::int as "ofOthers",
          (count(*) filter (where o.left))::int as left,
          jsonb_build_object('members', coalesce(u.members, 0), 'months', coalesce(u.days, 0) / ${daysPerMonth}::float8,
            'left', coalesce(u.left, 0)) as undisturbed
        from others o left join undisturbed u using (kind)
        group by o.kind, u.members, u.days, u.left`,
  );
}
