import { churnFeature } from '../../settings/churn-features.ts';
import { hyphened } from '../../settings/playbooks/facts.ts';
import type { KnownCustomer } from '../../store/playbooks/known-customers.ts';
import { mainSegmentation } from '../../store/segments/main-segmentation.ts';
import type { Facts } from './evaluate.ts';

/** How many of the strongest reasons count. */
const reasonsCounted = 3;

/** What a segment is called in the facts of a customer: its segmentation and number. */
export function segmentKey(segmentation: string, id: number): string {
  return `${segmentation}/${id}`;
}

/** The facts of a customer, by name. @param atRisk the churn probability from which customers are at risk */
export function factsOf(customer: KnownCustomer, atRisk: number): Facts {
  const { churnProbability, furtherSegments, segmentId } = customer;
  return {
    ...customer.facts,
    tier: customer.tier,
    stage: customer.stage,
    segment: [
      ...(segmentId === null ? [] : [segmentKey(mainSegmentation, segmentId)]),
      ...Object.entries(furtherSegments).map(([of, id]) => segmentKey(of, id)),
    ],
    at_risk: churnProbability === null ? null : churnProbability >= atRisk,
    churn_probability: churnProbability,
    reasons: churnProbability === null ? null : reasonsOf(customer),
    value_if_stays: customer.valueIfStays,
    value_at_stake: customer.valueAtStake,
    clv: customer.clv,
    cvs: customer.cvs,
    contribution_12m: customer.contribution12m,
    expected_contribution: customer.expectedContribution,
  };
}

/** The features that raise the risk the most, and their themes. */
function reasonsOf({ reasons }: KnownCustomer): string[] {
  const strongest = reasons
    .filter(({ contribution }) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution)
    .slice(0, reasonsCounted);
  return strongest.flatMap(({ feature }) => {
    const theme = churnFeature(feature)?.theme;
    return theme === undefined ? [feature] : [feature, hyphened(theme)];
  });
}
