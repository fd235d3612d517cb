import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { dataSpan } from '../scoring/data-span.ts';
import { runningRuns } from '../scoring/runs.ts';
import { type Database, queryRows } from '../store.ts';
import { bankFacts } from './bank-facts.ts';

/** What a bank's data lacks for a valuation: the bank itself, any transaction or balance, or a customer while there are some. */
export type Missing =
  | { lacks: 'bank' }
  | { lacks: 'history' }
  | { lacks: 'customers'; until: string };

/** What keeps every valuation of the bank from being made; null where nothing does, as where one is under way. */
export async function whatIsMissing(db: Database): Promise<Missing | null> {
  if ((await runningRuns(db)).length > 0) return null;
  const bank = await bankFacts(db);
  if (bank === undefined) return { lacks: 'bank' };
  const { last } = await dataSpan(db);
  if (last === null) return { lacks: 'history' };
  const [found] = await queryRows(
    db,
    z.object({ some: z.boolean() }),
    sql`select exists (
          select from customers where joined_on is null or joined_on <= ${last}::date) as some`,
  );
  return found?.some ? null : { lacks: 'customers', until: last };
}
