import { todayIn } from '../../language/today.ts';
import { bankFacts } from '../../store/book/bank-facts.ts';
import { joinedBy } from '../../store/customers/joined-by.ts';
import { rowsByDay } from '../../store/scoring/rows-by-day.ts';
import { runningRuns } from '../../store/scoring/runs.ts';
import type { Database } from '../../store/store.ts';
import { dataSpan } from '../history/data-span.ts';

/** What a bank's data lacks for a valuation: the bank itself, any transaction or balance, or a customer while there are some. */
export type Missing =
  | { lacks: 'bank' }
  | { lacks: 'history' }
  | { lacks: 'customers'; until: string };

/** What keeps every valuation of the bank from being made; null where nothing does, as where one is under way. */
export async function whatIsMissing(db: Database, now: Date): Promise<Missing | null> {
  if ((await runningRuns(db)).length > 0) return null;
  const bank = await bankFacts(db);
  if (bank === undefined) return { lacks: 'bank' };
  const span = dataSpan(await rowsByDay(db), todayIn(bank.timezone, now));
  if (span === null) return { lacks: 'history' };
  return (await joinedBy(db, span.last)) ? null : { lacks: 'customers', until: span.last };
}
