import type { Evaluation } from '../numeric/optimiser.ts';
import { digamma, logGamma, trigamma } from '../numeric/special-functions.ts';
import {
  type Boundary,
  checkPenalty,
  type LikelihoodFit,
  maximiseLikelihood,
} from './maximum-likelihood.ts';
import { invalid } from './rfm.ts';

/** The spend of customers, one entry a customer. */
export type Spending = {
  /** Repeat transactions: a whole number ≥ 0. */
  x: Float64Array;
  /** Mean amount of a repeat transaction, ≥ 0, in one currency; not read where x is 0. */
  meanSpend: Float64Array;
  /** How many customers the row stands for, ≥ 0; absent: one each. */
  weight?: Float64Array;
};

/**
 * A fitted Gamma-Gamma model. A customer's transactions are gamma(p, ν) and ν is gamma(q, v) over
 * customers. Plain data: it serialises to JSON.
 */
export type GammaGammaModel = {
  kind: 'gamma-gamma';
  p: number;
  q: number;
  /** In the caller's currency. */
  v: number;
  /** Of the mean amounts as given, in the caller's currency, without the penalty. */
  logLikelihood: number;
  /** False where the likelihood has no maximum inside the parameters' range; `boundary` then says why. */
  converged: boolean;
  iterations: number;
  /** Asymptotic standard errors; absent where not converged. */
  standardErrors?: { p: number; q: number; v: number };
  boundary?: Boundary;
};

/**
 * Fits the Gamma-Gamma model of spend per transaction (Fader and Hardie 2013, "The Gamma-Gamma Model
 * of Monetary Value", eq. 1a) by maximum likelihood, to the customers with a repeat transaction. Those whose mean
 * amount is 0 are left out of the fit: no gamma distribution has an amount of 0.
 *
 * @param spending one row a customer
 * @param options.penalty λ ≥ 0, default 0: subtracts λ·Σ(ln θ)² from the mean log-likelihood of a
 *   customer, with v measured in mean amounts; shrinks the parameters towards 1
 * @throws RangeError for an invalid row (named with its field), no customer with a repeat transaction of an
 *   amount above 0, or an invalid penalty
 */
export function fitGammaGamma(
  spending: Spending,
  options: { penalty?: number } = {},
): GammaGammaModel {
  const penalty = checkPenalty(options.penalty ?? 0);
  checkSpending(spending);
  const aggregated = aggregateSpending(spending);
  if (aggregated.totalWeight === 0) {
    throw new RangeError(
      'No customer has a repeat transaction (x ≥ 1) of an amount above 0, so there is no spend to fit.',
    );
  }
  const fit = maximiseLikelihood(
    (parameters) => evaluate(aggregated, parameters),
    Float64Array.of(2, 3, 2),
    { penalty: penalty * aggregated.totalWeight },
  );
  return toModel(aggregated, fit);
}

/**
 * Expected amount of a customer's future transactions, given the ones seen (Fader and Hardie 2013,
 * eq. 5): p·(v + x·meanSpend) / (p·x + q − 1), between the customer's own mean and the population's.
 *
 * @returns one amount a customer, in the currency of the fit; `NaN` where p·x + q ≤ 1, since the
 *   population's mean is then infinite and the customer's own history is too short to bound it
 * @throws RangeError for an invalid row, named with its field
 */
export function expectedSpend(
  model: GammaGammaModel,
  { x, meanSpend }: Pick<Spending, 'x' | 'meanSpend'>,
): Float64Array {
  const known = checkSpending({ x, meanSpend });
  const { p, q, v } = model;
  const amounts = new Float64Array(x.length);
  for (let row = 0; row < x.length; row++) {
    const count = x[row]!;
    const shape = p * count + q - 1;
    // Where every mean is a number there is nothing to choose, which is faster than a choice nobody can foresee.
    const spent = known || count > 0 ? count * meanSpend[row]! : 0;
    amounts[row] = shape > 0 ? (p * (v + spent)) / shape : Number.NaN;
  }
  return amounts;
}

/** @returns whether the mean amount is a finite number even where x is 0 */
function checkSpending({ x, meanSpend, weight }: Spending): boolean {
  if (meanSpend.length !== x.length || (weight && weight.length !== x.length)) {
    throw new RangeError('x, meanSpend and weight must have one entry a customer each.');
  }
  let known = true;
  for (let row = 0; row < x.length; row++) {
    const count = x[row]!;
    const amount = meanSpend[row]!;
    // Written so that NaN fails it too.
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY && Math.floor(count) === count)) {
      throw invalid(row, 'x', count, 'a whole number of repeat transactions, 0 or more');
    }
    if (amount >= 0 && amount < Number.POSITIVE_INFINITY) continue;
    if (count > 0) {
      throw invalid(row, 'meanSpend', amount, 'a finite amount, 0 or more, since x is above 0');
    }
    known &&= Number.isFinite(amount);
  }
  if (weight === undefined) return known;
  for (let row = 0; row < x.length; row++) {
    const w = weight[row]!;
    if (!(w >= 0 && w < Number.POSITIVE_INFINITY)) {
      throw invalid(row, 'weight', w, 'a finite weight, 0 or more');
    }
  }
  return known;
}

