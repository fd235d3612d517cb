import { sql } from 'drizzle-orm';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { readColumns } from '../scoring/read-columns.ts';
import type { Database } from '../store.ts';
import { scoreOnScale } from '../survey-scale.ts';

/** What is known of a customer's behaviour on a day, by which whom a campaign moves is learnt. Counts, days and shares. */
export const upliftFeatures = [
  'tenure_days',
  'products',
  'products_closed',
  'transactions',
  'transactions_before',
  'silent_days',
  'complaints',
  'contacts',
  'satisfaction',
] as const;

/** A column each, an entry a customer; `NaN` is missing. */
export type UpliftColumns = Record<'id' | (typeof upliftFeatures)[number], Float64Array>;

const openOn = (day: string) =>
  sql`(h.opened_on is null or h.opened_on <= ${day}::date) and (h.closed_on is null or h.closed_on > ${day}::date)`;

/**
 * The features of some customers of the scope on a day, in the order of their ids, from nothing later than that day:
 * transactions of the 90 days before it and of the 90 before those, the others of half a year.
 *
 * @param ids of the store
 * @param day YYYY-MM-DD
 */
export function upliftColumns(
  db: Database,
  scope: Scope,
  ids: readonly number[],
  day: string,
): Promise<UpliftColumns> {
  const before = (days: number) => sql`${day}::date - ${days}::int`;
  const transactions = (from: number, to: number) =>
    sql`(select count(*) from transactions t where t.customer_id = ${customers.id}
      and t.booked_on > ${before(from)} and t.booked_on <= ${before(to)})`;
  const interactions = (kinds: ReturnType<typeof sql>) =>
    sql`(select count(*) from interactions i where i.customer_id = ${customers.id} and ${kinds}
      and i.occurred_at >= ${before(182)} and i.occurred_at < ${day}::date + 1)`;
  return readColumns(
    db,
    ['id', ...upliftFeatures],
    sql`select ${customers.id} as id, ${day}::date - ${customers.joinedOn} as tenure_days,
          (select count(*) from holdings h where h.customer_id = ${customers.id} and ${openOn(day)}) as products,
          (select count(*) from holdings h where h.customer_id = ${customers.id}
            and h.closed_on > ${before(182)} and h.closed_on <= ${day}::date) as products_closed,
          ${transactions(90, 0)} as transactions, ${transactions(180, 90)} as transactions_before,
          ${day}::date - (select max(t.booked_on) from transactions t where t.customer_id = ${customers.id}
            and t.booked_on <= ${day}::date) as silent_days,
          ${interactions(sql`i.kind = 'complaint'`)} as complaints,
          ${interactions(sql`i.kind <> 'complaint'`)} as contacts,
          (select ${scoreOnScale}
            from surveys s where s.customer_id = ${customers.id} and s.answered_on <= ${day}::date
            order by s.answered_on desc limit 1) as satisfaction
        from ${customers}
        where ${customers.id} in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
          and ${inScope(scope)}
        order by ${customers.id}`,
  );
}

/** Who was in a campaign, whether they were held out (1), and whether they stayed to its end (1), in the order of their ids. */
export function membersOutcome(
  db: Database,
  { id, startedOn, endsOn }: { id: number; startedOn: string; endsOn: string },
): Promise<Record<'id' | 'held_out' | 'stayed', Float64Array>> {
  return readColumns(
    db,
    ['id', 'held_out', 'stayed'],
    sql`select m.customer_id as id, m.held_out::int as held_out,
          (${customers.closedOn} is null or ${customers.closedOn} > ${endsOn}::date)::int as stayed
        from campaign_members m join ${customers} on ${customers.id} = m.customer_id
        where m.campaign_id = ${id} and (${customers.closedOn} is null or ${customers.closedOn} > ${startedOn}::date)
        order by m.customer_id`,
  );
}
