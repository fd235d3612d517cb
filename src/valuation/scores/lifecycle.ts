/** Stages in the order a customer passes through them; {@link lifecycleStages} returns their indices. */
export const stages = ['onboarding', 'active', 'growing', 'retained', 'at-risk'] as const;
/** A stage of a customer's life with the bank. */
export type LifecycleStage = (typeof stages)[number];

/** What the stage is derived from, one entry a customer. */
export type LifecycleActivity = {
  /** Months since the customer joined, ≥ 0. */
  tenureMonths: Float64Array;
  /** Transactions (or any other activity) per month in the newest three months. */
  recentActivity: Float64Array;
  /** The same in the months before those; `NaN` where the customer had not joined yet. */
  earlierActivity: Float64Array;
};

/** The bounds between the stages. */
export type LifecycleBounds = {
  /** Onboarding below this tenure, in months. Default 3. */
  onboardingMonths: number;
  /** Active below this tenure, in months. Default 12. */
  activeMonths: number;
  /** Growing from this multiple of the earlier activity. Default 1.15. */
  growth: number;
  /** At risk below this multiple of the earlier activity, or without any activity. Default 0.5. */
  decline: number;
};

const DEFAULT_BOUNDS: LifecycleBounds = {
  onboardingMonths: 3,
  activeMonths: 12,
  growth: 1.15,
  decline: 0.5,
};

/**
 * The stage of every customer's life with the bank: `at-risk` when activity has ceased or fallen below
 * `decline` of what it was (new customers excepted), else `onboarding` or `active` by tenure, then
 * `growing` or `retained` by whether activity has risen.
 *
 * @returns indices into {@link stages}, one a customer
 */
export function lifecycleStages(
  activity: LifecycleActivity,
  bounds: LifecycleBounds = DEFAULT_BOUNDS,
): Uint8Array {
  const { tenureMonths, recentActivity, earlierActivity } = activity;
  return Uint8Array.from(tenureMonths, (tenure, row) => {
    if (tenure < bounds.onboardingMonths) return 0;
    const recent = recentActivity[row]!;
    const earlier = earlierActivity[row]!;
    const knownBefore = !Number.isNaN(earlier);
    if (!(recent > 0) || (knownBefore && recent < bounds.decline * earlier)) return 4;
    if (tenure < bounds.activeMonths) return 1;
    return knownBefore && recent >= bounds.growth * earlier && recent > 0 ? 2 : 3;
  });
}
