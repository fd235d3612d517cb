import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAtRisk, lossAtStake } from '../measures.ts';
import { type ListFilters, withFilters } from '../rankings/list-filters.ts';
import { type RankedCustomer, rankedColumns, rankedCustomer } from '../rankings/ranked-customer.ts';
import { mayContact } from '../rights/wishes.ts';
import { customers, digestCrossings, digests } from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import { type Database, queryRows } from '../store.ts';
import type { DigestFilters } from './digest-filters.ts';
import { notedCrossings, type Passing } from './digest-settings.ts';

/** Whether the customer of `v` is at the threshold or above, and worth so much if they stay. */
const isAbove = ({ risk, worth }: Passing): SQL =>
  worth === undefined
    ? isAtRisk(risk)
    : sql`(${isAtRisk(risk)} and coalesce(v.value_if_stays, v.clv) >= ${worth})`;

/**
 * Everybody of the scope and the filters who is above a threshold in a run, those with the most at stake first, and how many
 * there are in all.
 */
export async function customersAbove(
  db: Database,
  scope: Scope,
  { runId, passing, filters }: { runId: number; passing: Passing; filters: ListFilters },
  limit: number,
): Promise<{ customers: RankedCustomer[]; count: number }> {
  const rows = await queryRows(
    db,
    rankedCustomer.extend({ inAll: z.number() }),
    sql`select ${rankedColumns}, (count(*) over ())::int as "inAll"
        from customer_values v
        join ${customers} on ${customers.id} = v.customer_id
        left join branches b on b.id = ${customers.branchId}
        where v.run_id = ${runId} and ${isAbove(passing)} and ${inScope(scope)} and ${withFilters(filters)}
        order by ${lossAtStake} desc, v.churn_probability desc, ${customers.id}
        limit ${limit}`,
  );
  return {
    customers: rows.map(({ inAll: _, ...customer }) => customer),
    count: rows[0]?.inAll ?? 0,
  };
}

/** The digests that tell who passes a threshold, for which it was not looked up yet who did by a run: their ids and owners. */
export function digestsToNote(
  db: Database,
  runId: number,
): Promise<{ id: number; ownerId: number }[]> {
  return db
    .select({ id: digests.id, ownerId: digests.ownerId })
    .from(digests)
    .where(
      and(
        eq(digests.kind, 'threshold'),
        isNull(digests.removedAt),
        sql`(${digests.noted} is null or (${digests.noted} ->> 'runId')::int <> ${runId}
          or ${digests.noted} -> 'passing' <> ${digests.settings} -> 'passing' or ${digests.noted} -> 'filters' <> ${digests.filters})`,
      ),
    );
}

/**
 * Notes who of the scope and the filters passed the threshold of a digest by a run, and who fell below it again. Those who are
 * above when it is looked up for the first time, or for another threshold than the last time, have not passed it.
 * @param of.said the filters as entities, as the digest has them
 */
export async function noteCrossings(
  tx: Database,
  scope: Scope,
  of: {
    digestId: number;
    runId: number;
    passing: Passing;
    said: DigestFilters;
    filters: ListFilters;
  },
): Promise<void> {
  const { digestId, runId, passing, said, filters } = of;
  const [held] = await tx
    .select({ noted: digests.noted })
    .from(digests)
    .where(eq(digests.id, digestId))
    .for('update');
  if (held === undefined) return;
  const noted = held.noted === null ? undefined : notedCrossings.parse(held.noted);
  const alike =
    noted !== undefined &&
    isDeepStrictEqual(noted.passing, passing) &&
    isDeepStrictEqual(noted.filters, said);
  if (alike && noted.runId === runId) return;
  if (!alike) await tx.delete(digestCrossings).where(eq(digestCrossings.digestId, digestId));
  const above = sql`select v.customer_id from customer_values v
    join ${customers} on ${customers.id} = v.customer_id
    where v.run_id = ${runId} and ${isAbove(passing)} and ${inScope(scope)} and ${withFilters(filters)}`;
  await tx.execute(sql`update digest_crossings set above = false
    where digest_id = ${digestId} and above and customer_id not in (${above})`);
  await tx.execute(sql`insert into digest_crossings (customer_id, digest_id, run_id, before)
    select a.customer_id, ${digestId}::int, ${runId}::int, ${!alike}::boolean from (${above}) a
    where not exists (select from digest_crossings c
      where c.digest_id = ${digestId} and c.customer_id = a.customer_id and c.above)
    on conflict do nothing`);
  await tx
    .update(digests)
    .set({ noted: { runId, passing, filters: said } })
    .where(eq(digests.id, digestId));
}

const crossed = rankedCustomer.extend({ above: z.boolean(), inAll: z.number() });

/** A customer who passed a threshold, and whether they are above it still. */
export type Crossed = RankedCustomer & { above: boolean };

/**
 * Who of the scope passed the threshold of a digest by the runs after the one that was told of, those with the most at stake
 * first, and how many there are in all. Figures are of the run `now`.
 * @param of.told null: nobody was told of anybody yet
 */
export async function crossedSince(
  db: Database,
  scope: Scope,
  { digestId, now, told }: { digestId: number; now: number; told: number | null },
  limit: number,
): Promise<{ customers: Crossed[]; count: number }> {
  const rows = await queryRows(
    db,
    crossed,
    sql`select ${rankedColumns}, c.above, (count(*) over ())::int as "inAll"
        from (select customer_id, bool_or(above) as above from digest_crossings
          where digest_id = ${digestId} and not before and run_id > ${told ?? 0} group by customer_id) c
        join customer_values v on v.customer_id = c.customer_id and v.run_id = ${now}
        join ${customers} on ${customers.id} = v.customer_id
        left join branches b on b.id = ${customers.branchId}
        where ${inScope(scope)} and ${mayContact}
        order by c.above desc, ${lossAtStake} desc, v.churn_probability desc, ${customers.id}
        limit ${limit}`,
  );
  return {
    customers: rows.map(({ inAll: _, ...customer }) => customer),
    count: rows[0]?.inAll ?? 0,
  };
}
