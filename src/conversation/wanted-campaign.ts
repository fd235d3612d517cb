import type { WantedCampaign } from '../scoring/campaigns/start-campaign.ts';
import type { StartTerms } from './arguments/campaign-terms.ts';
import { type FoundFilters, filterEntities, heldTo } from './arguments/filters.ts';
import type { CommandContext } from './command-context.ts';

/**
 * A campaign as somebody asks for it at the command line or in chat, and whose customers it is for, in words.
 *
 * @param terms.effect customers in 100 for retention and conversion, money for a contribution
 */
export function wantedCampaign(
  context: CommandContext,
  name: string,
  terms: Omit<StartTerms, 'draw'>,
  found: FoundFilters,
): { wanted: WantedCampaign; whose: string } {
  const { share, days, outcome, product, effect, looks, atRisk } = terms;
  const { filters, whose } = heldTo(context, found);
  return {
    whose,
    wanted: {
      name,
      outcome,
      product: product ?? null,
      days,
      looks,
      heldOutShare: share,
      effect: effect === undefined || outcome === 'contribution' ? effect : effect / 100,
      filters,
      target: { ...filterEntities(found), ...(atRisk ? { atRisk: context.run.atRisk } : {}) },
    },
  };
}
