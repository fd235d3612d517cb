import type { CampaignReading } from '../../../scoring/campaigns/read-campaign.ts';
import {
  campaignInScope,
  campaignMemberIds,
  campaignOutcomes,
  type GroupOutcome,
} from '../../../store/campaigns/campaign-outcomes.ts';
import type { FoundCampaign } from '../../arguments/campaign.ts';
import type { CommandContext } from '../../command.ts';
import { fewest, mayBeTold } from '../../small-groups.ts';

/** What of a campaign may be told to whoever sees a scope. */
export type ToldCampaign = {
  /** without how many customers it needs where its plan would tell of few of them */
  campaign: FoundCampaign;
  reading: CampaignReading;
  /** whether there is a comparison that is not told, for it would tell of few customers */
  withheld: boolean;
  /** whether the plan's expectations are told */
  planTold: boolean;
  own: { customers: number; heldOut: number };
  /** whoever is in a group of the comparison that is so small that it tells of each */
  few: number[];
};

/**
 * Holds what a campaign did to what may be told: a comparison only where of either group none or many are beyond the asker's
 * scope, and one by tier only where that holds of each tier.
 */
export async function toldCampaign(
  { store: { db }, run, scope }: CommandContext,
  campaign: FoundCampaign,
  reading: CampaignReading,
): Promise<ToldCampaign> {
  const own = await campaignInScope(db, scope, campaign.id);
  const planTold =
    mayBeTold(scope, campaign.heldOut - own.heldOut) &&
    mayBeTold(scope, campaign.treated - (own.customers - own.heldOut)) &&
    mayBeTold(scope, campaign.treated + campaign.heldOut - own.customers);
  const shown = planTold ? campaign : { ...campaign, plan: { ...campaign.plan, needed: null } };
  const { on, comparison, parts } = reading;
  const told = { campaign: shown, planTold, own, few: [] };
  if (on === null || comparison === null) return { ...told, reading, withheld: false };
  const reached =
    scope.kind === 'all' ? parts : await campaignOutcomes(db, scope, run.id, campaign, on);
  const may = (those: (part: GroupOutcome) => boolean) =>
    mayBeTold(scope, customersOf(parts.filter(those)) - customersOf(reached.filter(those)));
  if (!groups.every((heldOut) => may((part) => part.heldOut === heldOut))) {
    const nothing = { verdict: 'unknown' as const, comparison: null, parts: [] };
    return { ...told, reading: { ...reading, ...nothing }, withheld: true };
  }
  const byTier = groups.every((heldOut) =>
    tiers.every((tier) => may((part) => part.heldOut === heldOut && part.tier === tier)),
  );
  const small = groups.filter(
    (heldOut) => (heldOut ? comparison.heldOut : comparison.treated).customers < fewest,
  );
  const few = await Promise.all(
    small.map((heldOut) => campaignMemberIds(db, scope, campaign.id, heldOut)),
  );
  return {
    ...told,
    reading: byTier ? reading : { ...reading, parts: [] },
    withheld: false,
    few: few.flat(),
  };
}

const groups = [false, true] as const;
const tiers = ['high', 'medium', 'low'] as const;

const customersOf = (parts: readonly GroupOutcome[]): number =>
  parts.reduce((sum, { customers }) => sum + customers, 0);
