import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';

type Named = { externalId: string; name: string | null };

/** What to call a customer: the name, or the bank's id where the bank knows no name. */
export function customerName({ externalId, name }: Named, locale: Locale): string {
  const known = name?.trim() ?? '';
  return known === '' ? sayIn(locale)('customer-words.customer', { id: externalId }) : known;
}

/** Name and id, as the head of a card. */
export function customerTitle(customer: Named, locale: Locale): string {
  const name = customerName(customer, locale);
  return (customer.name?.trim() ?? '') === '' ? name : `${name} · ${customer.externalId}`;
}

/** A customer's tier in a word. */
export function tierName(tier: 'high' | 'medium' | 'low', locale: Locale): string {
  return sayIn(locale)('customer-words.tier', { tier });
}

/** A stretch of months in words, in years where they are whole. */
export function monthsInWords(months: number, locale: Locale): string {
  const say = sayIn(locale);
  return months % 12 === 0
    ? say('customer-words.years', { years: months / 12 })
    : say('customer-words.months', { months });
}
