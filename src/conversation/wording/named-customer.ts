import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import type { CommandContext } from '../command-context.ts';

/** The card of a customer whom the asker's question named, by the id in the store. */
export async function namedCustomer(
  { store, scope, run }: CommandContext,
  customerId: number,
): Promise<CustomerCard> {
  const card = await customerCard(store.db, scope, run.id, customerId);
  if (card === undefined) throw new Error('A customer left the scope while being read.');
  return card;
}
