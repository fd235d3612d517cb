import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type EventKind, eventKinds } from '../kinds.ts';
import type { CustomerRange } from '../scoring/staging.ts';
import { type Database, queryRows } from '../store.ts';
import type { EventDay, EventRules } from './event-rules.ts';
import { foundEvents } from './found-events.ts';

const counted = z.object({ customers: z.number(), left: z.number() });
const measured = z.object({
  kind: z.enum(eventKinds),
  lastWeek: z.number(),
  all: counted,
  withEvent: counted,
});

/** Of a kind: how many in the last seven days, and how many customers there were, in all and with it, and left later. */
export type MeasuredEvents = z.infer<typeof measured>;

/** Days of events that are counted. */
const week = 7;

/** Who has left by a later day: `dormantDays` of silence count, too, where it is a number. */
export type Leaving = { later: string; dormantDays: number | null };

/** The id of the last customer, 0 for an empty store, and how many there are. */
export async function customersMeasured(
  db: Database,
): Promise<{ last: number; customers: number }> {
  const [found] = await queryRows(
    db,
    z.object({ last: z.number(), customers: z.number() }),
    sql`select coalesce(max(id), 0) as last, count(*)::int as customers from customers`,
  );
  return found ?? { last: 0, customers: 0 };
}

/**
 * The ids that a sample looks for, as an array of PostgreSQL. They are named, since the planner takes a condition such as
 * `id % 2 = 0` for one of few rows, and then compares each row with all others.
 */
function idsOf({ range, everyNth }: { range: CustomerRange; everyNth: number }): string {
  const first = Math.ceil(range.from / everyNth);
  const count = Math.max(0, Math.ceil(range.to / everyNth) - first);
  return `{${Array.from({ length: count }, (_, i) => (first + i) * everyNth).join(',')}}`;
}

/**
 * What the rules find by a day in the past, and who of those customers left by a later one. Who is silent by the day as if they had
 * left is not counted.
 * @param looked.everyNth of the customers by id, for a sample
 */
export function measuredEvents(
  db: Database,
  rules: EventRules,
  kinds: readonly EventKind[],
  looked: { range: CustomerRange; everyNth: number },
  day: EventDay,
  { later, dormantDays }: Leaving,
): Promise<MeasuredEvents[]> {
  const moves = (by: SQL) => sql`exists (
    select from transactions t
    where t.customer_id = k.customer_id and t.booked_on <= ${by} and t.booked_on > ${by} - ${dormantDays ?? 0}::int
      and t.kind not in ('interest', 'fee', 'penalty-interest'))`;
  const silent = (by: SQL) => (dormantDays === null ? sql`false` : sql`not ${moves(by)}`);
  return queryRows(
    db,
    measured,
    foundEvents(
      rules,
      kinds,
      looked.everyNth === 1
        ? { range: looked.range }
        : { range: looked.range, sample: sql`c.id = any (${idsOf(looked)}::int[])` },
      day,
      sql`, stayed as materialized (
        select k.customer_id, c.closed_on is not null and c.closed_on <= ${later}::date or ${silent(sql`${later}::date`)} as left
        from known k join customers c on c.id = k.customer_id
        where not ${silent(sql`${day.day}::date`)})
      select kind, coalesce(max(f.last_week), 0)::int as "lastWeek",
        jsonb_build_object('customers', count(*), 'left', count(*) filter (where s.left)) as "all",
        jsonb_build_object('customers', count(f.customer_id),
          'left', count(f.customer_id) filter (where s.left)) as "withEvent"
      from jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb) looked (kind)
      cross join stayed s
      left join (
        select customer_id, kind, sum(count(*) filter (where day > ${day.day}::date - ${week}::int)) over (partition by kind) as last_week
        from found group by customer_id, kind) f using (customer_id, kind)
      group by kind`,
    ),
  );
}
