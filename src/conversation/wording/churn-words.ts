import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { ChurnReason } from '../../store/schema.ts';
import type { Departure } from '../departure.ts';

/** The strongest reasons first, whichever way they push. */
export function strongest(reasons: readonly ChurnReason[], count: number): ChurnReason[] {
  return [...reasons]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, count);
}

/**
 * A churn probability in words; what stands where there is none says why, at length or in a column.
 *
 * @param churn.departed how the customer counts as departed; nothing for one who does not
 */
export function churnInWords(
  {
    churnProbability,
    departed,
  }: { churnProbability: number | null; departed?: Departure['because'] | undefined },
  format: Format,
  locale: Locale,
  length: 'long' | 'short' = 'long',
): string {
  if (churnProbability !== null) return format.percent(churnProbability);
  const say = sayIn(locale);
  if (departed !== undefined) {
    return departed === 'closed' ? say('churn-words.left') : say('churn-words.departed');
  }
  return length === 'short' ? '–' : say('churn-words.unknown');
}
