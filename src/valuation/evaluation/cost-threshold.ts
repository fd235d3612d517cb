import { rowsByScore } from './metrics.ts';

/** What contacting customers costs and what it saves, in one currency. */
export type ContactCosts = {
  /** The cost of contacting one customer. */
  readonly contact: number;
  /** The value of a leaver who is contacted and then stays. */
  readonly saved: number;
  /** The share of contacted leavers who stay, above 0 and at most 1. */
  readonly success: number;
};

/** Whom to contact, and the profit of that among the customers measured. */
export type CostThreshold = {
  /** Contact those whose probability is at least this. */
  threshold: number;
  contacted: number;
  /** The value saved less the cost of the contacts, in the currency of the costs. */
  profit: number;
};

/**
 * The probability from which a contact pays, contact / (saved · success) (Elkan 2001), and the
 * threshold that would have earned the most among the customers given. Where probabilities are well
 * calibrated the two are close.
 *
 * @param y 1 left, 0 stayed; one entry a customer
 * @param probability of leaving, 0 to 1; one entry a customer
 * @returns `best` is `null` where contacting nobody would have been best
 * @throws RangeError for a cost or a value that is not above 0, or a success outside (0, 1]
 */
export function costThreshold(
  y: ArrayLike<number>,
  probability: Float64Array,
  { contact, saved, success }: ContactCosts,
): { breakEven: CostThreshold; best: CostThreshold | null } {
  if (!(contact > 0 && saved > 0 && success > 0 && success <= 1)) {
    throw new RangeError(
      `A cost-based threshold needs contact and saved above 0 and success in (0, 1], but got ${contact}, ${saved} and ${success}.`,
    );
  }
  const pays = contact / (saved * success);
  const breakEven: CostThreshold = { threshold: pays, contacted: 0, profit: 0 };
  let best: CostThreshold | null = null;
  let profit = 0;
  const rows = rowsByScore(probability).reverse();
  rows.forEach((row, i) => {
    profit += y[row]! * saved * success - contact;
    const threshold = probability[row]!;
    if (threshold >= pays) {
      breakEven.contacted = i + 1;
      breakEven.profit = profit;
    }
    const lastOfItsScore = i === rows.length - 1 || probability[rows[i + 1]!] !== threshold;
    if (lastOfItsScore && profit > (best?.profit ?? 0)) {
      best = { threshold, contacted: i + 1, profit };
    }
  });
  return { breakEven, best };
}
