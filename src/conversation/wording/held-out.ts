import { heldOutOf } from '../../store/campaigns/held-out.ts';
import type { CommandContext } from '../command.ts';
import { customerName } from './customer-words.ts';

type Named = { id: number; externalId: string; name: string | null };

/**
 * Sentences that say who of some customers is held out of a campaign under way. They stay in every list, for their risk is
 * real and whoever calls the bank is served; only the campaign is no reason to contact them.
 */
export async function heldOutSentences(
  { store, scope, run, locale, say, format }: CommandContext,
  listed: readonly Named[],
): Promise<string[]> {
  const found = await heldOutOf(
    store.db,
    scope,
    listed.map(({ id }) => id),
    run.asOf,
  );
  const byCampaign = new Map<string, string[]>();
  for (const { id, name, names } of found) {
    const customer = listed.find((each) => each.id === id);
    if (customer === undefined) continue;
    const campaign = names[locale] ?? name;
    const who = byCampaign.get(campaign) ?? [];
    byCampaign.set(campaign, [...who, customerName(customer, locale)]);
  }
  return Array.from(byCampaign, ([campaign, who]) =>
    say('held-out.sentence', { campaign, customers: format.list(who), count: who.length }),
  );
}
