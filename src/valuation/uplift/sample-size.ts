import { normalQuantile } from '../numeric/quantiles.ts';

/** What a campaign must be able to see. */
export type PlannedPower = {
  /** the critical value of the test, such as 1.96 for a two-sided error of 5 % */
  readonly z: number;
  /** the chance to see an effect that is there, above 0.5 and below 1; usually 0.8 */
  readonly power: number;
  /** the share of the customers who are held out, above 0 and below 1 */
  readonly heldOutShare: number;
};

/** How many customers a campaign needs, in whole customers. */
export type SampleSize = {
  readonly treated: number;
  readonly heldOut: number;
  readonly total: number;
};

/**
 * How many customers it takes to see a difference of two proportions, with groups of unequal size and a correction for
 * continuity, as the interval has one (Fleiss, Tytun and Ury 1980, equations 3 and 4).
 *
 * @param base the share that is expected of the held-out, from 0 to 1
 * @param effect what the treated are to have more or less than that, not 0
 * @throws RangeError for a share outside 0 to 1, no effect, or another power
 */
export function sampleSizeOfProportions(
  { base, effect }: { base: number; effect: number },
  planned: PlannedPower,
): SampleSize {
  const { z, power, heldOutShare } = checked(planned);
  const other = base + effect;
  if (!(base >= 0 && base <= 1 && other >= 0 && other <= 1 && effect !== 0)) {
    throw new RangeError(
      `A plan needs a share from 0 to 1 and an effect that keeps it there and is not 0, but was given ${base} and ${effect}.`,
    );
  }
  const ratio = heldOutShare / (1 - heldOutShare);
  const pooled = (other + ratio * base) / (1 + ratio);
  const size = Math.abs(effect);
  const spread =
    z * Math.sqrt((1 + ratio) * ratio ** -1 * pooled * (1 - pooled)) +
    normalQuantile(power) * Math.sqrt(other * (1 - other) + (base * (1 - base)) / ratio);
  const plain = (spread / size) ** 2;
  const corrected =
    (plain / 4) * (1 + Math.sqrt(1 + (2 * (ratio + 1)) / (plain * ratio * size))) ** 2;
  return rounded(corrected, ratio);
}

/**
 * How many customers it takes to see a difference of two means of the same spread, with groups of unequal size.
 *
 * @param deviation the standard deviation of one customer's figure, above 0
 * @param effect the difference to be seen, in the same unit, not 0
 * @throws RangeError for a deviation or an effect that is none, or another power
 */
export function sampleSizeOfMeans(
  { deviation, effect }: { deviation: number; effect: number },
  planned: PlannedPower,
): SampleSize {
  const { z, power, heldOutShare } = checked(planned);
  if (!(deviation > 0 && Number.isFinite(deviation) && effect !== 0 && Number.isFinite(effect))) {
    throw new RangeError(
      `A plan needs a standard deviation above 0 and an effect that is not 0, but was given ${deviation} and ${effect}.`,
    );
  }
  const ratio = heldOutShare / (1 - heldOutShare);
  const treated = (1 + 1 / ratio) * (((z + normalQuantile(power)) * deviation) / effect) ** 2;
  return rounded(treated, ratio);
}

/**
 * The smallest rise of a proportion that so many customers would show with the power planned; null where none would, for the
 * share cannot rise by that much.
 *
 * @param base the share that is expected of the held-out, from 0 to below 1
 * @throws RangeError for another share or power
 */
export function smallestVisibleRise(
  base: number,
  total: number,
  planned: PlannedPower,
): number | null {
  const needs = (effect: number) => sampleSizeOfProportions({ base, effect }, planned).total;
  let above = 1 - base;
  if (!(above > 0) || needs(above) > total) return null;
  let below = 0;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (below + above) / 2;
    if (middle > 0 && needs(middle) <= total) above = middle;
    else below = middle;
  }
  return above;
}

function checked(planned: PlannedPower): PlannedPower {
  const { z, power, heldOutShare } = planned;
  if (!(z > 0 && power > 0.5 && power < 1 && heldOutShare > 0 && heldOutShare < 1)) {
    throw new RangeError(
      `A plan needs a critical value above 0, a power between 0.5 and 1 and a held-out share between 0 and 1, but was given ${z}, ${power} and ${heldOutShare}.`,
    );
  }
  return planned;
}

function rounded(treated: number, ratio: number): SampleSize {
  const sizes = { treated: Math.ceil(treated), heldOut: Math.ceil(treated * ratio) };
  return { ...sizes, total: sizes.treated + sizes.heldOut };
}
