import type { GroupOutcome } from '../../store/campaigns/campaign-outcomes.ts';
import type { Campaign } from '../../store/campaigns/campaigns.ts';
import type { CampaignOutcome } from '../../store/kinds.ts';
import {
  criticalValues,
  type Difference,
  differenceOfMeans,
  differenceOfProportions,
} from '../../valuation/index.ts';
import { dayNumber } from '../history/calendar.ts';

/** What became of one group, added up. Contribution is of one customer, in the bank's currency; null where none is known. */
export type Group = {
  customers: number;
  retention: number;
  conversion: number;
  contacted: number;
  contribution: number | null;
};

/** The treated against the held-out by a day: how the groups fared, and by how much they differ; null where nobody can say. */
export type CampaignComparison = {
  treated: Group;
  heldOut: Group;
  differences: Record<CampaignOutcome, Difference | null>;
};

/**
 * What a campaign did, as far as it may be said: nothing before the first day on which it was to be judged (`early`), and at a
 * day before its end only what is very plain.
 */
export type Verdict = 'early' | 'gain' | 'loss' | 'none' | 'unknown';

/** How far a campaign is: the days it was to be judged on that are past, and the critical value of each. */
export type Progress = {
  day: number;
  days: number;
  /** null before the first */
  look: { on: string; z: number; last: boolean } | null;
  next: string | null;
};

/**
 * The day by which a campaign is judged: the newest of those settled in advance that the bank's data reaches. Nobody looks in
 * between, for whoever looks often enough sees an effect that is not there.
 *
 * @param known the last day of which the bank's data tells, YYYY-MM-DD
 */
export function progressOf(campaign: Campaign, known: string): Progress {
  const first = dayNumber(campaign.startedOn);
  const days = dayNumber(campaign.endsOn) - first;
  const reached = campaign.looks.filter((on) => on <= known);
  return {
    day: Math.min(days, Math.max(0, dayNumber(known) - first)),
    days,
    look: looksOf(campaign)[reached.length - 1] ?? null,
    next: campaign.looks[reached.length] ?? null,
  };
}

/** The days on which a campaign is judged, each with its critical value: over all of them the error is that of its plan. */
export function looksOf({ startedOn, endsOn, looks, plan }: Campaign): {
  on: string;
  z: number;
  last: boolean;
}[] {
  const first = dayNumber(startedOn);
  const days = dayNumber(endsOn) - first;
  const values = criticalValues(
    looks.map((on, i) => (i === looks.length - 1 ? 1 : (dayNumber(on) - first) / days)),
    plan.alpha,
  );
  return looks.map((on, i) => ({ on, z: values[i] ?? Number.NaN, last: i === looks.length - 1 }));
}

/**
 * Compares the groups as they were drawn, whoever was really reached (by intention to treat).
 *
 * @param z the critical value of the intervals
 * @returns null where a group is empty
 */
export function compareGroups(
  parts: readonly GroupOutcome[],
  z: number,
): CampaignComparison | null {
  const treated = added(parts.filter(({ heldOut }) => !heldOut));
  const heldOut = added(parts.filter(({ heldOut }) => heldOut));
  if (treated.customers === 0 || heldOut.customers === 0) return null;
  const share = (count: (group: Sums) => number) =>
    differenceOfProportions(
      { events: count(treated), of: treated.customers },
      { events: count(heldOut), of: heldOut.customers },
      z,
    );
  return {
    treated: groupOf(treated),
    heldOut: groupOf(heldOut),
    differences: {
      retention: share(({ stayed }) => stayed),
      conversion: share(({ converted }) => converted),
      contribution: contributionBetween(treated, heldOut, z),
    },
  };
}

/** What the difference of the outcome that a campaign is judged by lets anybody say. */
export function verdictOf(difference: Difference | null, last: boolean): Verdict {
  if (difference === null) return 'unknown';
  if (difference.low > 0) return 'gain';
  if (difference.high < 0) return 'loss';
  return last ? 'none' : 'early';
}

type Sums = {
  customers: number;
  stayed: number;
  converted: number;
  contacted: number;
  contribution: number | null;
  contributionSquares: number | null;
};

function added(parts: readonly GroupOutcome[]): Sums {
  const sum = (of: (part: GroupOutcome) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const money = (of: 'contribution' | 'contributionSquares') =>
    parts.some((part) => part[of] === null) ? null : sum((part) => part[of] ?? 0);
  return {
    customers: sum(({ customers }) => customers),
    stayed: sum(({ stayed }) => stayed),
    converted: sum(({ converted }) => converted),
    contacted: sum(({ contacted }) => contacted),
    contribution: money('contribution'),
    contributionSquares: money('contributionSquares'),
  };
}

const groupOf = ({ customers, stayed, converted, contacted, contribution }: Sums): Group => ({
  customers,
  retention: stayed / customers,
  conversion: converted / customers,
  contacted,
  contribution: contribution === null ? null : contribution / customers,
});

function contributionBetween(treated: Sums, heldOut: Sums, z: number): Difference | null {
  const [one, other] = [treated, heldOut].map(
    ({ customers, contribution, contributionSquares }) => {
      if (contribution === null || contributionSquares === null || customers < 2) return null;
      const mean = contribution / customers;
      const variance = Math.max(0, contributionSquares - customers * mean ** 2) / (customers - 1);
      return { of: customers, mean, variance };
    },
  );
  return one && other ? differenceOfMeans(one, other, z) : null;
}
