import type { CustomerCard } from '../../store/customers/customer-card.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';

/** How a customer is reached, and what the bank sorts them by, as far as it says; shown to those alone who may see the customer. */
export function contactFacts(
  { phone, email, tags }: Pick<CustomerCard, 'phone' | 'email' | 'tags'>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): Reply['facts'] {
  return [
    ...(phone === null ? [] : [{ label: say('customer-words.phone'), value: phone }]),
    ...(email === null ? [] : [{ label: say('customer-words.email'), value: email }]),
    ...(tags.length === 0 ? [] : [{ label: say('customer-words.tags'), value: format.list(tags) }]),
  ];
}
