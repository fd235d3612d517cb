import { bookMonths } from '../store/book/book-totals.ts';
import type { CommandContext } from './command-context.ts';
import { monthsOfContribution } from './wording/money-words.ts';

/** Of how many whole months, at most 12, the contribution of the asker's customers is known in the run. */
export async function knownMonths({
  store,
  scope,
  run,
}: Pick<CommandContext, 'store' | 'scope' | 'run'>): Promise<number> {
  const known = await bookMonths(store.db, scope, run.id, { months: 12, filters: {} });
  return monthsOfContribution(known.length);
}
