import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { Related } from '../../store/households/related-customers.ts';
import type { Scope } from '../../store/scope.ts';
import type { CommandContext } from '../command-context.ts';
import { monthsInWords } from './customer-words.ts';
import { worthOf } from './money-words.ts';

/** What customers belong to together: a household, a group of companies, or both. */
export function kindOfHousehold({
  households,
}: Pick<Related, 'households'>): 'household' | 'group' | 'both' {
  const kinds = new Set(households.map(({ kind }) => kind));
  if (kinds.size > 1) return 'both';
  return kinds.has('group') ? 'group' : 'household';
}

/** Who belongs together, as a noun: "household of 4". */
export function householdInWords(related: Related, locale: Locale): string {
  return sayIn(locale)('household-words.of', {
    kind: kindOfHousehold(related),
    customers: related.all,
  });
}

/** In what those are whom the asker may see, where that is not all: their branch, their team or their book. */
export const whereSeen = ({ kind }: Scope): 'branch' | 'team' | 'book' =>
  kind === 'branch' || kind === 'team' ? kind : 'book';

/** Of whom totals are: of all, or of how many of those in the asker's book, team or branch, without those who have left. */
export function whoIsCounted(
  { all, together }: Pick<Related, 'all' | 'together'>,
  { scope, say }: Pick<CommandContext, 'scope' | 'say'>,
): string {
  const { customers, seen } = together;
  if (seen === all) {
    return customers === all
      ? say('household-words.counted.all', { customers })
      : say('household-words.counted.withoutLeft', { customers, all });
  }
  return say('household-words.counted.some', {
    customers,
    all,
    where: whereSeen(scope),
  });
}

/** What a customer's card says of those who belong together with them; undefined unless the asker may see two of them. */
export function householdLine(
  related: Related,
  { locale, scope, run, say, format }: CommandContext,
): string | undefined {
  const { customers, seen, clv, valueIfStays } = related.together;
  if (customers < 2 || clv === null) return undefined;
  const { amount, basis } = worthOf({ valueIfStays, clv });
  return say(seen === related.all ? 'household-words.card.all' : 'household-words.card.some', {
    household: householdInWords(related, locale),
    customers,
    where: whereSeen(scope),
    value: format.money(amount),
    basis,
    horizon: monthsInWords(run.clvHorizonMonths, locale),
  });
}
