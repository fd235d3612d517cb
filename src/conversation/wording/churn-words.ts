import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { ChurnReason } from '../../store/schema.ts';

/** The strongest reasons first, whichever way they push. */
export function strongest(reasons: readonly ChurnReason[], count: number): ChurnReason[] {
  return [...reasons]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, count);
}

/** A churn probability in words; what stands where there is none says why, at length or in a column. */
export function churnInWords(
  { closedOn, churnProbability }: { closedOn: string | null; churnProbability: number | null },
  format: Format,
  locale: Locale,
  length: 'long' | 'short' = 'long',
): string {
  if (churnProbability !== null) return format.percent(churnProbability);
  const say = sayIn(locale);
  if (closedOn !== null) return say('churn-words.left');
  return length === 'short' ? '–' : say('churn-words.unknown');
}
