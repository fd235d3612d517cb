import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { pruneEntries } from '../access-log/prune-entries.ts';
import * as schema from '../schema.ts';
import { type Database, queryRows } from '../store.ts';

/** What grows old, by its name in the configuration: its table, and which rows are older than a moment. */
const aging = {
  transactions: { table: schema.transactions, old: (at: SQL) => sql`booked_on < ${at}::date` },
  balances: { table: schema.balances, old: (at: SQL) => sql`as_of < ${at}::date` },
  interactions: { table: schema.interactions, old: (at: SQL) => sql`occurred_at < ${at}` },
  surveys: { table: schema.surveys, old: (at: SQL) => sql`answered_on < ${at}::date` },
  feedback: { table: schema.feedback, old: (at: SQL) => sql`given_on < ${at}::date` },
  offers: {
    table: schema.offers,
    old: (at: SQL) => sql`outcome <> 'open' and coalesce(answered_on, offered_on) < ${at}::date`,
  },
  households: { table: schema.households, old: (at: SQL) => sql`ended_on < ${at}::date` },
  opportunities: {
    table: schema.opportunities,
    old: (at: SQL) => sql`stage in ('won', 'lost') and changed_at < ${at}`,
  },
  followUps: { table: schema.followUps, old: (at: SQL) => sql`done_at < ${at}` },
  riskOverrides: { table: schema.riskOverrides, old: (at: SQL) => sql`until < ${at}::date` },
  followedChanges: { table: schema.followedChanges, old: (at: SQL) => sql`told_at < ${at}` },
  actions: { table: schema.actions, old: (at: SQL) => sql`at < ${at}` },
  deliveries: {
    table: schema.deliveries,
    // The next of a digest compares with the last that was sent.
    old: (at: SQL) => sql`slot < ${at} and state not in ('due', 'sending')
      and id not in (select max(id) from deliveries where digest_id is not null group by digest_id, state)`,
  },
  inbox: { table: schema.inbox, old: (at: SQL) => sql`at < ${at}` },
  rejects: {
    table: schema.ingestRejects,
    old: (at: SQL) => sql`batch_id in (select id from ingest_batches where started_at < ${at})`,
  },
} as const satisfies Record<string, { table: PgTable; old: (at: SQL) => SQL }>;

/** What a retention period is set for. */
export type Aging = keyof typeof aging | 'accessLog';

/** For how many days rows are kept, or for ever, by what they are. */
export type RetentionPeriods = Record<Aging, number | 'keep'>;

/** The tables that a period may be set for. */
export const agingTables: readonly PgTable[] = [
  ...Object.values(aging).map(({ table }) => table),
  schema.accessLog,
];

/** Tables that hold something of customers and need no period: how long they are kept is settled otherwise. */
export const keptOtherwise = new Map<PgTable, 'customer' | 'run' | 'itself'>([
  // As long as the bank has the customer.
  [schema.customers, 'customer'],
  [schema.holdings, 'customer'],
  [schema.campaignMembers, 'customer'],
  [schema.follows, 'customer'],
  // As long as their run, or until what it said is known.
  [schema.customerValues, 'run'],
  [schema.customerFacts, 'run'],
  [schema.customerSteps, 'run'],
  [schema.contributions, 'run'],
  [schema.events, 'run'],
  [schema.churnPredictions, 'run'],
  [schema.digestCrossings, 'run'],
  [schema.opinions, 'run'],
  // For an hour, a day, a year.
  [schema.answersBefore, 'itself'],
  [schema.chartLinks, 'itself'],
  [schema.votes, 'itself'],
]);

const day = 24 * 60 * 60 * 1000;
/** Rows that are deleted at once, so that others get their turn in between. */
const atATime = 20_000;

/**
 * Deletes what is older than it is to be kept.
 * @returns how many rows of each, where there were any; of the access log, only that there were
 */
export async function keepRetention(
  db: Database,
  periods: RetentionPeriods,
  now: Date,
): Promise<Partial<Record<Aging, number>>> {
  const deleted: Partial<Record<Aging, number>> = {};
  const before = (days: number) => new Date(now.getTime() - days * day);
  for (const name of namesOf(aging)) {
    const days = periods[name];
    if (days === 'keep') continue;
    const { table, old } = aging[name];
    const of = sql.identifier(getTableName(table));
    const condition = old(sql`${before(days).toISOString()}::timestamptz`);
    for (let last = atATime; last === atATime; ) {
      const [gone] = await queryRows(
        db,
        z.object({ rows: z.number() }),
        sql`with gone as (
              delete from ${of} where ctid in (select ctid from ${of} where ${condition} limit ${atATime}) returning 1)
            select count(*)::int as rows from gone`,
      );
      last = gone?.rows ?? 0;
      if (last > 0) deleted[name] = (deleted[name] ?? 0) + last;
    }
  }
  const { accessLog } = periods;
  if (accessLog !== 'keep') {
    const upTo = await pruneEntries(db, before(accessLog), now);
    if (upTo !== undefined) deleted.accessLog = upTo.place;
  }
  return deleted;
}

function namesOf<Name extends string>(of: Record<Name, unknown>): Name[] {
  const names: Name[] = [];
  for (const name in of) names.push(name);
  return names;
}
