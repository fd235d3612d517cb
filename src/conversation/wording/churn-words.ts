import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { reasonSentence } from '../../scoring/churn/feature-labels.ts';
import type { ChurnReason } from '../../store/schema.ts';

/** The strongest reasons first, whichever way they push. */
export function strongest(reasons: readonly ChurnReason[], count: number): ChurnReason[] {
  return [...reasons]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, count);
}

/** Reasons as sentences in words. */
export function reasonSentences(
  reasons: readonly ChurnReason[],
  locale: Locale,
  currency: string,
): string[] {
  return reasons.map((reason) => reasonSentence(reason, locale, currency));
}

/** A churn probability in words; what stands where there is none says why, at length or in a column. */
export function churnInWords(
  { closedOn, churnProbability }: { closedOn: string | null; churnProbability: number | null },
  format: Format,
  locale: Locale,
  length: 'long' | 'short' = 'long',
): string {
  if (churnProbability !== null) return format.percent(churnProbability);
  if (closedOn !== null) return locale === 'zh' ? '已离开' : 'has left';
  if (length === 'short') return '–';
  return locale === 'zh' ? '历史数据不足，无法估计' : 'not enough history for an estimate';
}