/** Rows of equal spending aggregated to one and sorted into groups of equal x. */
type AggregatedSpending = {
  /** The distinct counts, ascending; group g holds rows `starts[g]` to `starts[g + 1]` − 1. */
  counts: Float64Array;
  starts: Int32Array;
  /** Mean amounts in units of `unit`, and how many customers have each. */
  amount: Float64Array;
  weight: Float64Array;
  totalWeight: number;
  /** The mean amount over customers, in the caller's currency. */
  unit: number;
  /** The weighted sum of ln amount over each group. */
  sumLogAmount: Float64Array;
};

function aggregateSpending({ x, meanSpend, weight }: Spending): AggregatedSpending {
  const rows = new Map<number, Map<number, number>>();
  let totalWeight = 0;
  let total = 0;
  for (let row = 0; row < x.length; row++) {
    const w = weight ? weight[row]! : 1;
    if (x[row] === 0 || w === 0 || meanSpend[row] === 0) continue;
    let amounts = rows.get(x[row]!);
    if (!amounts) {
      amounts = new Map();
      rows.set(x[row]!, amounts);
    }
    amounts.set(meanSpend[row]!, (amounts.get(meanSpend[row]!) ?? 0) + w);
    totalWeight += w;
    total += w * meanSpend[row]!;
  }
  const unit = totalWeight > 0 ? total / totalWeight : 1;
  const counts = Float64Array.from(rows.keys()).sort();
  const starts = new Int32Array(counts.length + 1);
  counts.forEach((count, g) => {
    starts[g + 1] = starts[g]! + (rows.get(count)?.size ?? 0);
  });
  const distinct = starts[counts.length]!;
  const aggregated = {
    amount: new Float64Array(distinct),
    weight: new Float64Array(distinct),
    sumLogAmount: new Float64Array(counts.length),
  };
  counts.forEach((count, g) => {
    let place = starts[g]!;
    for (const [amount, w] of rows.get(count) ?? []) {
      aggregated.amount[place] = amount / unit;
      aggregated.weight[place] = w;
      aggregated.sumLogAmount[g]! += w * Math.log(amount / unit);
      place += 1;
    }
  });
  return { counts, starts, ...aggregated, totalWeight, unit };
}

function toModel(aggregated: AggregatedSpending, fit: LikelihoodFit): GammaGammaModel {
  const [p = 0, q = 0, v = 0] = fit.parameters;
  const { unit } = aggregated;
  const errors = fit.standardErrors;
  const [errorP = 0, errorQ = 0, errorV = 0] = errors ?? [];
  return {
    kind: 'gamma-gamma',
    p,
    q,
    v: v * unit,
    logLikelihood: fit.logLikelihood - aggregated.totalWeight * Math.log(unit),
    converged: fit.converged,
    iterations: fit.iterations,
    ...(errors
      ? { standardErrors: { p: errorP, q: errorQ, v: errorV * unit } }
      : { boundary: p > 1e3 || q > 1e3 ? 'equal-spend' : 'flat' }),
  };
}

/** The log-likelihood in (p, q, v) with gradient and Hessian. */
function evaluate(aggregated: AggregatedSpending, parameters: Float64Array): Evaluation {
  const [p = 0, q = 0, v = 0] = parameters;
  const { counts, starts, amount, weight, sumLogAmount } = aggregated;
  let value = 0;
  let gP = 0;
  let gQ = 0;
  let gV = 0;
  let hPP = 0;
  let hPQ = 0;
  let hPV = 0;
  let hQQ = 0;
  let hQV = 0;
  let hVV = 0;
  for (let group = 0; group < counts.length; group++) {
    const x = counts[group]!;
    const shape = p * x;
    let customers = 0;
    let logs = 0;
    for (let row = starts[group]!; row < starts[group + 1]!; row++) {
      const w = weight[row]!;
      const spent = x * amount[row]!;
      const sum = spent + v;
      // ln(sum / v) as one number, so that a huge q does not multiply the rounding of a difference.
      const growth = Math.log1p(spent / v);
      customers += w;
      logs += w * growth;
      gV += w * (q / v - (shape + q) / sum);
      hPV -= (w * x) / sum;
      hQV += w * (1 / v - 1 / sum);
      hVV += w * ((shape + q) / (sum * sum) - q / (v * v));
    }
    const logV = Math.log(v);
    const both = logGamma(shape + q) - logGamma(q);
    value +=
      customers * (both - logGamma(shape) + shape * (Math.log(x) - logV)) +
      (shape - 1) * sumLogAmount[group]! -
      (shape + q) * logs;
    const digammaBoth = digamma(shape + q);
    const trigammaBoth = trigamma(shape + q);
    gP +=
      customers * x * (digammaBoth - digamma(shape) + Math.log(x) - logV) +
      x * sumLogAmount[group]! -
      x * logs;
    gQ += customers * (digammaBoth - digamma(q)) - logs;
    hPP += customers * x * x * (trigammaBoth - trigamma(shape));
    hPQ += customers * x * trigammaBoth;
    hQQ += customers * (trigammaBoth - trigamma(q));
  }
  return {
    value,
    gradient: Float64Array.of(gP, gQ, gV),
    hessian: Float64Array.of(hPP, hPQ, hPV, hPQ, hQQ, hQV, hPV, hQV, hVV),
  };
}
