import { normalQuantile } from '../../numeric/special-functions.ts';
import type { Extrapolation } from './extrapolation.ts';
import type { RollingErrors } from './rolling-origin.ts';

/**
 * How much smaller the errors of a fit are than those of forecasts: a method was fitted to the values it is judged on, the
 * more closely the fewer they are. Learnt, as the two below, on series of the M competitions and of made-up banks.
 */
const OPTIMISM = 1.3;
const FEW_VALUES = 10;
/** By how much the variance is widened for what no error in the past tells of: that a series may take another course. */
const OTHER_COURSE = 1.15;
/** How many origins the errors of the fit count for, beside those from earlier points of the series. */
const FIT_COUNTS = 3;

/**
 * How far the ends of each step's band lie from its mean. The variance one step ahead is what the fit shows, less what the
 * fit flatters itself by, and what the forecasts from earlier points of the series show, together; it grows with the steps
 * as the method says, and with how far ahead that is beside what was seen.
 *
 * @param count values seen
 * @returns `NaN` where neither tells
 */
export function bandReach(
  { deviation }: Extrapolation,
  errors: RollingErrors,
  count: number,
  level: number,
): Float64Array {
  const first = deviation[0]!;
  const growth = deviation.map((each, h) => (first > 0 ? (each / first) ** 2 : h + 1));
  // No two values a cycle apart, and the seasonal naive method has no error of its own to show.
  const tells = !Number.isNaN(first);
  const fitted = first ** 2 * OPTIMISM * (1 + FEW_VALUES / count);
  let squares = 0;
  let steps = 0;
  for (let h = 0; h < growth.length; h++) {
    squares += errors.squares[h]!;
    steps += errors.counts[h]! * growth[h]!;
  }
  const variance =
    steps > 0
      ? ((tells ? FIT_COUNTS * fitted : 0) + errors.origins * (squares / steps)) /
        ((tells ? FIT_COUNTS : 0) + errors.origins)
      : fitted;
  const z = normalQuantile((1 + level) / 2);
  return growth.map(
    (each, h) => z * Math.sqrt(variance * each * OTHER_COURSE * (1 + (h + 1) / count)),
  );
}
