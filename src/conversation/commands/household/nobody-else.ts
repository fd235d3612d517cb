import type { CustomerCard } from '../../../store/customers/customer-card.ts';
import { householdsRecorded } from '../../../store/households/related-customers.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import type { CommandContext } from '../../command.ts';
import type { HouseholdFigures } from '../../household-figures.ts';
import type { Reply } from '../../reply.ts';
import { customerName, customerTitle } from '../../wording/customer-words.ts';
import { plainReply } from '../../wording/fallback-replies.ts';

/** To a customer who belongs together with nobody, as far as the bank knows: says so, and what to do. */
export async function nobodyElse(
  { store, locale, say }: CommandContext,
  card: CustomerCard,
  { related }: HouseholdFigures,
): Promise<Reply> {
  const name = customerName(card, locale);
  const [only] = related.households;
  const recorded = only !== undefined || (await householdsRecorded(store.bankWide));
  return plainReply(
    customerTitle(card, locale),
    only !== undefined
      ? say('household.alone.onlyOne', { name, household: only.household })
      : say(recorded ? 'household.alone.unlinked' : 'household.alone.noLinks', { name }),
    [
      {
        label: say('household.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
    ],
    [say(recorded ? 'household.alone.addLink' : 'household.alone.addFile')],
  );
}
