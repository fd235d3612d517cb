import { inArray, sql } from 'drizzle-orm';
import { accessLog, customers } from '../schema.ts';
import type { Database } from '../store.ts';

/**
 * Whom each of several messages shows, by what the log has of them: ids of the store, by the key of the message. A message that
 * the log no longer has shows nobody by it.
 */
export async function shownBefore(
  db: Database,
  messages: readonly string[],
): Promise<Map<string, number[]>> {
  if (messages.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([accessLog.message], {
      message: accessLog.message,
      customerIds: accessLog.customerIds,
    })
    .from(accessLog)
    .where(inArray(accessLog.message, [...messages]))
    .orderBy(accessLog.message, accessLog.id);
  return new Map(
    rows.flatMap(({ message, customerIds }) => (message ? [[message, customerIds]] : [])),
  );
}

/**
 * The ids in the store of customers by the bank's own ids, whoever may see them: for the log, which says whom somebody asked
 * for who was not shown them.
 */
export async function askedForByIds(
  db: Database,
  externalIds: readonly string[],
): Promise<number[]> {
  if (externalIds.length === 0) return [];
  const rows = await db
    .select({ id: customers.id })
    .from(customers)
    .where(inArray(customers.externalId, [...externalIds]))
    .orderBy(sql`1`);
  return rows.map(({ id }) => id);
}
