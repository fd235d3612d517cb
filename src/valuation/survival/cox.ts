import { choleskyFactor, choleskyInvert, choleskySolve } from '../numeric/matrices.ts';
import { concordance } from './concordance.ts';
import { refuseCollinear, refuseSeparated, separates } from './identifiability.ts';
import { linearScores, partialLikelihood, type RiskSets } from './partial-likelihood.ts';
import { standardised } from './standardised.ts';
import { checkColumns, orderedTimes, type SurvivalData } from './survival-data.ts';

/** A fitted proportional hazards model. Plain data: it serialises to JSON. */
export type CoxModel = {
  /** β by column: the log of the hazard ratio for one unit more; standard errors from the observed information. */
  coefficients: { name: string; value: number; standardError: number }[];
  /** Partial, at the coefficients. */
  logLikelihood: number;
  /**
   * Harrell's C: the share of pairs in which the one with the higher score has the event first, ties in the score a
   * half; `NaN` where no pair can be compared.
   */
  concordance: number;
  /** False where Newton's method did not settle; the coefficients are then the best seen. */
  converged: boolean;
};

const MOST_STEPS = 60;
/** Newton's decrement, about twice the log-likelihood still to be gained. */
const SETTLED = 1e-11;

/**
 * Fits Cox's proportional hazards model (Cox 1972, "Regression Models and Life-Tables") by Newton's method on the
 * partial likelihood with Efron's ties. Weights are case weights, which for tied events means Efron's sum with their mean
 * weight, as other packages have it: a weight of 2 and a row twice are then the same wherever no two events tie.
 *
 * @param data columns of numbers without gaps; as many rows as times
 * @throws RangeError for an invalid row, naming it; where nobody has the event; for a column that does not differ among
 *   those at risk, or that follows from others; and where the likelihood has no maximum because a column, or a sum of
 *   them, always puts whoever has the event first (separation)
 */
export function fitCox(data: SurvivalData): CoxModel {
  const { columns, time } = data;
  const ordered = orderedTimes(data);
  checkColumns(columns, time.length);
  if (!ordered.event.includes(1)) {
    throw new RangeError(
      'Nobody has the event (every row is censored), so that hazards cannot be compared. Give rows with events.',
    );
  }
  const scales = columns.map(({ values }) => standardised(values, ordered));
  const width = columns.length;
  const points = new Float64Array(ordered.rows.length * width);
  scales.forEach((scale, j) => {
    scale.values.forEach((value, row) => {
      points[row * width + j] = value;
    });
  });
  const sets: RiskSets = { ...ordered, points, width };
  const names = columns.map(({ name }) => name);
  refuseCollinear(partialLikelihood(sets, new Float64Array(width)).information, names);
  refuseSeparated(sets, names);
  const { beta, reached, converged } = maximise(sets, names);
  const factor = choleskyFactor(reached.information, width);
  const covariance = factor && choleskyInvert(factor, width);
  return {
    coefficients: names.map((name, j) => ({
      name,
      value: beta[j]! / scales[j]!.deviation,
      standardError: Math.sqrt(covariance?.[j * width + j] ?? Number.NaN) / scales[j]!.deviation,
    })),
    logLikelihood: reached.value,
    concordance: concordance(ordered, linearScores(sets, beta)),
    converged: converged && factor !== undefined,
  };
}

function maximise(sets: RiskSets, names: readonly string[]) {
  const { width } = sets;
  let beta = new Float64Array(width);
  let reached = partialLikelihood(sets, beta);
  for (let step = 0; step < MOST_STEPS; step++) {
    const factor = choleskyFactor(reached.information, width);
    if (factor === undefined) break;
    const move = choleskySolve(factor, width, reached.gradient);
    if (separates(sets, move)) {
      const by = names.filter((_, j) => Math.abs(move[j]!) > 1e-6 * largest(move));
      throw new RangeError(
        `Columns ${by.join(' and ')} together always put whoever has the event first (perfect separation): their coefficients have no finite value. Leave one of them out.`,
      );
    }
    const decrement = move.reduce((sum, part, j) => sum + part * reached.gradient[j]!, 0);
    if (decrement < SETTLED) return { beta, reached, converged: true };
    let length = 1;
    let next = partialLikelihood(sets, along(beta, move, length));
    while (!(next.value >= reached.value) && length > 1e-7) {
      length /= 2;
      next = partialLikelihood(sets, along(beta, move, length));
    }
    // Rounding hides what little is left to gain.
    if (!(next.value >= reached.value)) return { beta, reached, converged: decrement < 1e-6 };
    beta = along(beta, move, length);
    reached = next;
  }
  return { beta, reached, converged: false };
}

function along(from: Float64Array, move: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return from.map((value, j) => value + length * move[j]!);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
