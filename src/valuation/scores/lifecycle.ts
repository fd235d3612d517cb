/** Stages in the order a customer passes them; the numbers of {@link lifecycleStages}. */
export const stages = ['onboarding', 'active', 'growing', 'retained', 'at-risk'] as const;
export type LifecycleStage = (typeof stages)[number];

/** What a stage is read from, one entry a customer. */
export type LifecycleSigns = {
  /** Months since the customer came, ≥ 0. */
  tenureMonths: Float64Array;
  /** Transactions (or any activity) a month in the newest three months. */
  recentActivity: Float64Array;
  /** The same in the twelve months before those; `NaN` where the customer was not there yet. */
  earlierActivity: Float64Array;
};

/** Where the stages meet. */
export type LifecycleBounds = {
  /** Onboarding up to this tenure. Default 3. */
  onboardingMonths: number;
  /** Active up to this tenure. Default 12. */
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
 * The stage of every customer's life with the bank: `at-risk` when activity has ceased or fallen
 * below `decline` of what it was (new customers excepted), else `onboarding` and `active` by
 * tenure, then `growing` or `retained` by whether activity rises.
 *
 * @returns indices into {@link stages}
 */
export function lifecycleStages(
  signs: LifecycleSigns,
  bounds: LifecycleBounds = DEFAULT_BOUNDS,
): Uint8Array {
  const { tenureMonths, recentActivity, earlierActivity } = signs;
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
