import { logistic, softplus } from '../numeric/special-functions.ts';

/** A series longer than this takes more time than the numerical average it stands for. */
const LONGEST_SERIES = 1000;

/**
 * The expected purchases under BG/NBD or its modification of a customer alive now, as a function of the
 * horizon in units of alpha + T:  g(τ) = E[(1 − (1 + pτ)^−shape) / p]  over p ~ beta(a, b).
 *
 * With z = τ / (1 + τ), Euler's transformation of the published ₂F₁ turns it into
 * (a + b − 1)·h − (1 − z)^(a−1)·Σₖ (q)ₖ (a)ₖ₋₁ / ((a + b)ₖ₋₁ k!) zᵏ,  q = a + b − 1 − shape,
 * h = (1 − (1 − z)^(a−1)) / (a − 1): a series that is short for customers with many purchases, whose
 * terms do not depend on the horizon, and that has no pole at a = 1 or a + b = 1. Where its parts
 * cancel (a huge shape or b) or it is long (a horizon many times the age), {@link averageOverDropout}
 * is used instead.
 *
 * @param shape r + x
 * @param b the model's plus the times that the customer stayed
 * @returns g, for τ ≥ 0
 */
export function purchasesWhileAlive(shape: number, a: number, b: number): (tau: number) => number {
  const q = a + b - 1 - shape;
  const terms: number[] = [q];
  const termAt = (k: number): number => {
    for (let known = terms.length; known <= k; known++) {
      const factor = ((q + known) * (a + known - 1)) / ((a + b + known - 1) * (known + 1));
      terms.push(terms[known - 1]! * factor);
    }
    return terms[k]!;
  };
  return (tau) => {
    if (tau === 0 || a === 0) return shape * tau;
    const z = tau / (1 + tau);
    const logGrowth = Math.log1p(tau);
    const decay = Math.exp((1 - a) * logGrowth);
    const tolerance = 1e-16 * (1 - z);
    let power = z;
    let sum = 0;
    let largest = 0;
    let k = 0;
    for (; k < LONGEST_SERIES; k++) {
      const term = (k < terms.length ? terms[k]! : termAt(k)) * power;
      sum += term;
      const size = Math.abs(term);
      if (size > largest) largest = size;
      if (size <= tolerance * Math.abs(sum)) break;
      power *= z;
    }
    const nearOne = Math.abs((a - 1) * logGrowth) < 1e-5;
    const head = nearOne ? logGrowth * (1 - 0.5 * (a - 1) * logGrowth) : (1 - decay) / (a - 1);
    const value = (a + b - 1) * head - decay * sum;
    const parts = Math.max(Math.abs((a + b - 1) * head), decay * largest);
    const exact = k < LONGEST_SERIES && value > 1e-5 * parts;
    return exact ? value : averageOverDropout(shape, a, b, tau);
  };
}

/**
 * The same expectation as a plain average over p, by the trapezoidal rule on the logit scale, where it
 * converges exponentially. Every term is positive, so nothing cancels, but it takes a hundred times
 * longer than a short series.
 */
function averageOverDropout(shape: number, a: number, b: number, tau: number): number {
  const step = Math.min(0.25, 0.5 * Math.sqrt(1 / a + 1 / b));
  const mode = Math.log(a / b);
  const top = -a * softplus(-mode) - b * softplus(mode);
  let weights = 0;
  let sum = 0;
  let weight = 1;
  let purchases = 0;
  const add = (logit: number): void => {
    const dropout = logistic(logit);
    weight = Math.exp(-a * softplus(-logit) - b * softplus(logit) - top);
    purchases = -Math.expm1(-shape * Math.log1p(dropout * tau)) / dropout;
    weights += weight;
    sum += weight * purchases;
  };
  for (let logit = mode; weight > 1e-18 * weights || weights === 0; logit += step) add(logit);
  weight = 1;
  for (let logit = mode - step; weight > 1e-18 * weights; logit -= step) {
    add(logit);
    if (Math.exp(logit) * (shape * tau + b + 1) < 1e-17) {
      // From here on p is practically 0, and the weights fall as a geometric series.
      const rest = weight / Math.expm1(a * step);
      weights += rest;
      sum += rest * shape * tau;
      break;
    }
  }
  return sum / weights;
}
