import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, queryRows } from '../store.ts';
import type { PublishedRun } from './newest-run.ts';

const published = z.object({
  id: z.number(),
  asOf: z.string(),
  parameters: z.record(z.string(), z.unknown()),
});

const columns = sql`r.id, r.as_of::text as "asOf", r.parameters`;

/** Whether the values of a run `r` of `valuation_runs` are kept. */
const isKept: SQL = sql`(r.status = 'published'
  and exists (select from customer_values v where v.run_id = r.id))`;

/** The published runs of which the values are kept, the oldest as-of date first; of one day, that which was made last. */
export function keptRuns(db: Database): Promise<PublishedRun[]> {
  return queryRows(
    db,
    published,
    sql`select distinct on (r.as_of) ${columns} from valuation_runs r
        where ${isKept} order by r.as_of, r.id desc`,
  );
}

/**
 * A published run whose values are kept: by its id, or the newest up to a day (YYYY-MM-DD) by as-of date; undefined where
 * there is none. What is kept is looked for in the rows of customers, so ask as a work of the server's own.
 */
export async function keptRun(
  db: Database,
  of: { id: number } | { upTo: string },
): Promise<PublishedRun | undefined> {
  const wanted = 'id' in of ? sql`r.id = ${of.id}` : sql`r.as_of <= ${of.upTo}::date`;
  const [found] = await queryRows(
    db,
    published,
    sql`select ${columns} from valuation_runs r where ${isKept} and ${wanted}
        order by r.as_of desc, r.id desc
        limit 1`,
  );
  return found;
}

/**
 * The run to compare one with, of those whose values are kept: the one that was told of or, where its values are gone, the
 * oldest after it. Undefined where there is none before the one that is compared.
 * @param told the run that was told of, and `now` the one that is compared with it, by their ids
 */
export async function runToCompare(
  db: Database,
  { told, now }: { told: number; now: number },
): Promise<PublishedRun | undefined> {
  const [found] = await queryRows(
    db,
    published,
    sql`select ${columns} from valuation_runs r, valuation_runs t, valuation_runs n
        where t.id = ${told} and n.id = ${now} and ${isKept}
          and (r.as_of, r.id) >= (t.as_of, t.id) and (r.as_of, r.id) < (n.as_of, n.id)
        order by r.as_of, r.id
        limit 1`,
  );
  return found;
}

/** The newest published run before one whose values are kept; undefined where there is none. */
export async function runBefore(db: Database, now: number): Promise<PublishedRun | undefined> {
  const [found] = await queryRows(
    db,
    published,
    sql`select ${columns} from valuation_runs r, valuation_runs n
        where n.id = ${now} and ${isKept} and (r.as_of, r.id) < (n.as_of, n.id)
        order by r.as_of desc, r.id desc
        limit 1`,
  );
  return found;
}
