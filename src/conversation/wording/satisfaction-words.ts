import type { CustomerCard } from '../../store/customers/customer-card.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';

/** A customer's satisfaction, and whether they said so or it is estimated from what they wrote; nothing where it is not known. */
export function satisfactionFact(
  { satisfaction, satisfactionEstimated }: NonNullable<CustomerCard['value']>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): Reply['facts'] {
  if (satisfaction === null) return [];
  return [
    {
      label: say('customer-value.facts.satisfaction'),
      value: say('customer-value.facts.satisfactionValue', {
        estimated: satisfactionEstimated ? 'yes' : 'no',
        share: format.percent(satisfaction),
      }),
    },
  ];
}
