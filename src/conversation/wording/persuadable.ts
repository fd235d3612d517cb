import { persuadable } from '../../scoring/uplift/persuadable.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { plainReply } from './fallback-replies.ts';

/** Customers whom a list goes through for those a contact moves most: those with the most at stake. */
export const mostRanked = 2000;

/** Customers by how much a contact raises the chance that they stay, the most first; `uplift` by their id in the store. */
export type Persuaded = {
  customers: RankedCustomer[];
  uplift: ReadonlyMap<number, number>;
  /** the campaign that it was learnt from */
  campaign: string;
};

/** Orders customers by how much a contact moves them; a reply that says why not, where no campaign has shown it. */
export async function byPersuadable(
  { store, scope, run, locale, say }: CommandContext,
  found: readonly RankedCustomer[],
): Promise<Persuaded | CommandResult> {
  const ids = found.map(({ id }) => id);
  const predicted = await persuadable(store.db, scope, ids, run.asOf);
  const nameOf = ({ name, names }: { name: string; names: Record<string, string> }) =>
    names[locale] ?? name;
  if ('why' in predicted) {
    const why =
      predicted.why === 'noModel'
        ? say('uplift-card.none')
        : say('persuadable.chance', { campaign: nameOf(predicted.card.campaign) });
    return {
      reply: plainReply(say('persuadable.title'), why, [
        { label: say('persuadable.actions.atRisk'), command: 'at-risk' },
        { label: say('uplift-card.actions.campaigns'), command: 'campaigns' },
      ]),
      data: { customers: [], sortBy: 'persuadable', why: predicted.why, asOf: run.asOf },
      seen: [],
    };
  }
  const { uplift, card } = predicted;
  const of = ({ id }: RankedCustomer) => uplift.get(id) ?? Number.NEGATIVE_INFINITY;
  return {
    customers: [...found].sort((a, b) => of(b) - of(a)),
    uplift,
    campaign: nameOf(card.campaign),
  };
}
