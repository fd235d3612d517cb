import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { lossAtStake } from '../measures.ts';
import type { ListFilters } from '../rankings/list-filters.ts';
import { withFilters } from '../rankings/list-filters.ts';
import { customers } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import { toldEvent } from './told-event.ts';

const eventful = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  /** in the bank's currency; below zero for those who cost more than they bring in, null without a churn probability */
  valueAtStake: z.number().nullable(),
  /** null in runs of earlier versions, and of those who have left */
  valueIfStays: z.number().nullable(),
  events: z.array(toldEvent),
});

/** A customer and what befell them, the newest first. */
export type EventfulCustomer = z.infer<typeof eventful>;

/** Events of a first digest go back so many days. */
const firstDays = 7;

/**
 * The customers of the scope whom a run has something new of, those with the most at stake first. New is what the run that was
 * told of did not find; where its events are kept no more, what came after its day; and where none was told of, what came in the
 * last seven days.
 * @param runs.told the run that was told of last, and `now` the one to tell of, by their ids
 */
export function newEvents(
  db: Database,
  scope: Scope,
  { now, told, filters }: { now: number; told: number | null; filters: ListFilters },
): Promise<EventfulCustomer[]> {
  return queryRows(
    db,
    eventful,
    sql`select ${customers.id} as id, ${customers.externalId} as "externalId", ${customers.name} as name,
          v.value_at_stake as "valueAtStake", v.value_if_stays as "valueIfStays",
          jsonb_agg(jsonb_build_object('kind', e.kind, 'day', e.day, 'figures', e.figures) order by e.day desc, e.kind) as events
        from events e
        join ${customers} on ${customers.id} = e.customer_id
        join customer_values v on v.customer_id = e.customer_id and v.run_id = e.run_id
        where e.run_id = ${now} and ${inScope(scope)} and ${withFilters(filters)} and ${isNew(now, told)}
        group by ${customers.id}, ${customers.externalId}, ${customers.name}, v.value_at_stake, v.value_if_stays
        order by ${lossAtStake} desc, coalesce(v.value_if_stays, 0) desc, ${customers.id}`,
  );
}

function isNew(now: number, told: number | null): SQL {
  if (told === null)
    return sql`e.day > (select r.as_of - ${firstDays}::int from valuation_runs r where r.id = ${now})`;
  return sql`case when exists (select from events p where p.run_id = ${told})
    then not exists (
      select from events p
      where p.customer_id = e.customer_id and p.run_id = ${told} and p.kind = e.kind and p.day = e.day)
    else e.day > (select r.as_of from valuation_runs r where r.id = ${told}) end`;
}
