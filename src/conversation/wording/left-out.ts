import { knownNotAtRisk } from '../../store/rankings/at-risk-customers.ts';
import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { CommandContext } from '../command-context.ts';

/** That customers are left out of who is at risk, because those who know them say so: one sentence, or none. */
export async function leftOutSentences(
  { store, scope, run, say, format }: CommandContext,
  filters: ListFilters,
): Promise<{ sentences: string[]; customers: number }> {
  const { atRisk } = run;
  const customers = await knownNotAtRisk(store.db, scope, run.id, { atRisk, filters });
  const sentences =
    customers === 0
      ? []
      : [say('at-risk-list.leftOut', { customers, threshold: format.percent(atRisk) })];
  return { sentences, customers };
}
