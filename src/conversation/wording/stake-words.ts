import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';

/** What stands to be lost with a customer, in words; `short` for a cell of a table. */
export function stakeInWords(
  valueAtStake: number | null,
  format: Format,
  locale: Locale,
  length: 'full' | 'short' = 'full',
): string {
  const say = sayIn(locale);
  if (valueAtStake === null) return say('customer-words.stake.unknown');
  if (valueAtStake >= 0) return format.money(valueAtStake);
  return say(length === 'short' ? 'customer-words.stake.none' : 'customer-words.stake.costsMore');
}
