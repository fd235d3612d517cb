import { churnFeature } from '../../settings/churn-features.ts';
import type { CommandContext } from '../command-context.ts';

/** A feature's value by itself, as in a list: an amount, a percentage, a number, the text of an attribute; null: not known. */
export function featureValue(
  name: string,
  value: number | string | null,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  if (value === null) return say('customer-words.notRecorded');
  if (typeof value === 'string') return value;
  switch (churnFeature(name)?.unit) {
    case 'money':
      return format.money(value);
    case 'share':
      return format.percent(value);
    case 'change':
    case 'points':
      return `${value > 0 ? '+' : ''}${format.percent(value)}`;
    default:
      return format.number(value);
  }
}
