import { linearScores, type RiskSets } from './partial-likelihood.ts';
import { endOfTie } from './survival-data.ts';

/** The least share of a column's information that the columns before it may leave over. */
const LEAST_LEFT = 1e-9;
/** Differences of standardised scores below this are rounding. */
const ROUNDING = 1e-9;

/**
 * Refuses a column that is the same for all who are at risk together, or a weighted sum of the columns before it.
 *
 * @param information of the partial likelihood at 0 on standardised columns, row-major
 * @throws RangeError that names the column
 */
export function refuseCollinear(information: Float64Array, names: readonly string[]): void {
  const size = names.length;
  const factor = new Float64Array(size * size);
  names.forEach((name, row) => {
    const own = information[row * size + row]!;
    if (!(own > LEAST_LEFT)) {
      throw new RangeError(
        `Column ${name} is the same for everybody who is compared, so that it has no effect to measure. Leave it out.`,
      );
    }
    let left = own;
    for (let column = 0; column < row; column++) {
      let sum = information[row * size + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * size + k]! * factor[column * size + k]!;
      const entry = sum / factor[column * size + column]!;
      factor[row * size + column] = entry;
      left -= entry * entry;
    }
    if (!(left > LEAST_LEFT * own)) {
      const others = names.filter((_, k) => k < row && factor[row * size + k] !== 0);
      throw new RangeError(
        `Column ${name} follows from ${others.join(', ')}, so that their effects cannot be told apart. Leave one of them out.`,
      );
    }
    factor[row * size + row] = Math.sqrt(left);
  });
}

/**
 * Refuses a single column by which whoever has the event always comes first, up or down: its coefficient would be infinite.
 *
 * @throws RangeError that names the column
 */
export function refuseSeparated(sets: RiskSets, names: readonly string[]): void {
  names.forEach((name, j) => {
    const direction = new Float64Array(names.length);
    for (const sign of [1, -1]) {
      direction[j] = sign;
      if (!separates(sets, direction)) continue;
      throw new RangeError(
        `Column ${name} always puts whoever has the event first (the ${sign > 0 ? 'highest' : 'lowest'} value of all at risk; perfect separation): its coefficient has no finite value. Leave it out, or group its values.`,
      );
    }
  });
}

/**
 * Whether everyone with the event has, at their time, the highest score in a direction of all at risk, and somebody a lower one:
 * the partial likelihood then rises without end in that direction (Bryson and Johnson 1981, "The Incidence of Monotone
 * Likelihood in the Cox Model").
 */
export function separates(sets: RiskSets, direction: Float64Array): boolean {
  const { time, event } = sets;
  const scores = linearScores(sets, direction);
  const size = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  const tolerance = ROUNDING * size;
  let highest = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let differs = false;
  for (let from = 0; from < time.length; ) {
    const end = endOfTie(time, from);
    for (let row = from; row < end; row++) {
      highest = Math.max(highest, scores[row]!);
      lowest = Math.min(lowest, scores[row]!);
    }
    for (let row = from; row < end; row++) {
      if (event[row] === 0) continue;
      if (scores[row]! < highest - tolerance) return false;
      if (scores[row]! > lowest + tolerance) differs = true;
    }
    from = end;
  }
  return differs;
}
