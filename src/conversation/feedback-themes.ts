import { monthsBefore } from '../scoring/history/calendar.ts';
import { feedbackThemes, type ThemePeriods } from '../store/opinions/themes.ts';
import type { ListFilters } from '../store/rankings/list-filters.ts';
import type { CommandContext } from './command-context.ts';

/** How many months a period of complaints is. */
export const themeMonths = 6;

/**
 * What customers complain of. `count` are comments against the bank and complaints in the period, `change` how many more
 * than in the one before, `sentiment` the mean of all texts from −1 to 1 or null.
 */
export type Theme = { theme: string; count: number; sentiment: number | null; change: number };

/** The themes of the customers of a scope, what is complained of most first, and all of them together. */
export type Themes = {
  periods: ThemePeriods;
  themes: Theme[];
  all: { count: number; texts: number; sentiment: number | null; change: number };
};

/** Reads what the customers of the asker's scope complain of, in the newest period and against the one before. */
export async function readThemes(
  { store, scope, run }: Pick<CommandContext, 'store' | 'scope' | 'run'>,
  filters: ListFilters,
): Promise<Themes> {
  const periods = {
    before: monthsBefore(run.asOf, 2 * themeMonths),
    from: monthsBefore(run.asOf, themeMonths),
    to: run.asOf,
  };
  const counts = await feedbackThemes(store.db, scope, run.id, { filters, periods });
  const nothing = { count: 0, before: 0, texts: 0, sentiment: null };
  const all = counts.find(({ theme }) => theme === null) ?? nothing;
  return {
    periods,
    themes: counts.flatMap(({ theme, count, before, sentiment }) =>
      theme === null || count + before === 0
        ? []
        : [{ theme, count, sentiment, change: count - before }],
    ),
    all: {
      count: all.count,
      texts: all.texts,
      sentiment: all.sentiment,
      change: all.count - all.before,
    },
  };
}
