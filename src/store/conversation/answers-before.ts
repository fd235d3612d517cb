import { and, desc, eq, gt, inArray, lte, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { newestRunId } from '../book/newest-run.ts';
import { knownClv } from '../measures.ts';
import {
  type AnsweredPage,
  answersBefore,
  branches,
  customers,
  customerValues,
} from '../schema.ts';
import { inScope, type Scope } from '../scope.ts';
import type { Database } from '../store.ts';

/** Whose answers, and in which thread; `thread` is empty where an address has none. */
export type ThreadKey = { managerId: number; channel: string; address: string; thread: string };

/** An answer as it is kept: what was understood, and the customers (ids of the store) in the order of the rows. */
export type AnswerBefore = {
  at: Date;
  intent: string;
  entities: Record<string, unknown>;
  customerIds: number[];
  page: AnsweredPage | null;
};

/** How long an answer is kept, in milliseconds. */
const kept = 60 * 60 * 1000;
/** How many are kept in a thread. */
const most = 5;

const inThread = ({ managerId, channel, address, thread }: ThreadKey) =>
  and(
    eq(answersBefore.managerId, managerId),
    eq(answersBefore.channel, channel),
    eq(answersBefore.address, address),
    eq(answersBefore.thread, thread),
  );

const since = (now: Date) => new Date(now.getTime() - kept);

/** The answers of a thread within the last hour, the newest first. */
export const answersInThread = (db: Database, key: ThreadKey, now: Date): Promise<AnswerBefore[]> =>
  answersWhere(db, inThread(key), now);

/** The answers of the thread that was answered in last, of all at an address but one, within the last hour, the newest first. */
export function answersAtAddress(
  db: Database,
  { managerId, channel, address }: ThreadKey,
  apart: string,
  now: Date,
): Promise<AnswerBefore[]> {
  const there = and(
    eq(answersBefore.managerId, managerId),
    eq(answersBefore.channel, channel),
    eq(answersBefore.address, address),
  );
  const last = db
    .select({ thread: answersBefore.thread })
    .from(answersBefore)
    .where(and(there, ne(answersBefore.thread, apart)))
    .orderBy(desc(answersBefore.id))
    .limit(1);
  return answersWhere(db, and(there, inArray(answersBefore.thread, last)), now);
}

function answersWhere(db: Database, where: SQL | undefined, now: Date): Promise<AnswerBefore[]> {
  return db
    .select({
      at: answersBefore.at,
      intent: answersBefore.intent,
      entities: answersBefore.entities,
      customerIds: answersBefore.customerIds,
      page: answersBefore.page,
    })
    .from(answersBefore)
    .where(and(where, gt(answersBefore.at, since(now))))
    .orderBy(desc(answersBefore.id))
    .limit(most);
}

/** Forgets what is older than an hour, in every thread. */
export async function forgetAnswers(db: Database, now: Date): Promise<void> {
  await db.delete(answersBefore).where(lte(answersBefore.at, since(now)));
}

/** Keeps an answer, and forgets whatever is older than an hour, in any thread, or no longer among the last of its own. */
export async function keepAnswer(
  db: Database,
  key: ThreadKey,
  answer: AnswerBefore,
): Promise<void> {
  const last = db
    .select({ id: answersBefore.id })
    .from(answersBefore)
    .where(inThread(key))
    .orderBy(desc(answersBefore.id))
    // The new one, which the statement does not see, is the last of them.
    .limit(most - 1);
  const gone = db.$with('gone').as(
    db
      .delete(answersBefore)
      .where(
        or(
          lte(answersBefore.at, since(answer.at)),
          and(inThread(key), notInArray(answersBefore.id, last)),
        ),
      )
      .returning({ id: answersBefore.id }),
  );
  await db
    .with(gone)
    .insert(answersBefore)
    .values({ ...key, ...answer });
}

/** How customers of the scope are called, by their ids in the store; whoever is not in it is left out. */
export async function customersCalled(
  db: Database,
  scope: Scope,
  ids: readonly number[],
): Promise<Map<number, { externalId: string; name: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: customers.id, externalId: customers.externalId, name: customers.name })
    .from(customers)
    .where(and(inArray(customers.id, [...ids]), inScope(scope)));
  return new Map(rows.map(({ id, externalId, name }) => [id, { externalId, name }]));
}

/** What tells customers of a list from one another; of the newest published run, 0 to 1 the churn probability. */
export type ListedTraits = {
  branch: string | null;
  tier: string | null;
  clv: number | null;
  churnProbability: number | null;
};

/** The same of customers who are listed, with their traits. */
export async function customersListed(
  db: Database,
  scope: Scope,
  ids: readonly number[],
): Promise<Map<number, { externalId: string; name: string | null } & ListedTraits>> {
  if (ids.length === 0) return new Map();
  const v = alias(customerValues, 'v');
  const rows = await db
    .select({
      id: customers.id,
      externalId: customers.externalId,
      name: customers.name,
      branch: branches.name,
      tier: v.tier,
      clv: sql<number | null>`${knownClv()}`,
      churnProbability: v.churnProbability,
    })
    .from(customers)
    .leftJoin(branches, eq(branches.id, customers.branchId))
    .leftJoin(v, and(eq(v.customerId, customers.id), eq(v.runId, newestRunId)))
    .where(and(inArray(customers.id, [...ids]), inScope(scope)));
  return new Map(rows.map(({ id, ...customer }) => [id, customer]));
}
