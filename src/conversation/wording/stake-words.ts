import type { Format } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';

/** What stands to be lost with a customer, in words; `short` for a cell of a table. */
export function stakeInWords(
  valueAtStake: number | null,
  format: Format,
  locale: Locale,
  length: 'full' | 'short' = 'full',
): string {
  const zh = locale === 'zh';
  if (valueAtStake === null) return zh ? '未知' : 'not known';
  if (valueAtStake >= 0) return format.money(valueAtStake);
  if (length === 'short') return zh ? '无' : 'nothing';
  return zh ? '无：成本高于带来的收入' : 'nothing: costs more than they bring in';
}
