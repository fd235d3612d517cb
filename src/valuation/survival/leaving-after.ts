import { normalQuantile } from '../numeric/quantiles.ts';
import { scoreInterval } from '../uplift/proportions.ts';

/** How many left of those who were followed, and how many over the months of those who were not disturbed. */
export type LeavingCounts = {
  readonly followed: { readonly of: number; readonly left: number };
  readonly undisturbed: { readonly months: number; readonly left: number };
};

/** The share that left after something happened, against the share that leaves in as long a time when it does not. */
export type LeavingAfter = {
  /** 0 to 1 */
  readonly share: number;
  /** 0 to 1: 1 − exp(−rate × months), by the undisturbed leavings a month */
  readonly usual: number;
  /** whether what is usual lies outside the 95 % interval of the share, and on which side */
  readonly than: 'more' | 'less' | 'alike';
};

const z = normalQuantile(0.975);

/**
 * Compares how many leave within `months` after an event with how many leave in as many months without it. The undisturbed
 * are taken to leave at a constant rate, leavings over months lived through; that rate is treated as known, since it rests on
 * many more months than the followed. The share's interval is Wilson's, corrected for continuity.
 *
 * @param months above 0
 * @throws RangeError where nobody was followed, or no month was lived through undisturbed
 */
export function leavingAfter(
  { followed, undisturbed }: LeavingCounts,
  months: number,
): LeavingAfter {
  if (!(followed.of > 0) || !(undisturbed.months > 0) || !(months > 0)) {
    throw new RangeError(
      `Somebody must have been followed, and somebody left alone for a while, but there were ${followed.of} and ${undisturbed.months} months.`,
    );
  }
  const share = followed.left / followed.of;
  const usual = -Math.expm1((-undisturbed.left / undisturbed.months) * months);
  const { low, high } = scoreInterval({ events: followed.left, of: followed.of }, z);
  return { share, usual, than: low > usual ? 'more' : high < usual ? 'less' : 'alike' };
}
