import type { CampaignCandidate } from '../../store/campaigns/candidates.ts';
import type { CampaignOutcome } from '../../store/kinds.ts';
import type { CampaignPlan } from '../../store/schema.ts';
import {
  criticalValues,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
  smallestVisibleRise,
} from '../../valuation/index.ts';

/** The chance to see an effect where there is none, and the chance to see the one planned for, of every campaign. */
export const usualAlpha = 0.05;
export const usualPower = 0.8;
/** The effect planned for unless another is: 5 points of a share, a fifth of the spread of a contribution. */
const usualPoints = 0.05;
const usualSpread = 0.2;
const daysOfMonth = 365.25 / 12;

/** What a plan is made for. */
export type CampaignTerms = {
  outcome: CampaignOutcome;
  days: number;
  heldOutShare: number;
  looks: number;
  /** the smallest effect worth seeing: a share for retention and conversion, money for a contribution */
  effect: number | undefined;
};

/** When a campaign is judged, as shares of its time: evenly, the last at its end. */
export const lookFractions = (looks: number): number[] =>
  Array.from({ length: looks }, (_, look) => (look + 1) / looks);

/**
 * How many customers a campaign needs, by what is expected of those who are held out: of retention by the run's churn
 * probabilities, at an even hazard over its days; of conversion by who took a product in as many days before; of a contribution
 * by the spread of last year's, scaled to its whole months. A share that cannot rise by the effect is planned for half of what
 * is left.
 *
 * @param candidates whom the campaign is for
 * @param churnHorizonMonths of the run's churn probabilities
 */
export function planCampaign(
  candidates: readonly CampaignCandidate[],
  terms: CampaignTerms,
  churnHorizonMonths: number,
): CampaignPlan {
  const { outcome, days, heldOutShare, looks, effect } = terms;
  const shared = { power: usualPower, alpha: usualAlpha };
  const z = criticalValues(lookFractions(looks), usualAlpha).at(-1) ?? Number.NaN;
  const planned = { z, power: usualPower, heldOutShare };
  if (outcome === 'contribution') {
    const base = deviationOf(candidates, Math.max(1, Math.floor(days / daysOfMonth) - 1));
    if (base === null) return { ...shared, base: 0, effect: effect ?? 0, needed: null };
    const wanted = effect ?? usualSpread * base;
    const size = sampleSizeOfMeans({ deviation: base, effect: wanted }, planned);
    return { ...shared, base, effect: wanted, needed: size.total };
  }
  const base =
    outcome === 'retention'
      ? expectedRetention(candidates, days / (churnHorizonMonths * daysOfMonth))
      : candidates.filter(({ converted }) => converted).length / Math.max(1, candidates.length);
  if (base === null) return { ...shared, base: 0, effect: effect ?? usualPoints, needed: null };
  const wanted = Math.min(effect ?? usualPoints, (1 - base) / 2);
  if (!(wanted > 0)) return { ...shared, base, effect: effect ?? usualPoints, needed: null };
  const size = sampleSizeOfProportions({ base, effect: wanted }, planned);
  return { ...shared, base, effect: wanted, needed: size.total };
}

/**
 * The smallest effect that a campaign of so many customers sees with the power planned, in the unit of the plan's effect; null
 * where nothing is known to plan by, or no effect is large enough.
 */
export function visibleEffect(
  { base, effect, needed, power, alpha }: CampaignPlan,
  { outcome, looks, heldOutShare }: Pick<CampaignTerms, 'outcome' | 'looks' | 'heldOutShare'>,
  members: number,
): number | null {
  if (needed === null || members === 0) return null;
  // What it takes to see a difference of means falls with its square.
  if (outcome === 'contribution') return effect * Math.sqrt(needed / members);
  const z = criticalValues(lookFractions(looks), alpha).at(-1) ?? Number.NaN;
  return base < 1 ? smallestVisibleRise(base, members, { z, power, heldOutShare }) : null;
}

/** The share that is expected to stay for a part of the churn horizon; null where no churn probability is known. */
function expectedRetention(candidates: readonly CampaignCandidate[], part: number): number | null {
  const known = candidates.flatMap(({ churnProbability }) =>
    churnProbability === null ? [] : [(1 - churnProbability) ** part],
  );
  return known.length === 0 ? null : known.reduce((sum, stays) => sum + stays, 0) / known.length;
}

/** The standard deviation of what customers bring in over some months; null where that differs for nobody. */
function deviationOf(candidates: readonly CampaignCandidate[], months: number): number | null {
  const known = candidates.flatMap(({ contribution12m }) =>
    contribution12m === null ? [] : [(contribution12m * months) / 12],
  );
  if (known.length < 2) return null;
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  const variance = known.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (known.length - 1);
  return variance > 0 ? Math.sqrt(variance) : null;
}
