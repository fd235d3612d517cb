import { todayIn } from '../../language/today.ts';
import { type NewMember, saveCampaign } from '../../store/campaigns/campaigns.ts';
import { type CampaignCandidate, campaignCandidates } from '../../store/campaigns/candidates.ts';
import type { ProductKind } from '../../store/kinds.ts';
import type { ListFilters } from '../../store/rankings/list-filters.ts';
import type { CampaignPlan, CampaignTarget } from '../../store/schema.ts';
import type { Scope } from '../../store/scope.ts';
import type { Database } from '../../store/store.ts';
import { drawHoldOut } from '../../valuation/index.ts';
import { dayNumber } from '../history/calendar.ts';
import { type CampaignTerms, lookFractions, planCampaign } from './plan-campaign.ts';

/** A campaign as somebody wants it. */
export type WantedCampaign = CampaignTerms & {
  name: string;
  product: ProductKind | null;
  filters: ListFilters;
  target: CampaignTarget;
};

/** The run that a campaign is planned by. */
export type PlanningRun = { id: number; asOf: string; churnHorizonMonths: number };

/** What a campaign would be, before anything is written. */
export type ProposedCampaign = {
  startedOn: string;
  endsOn: string;
  looks: string[];
  plan: CampaignPlan;
  treated: number;
  heldOut: number;
  /** who is left out because a campaign under way holds them out: nobody may act on them but by chance */
  elsewhere: { customers: number; campaigns: string[] };
  candidates: CampaignCandidate[];
};

const dayText = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

/**
 * Works out whom a campaign would take, when it would be judged and how many customers it needs. Nothing is written.
 * Customers held out of a campaign under way are left out, so that neither campaign blurs the other.
 */
export async function proposeCampaign(
  db: Database,
  scope: Scope,
  run: PlanningRun,
  wanted: WantedCampaign,
  { now, timezone }: { now: Date; timezone: string },
): Promise<ProposedCampaign> {
  const today = todayIn(timezone, now);
  const startedOn = today > run.asOf ? today : run.asOf;
  const { filters, target, days, product } = wanted;
  const found = await campaignCandidates(db, scope, run.id, {
    filters,
    atRisk: target.atRisk,
    on: startedOn,
    days,
    product,
  });
  const candidates = found.filter(({ heldOutOf }) => heldOutOf === null);
  const first = dayNumber(startedOn);
  const looks = lookFractions(wanted.looks).map((part) => dayText(first + Math.round(part * days)));
  const heldOut = Math.round(candidates.length * wanted.heldOutShare);
  return {
    startedOn,
    endsOn: dayText(first + days),
    looks,
    plan: planCampaign(candidates, wanted, run.churnHorizonMonths),
    treated: candidates.length - heldOut,
    heldOut,
    elsewhere: {
      customers: found.length - candidates.length,
      campaigns: [
        ...new Set(found.flatMap(({ heldOutOf }) => (heldOutOf === null ? [] : [heldOutOf]))),
      ].sort(),
    },
    candidates,
  };
}

/**
 * Draws who is held out and writes the campaign, whole.
 *
 * @param seed of the draw: the same candidates and seed give the same groups
 * @returns its id; undefined where there is one of this name already
 */
export async function startCampaign(
  db: Database,
  wanted: WantedCampaign,
  proposed: ProposedCampaign,
  { seed, now, startedBy }: { seed: number; now: Date; startedBy: number | null },
): Promise<number | undefined> {
  const { candidates, startedOn, endsOn, looks, plan } = proposed;
  const strata = candidates.map((each) => ({
    tier: each.tier,
    riskBand: riskBand(each.churnProbability),
  }));
  const drawn = drawHoldOut(
    strata.map(({ tier, riskBand }) => `${tier} ${riskBand}`),
    wanted.heldOutShare,
    seed,
  );
  const members = candidates.map(
    ({ id, segmentId }, i): NewMember => ({
      customerId: id,
      segmentId,
      heldOut: drawn[i] === 1,
      tier: strata[i]!.tier,
      riskBand: strata[i]!.riskBand,
    }),
  );
  const { name, outcome, product, heldOutShare, target } = wanted;
  return saveCampaign(
    db,
    {
      name,
      outcome,
      product,
      heldOutShare,
      target,
      startedOn,
      endsOn,
      looks,
      plan,
      seed,
      startedAt: now,
      startedBy,
    },
    members,
  );
}

/** The risk that a draw is stratified by: below a tenth, from there, from three tenths on. */
function riskBand(churnProbability: number | null): NewMember['riskBand'] {
  if (churnProbability === null) return 'unknown';
  if (churnProbability >= 0.3) return 'high';
  return churnProbability >= 0.1 ? 'medium' : 'low';
}
