import type { Locale } from '../../language/locale.ts';
import type { Localised } from '../../language/localised.ts';

type Named = { externalId: string; name: string | null };

/** What to call a customer: the name, or the bank's id where the bank knows no name. */
export function customerName({ externalId, name }: Named, locale: Locale): string {
  const known = name?.trim() ?? '';
  if (known !== '') return known;
  return locale === 'zh' ? `客户 ${externalId}` : `Customer ${externalId}`;
}

/** Name and id, as the head of a card. */
export function customerTitle(customer: Named, locale: Locale): string {
  const name = customerName(customer, locale);
  return (customer.name?.trim() ?? '') === '' ? name : `${name} · ${customer.externalId}`;
}

/** How to say a tier. */
export const tierNames = {
  high: { en: 'High', zh: '高' },
  medium: { en: 'Medium', zh: '中' },
  low: { en: 'Low', zh: '低' },
} as const satisfies Record<'high' | 'medium' | 'low', Localised>;

/** A stretch of months in words. */
export function monthsInWords(months: number, locale: Locale): string {
  if (locale === 'zh') return months % 12 === 0 ? `${months / 12}年` : `${months}个月`;
  if (months % 12 === 0) return months === 12 ? 'a year' : `${months / 12} years`;
  return months === 1 ? 'a month' : `${months} months`;
}
