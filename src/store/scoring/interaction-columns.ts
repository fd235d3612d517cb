import { sql } from 'drizzle-orm';
import type { Database } from '../store.ts';
import { readColumns } from './read-columns.ts';
import { type CustomerRange, within } from './staging.ts';

/** A day and the days 3 and 12 months before it. */
export type DayMarks = { now: string; m3: string; m12: string };

const names = [
  'complaints_3m',
  'complaints_12m',
  'unresolved_complaints',
  'contacts_3m',
  'contacts_12m',
  'last_contact',
] as const;

/**
 * What passed between the bank and a range of customers up to a day. A complaint resolved later is unresolved; one of
 * more than a year ago no longer counts. Contacts are interactions other than complaints. Days are counted from 1
 * January 1970, `NaN` without a contact.
 * @param timezone the bank's, which decides on which day something happened
 */
export function interactionColumns(
  db: Database,
  { now, m3, m12 }: DayMarks,
  timezone: string,
  range: CustomerRange,
): Promise<Record<(typeof names)[number], Float64Array>> {
  return readColumns(
    db,
    names,
    sql`select coalesce(i.complaints_3m, 0) as complaints_3m,
          coalesce(i.complaints_12m, 0) as complaints_12m,
          coalesce(i.unresolved_complaints, 0) as unresolved_complaints,
          coalesce(i.contacts_3m, 0) as contacts_3m, coalesce(i.contacts_12m, 0) as contacts_12m,
          i.last_contact - date '1970-01-01' as last_contact
        from scoring_customers c
        left join (
          select customer_id,
            count(*) filter (where complaint and day > ${m3}::date) as complaints_3m,
            count(*) filter (where complaint and day > ${m12}::date) as complaints_12m,
            count(*) filter (where complaint and day > ${m12}::date
              and (resolved is null or resolved > ${now}::date)) as unresolved_complaints,
            count(*) filter (where not complaint and day > ${m3}::date) as contacts_3m,
            count(*) filter (where not complaint and day > ${m12}::date) as contacts_12m,
            max(day) filter (where not complaint) as last_contact
          from (
            select i.customer_id, i.kind = 'complaint' as complaint,
              (i.occurred_at at time zone ${timezone}::text)::date as day,
              (i.resolved_at at time zone ${timezone}::text)::date as resolved
            from interactions i
            where ${within('i', range)}) happened
          where day <= ${now}::date
          group by customer_id) i on i.customer_id = c.customer_id
        where ${within('c', range)} order by c.customer_id`,
  );
}
