import { normalQuantile } from '../numeric/quantiles.ts';
import { normalDistribution } from '../numeric/special-functions.ts';

/** Points on which the density of the statistic is kept between two looks; odd, for Simpson's rule. */
const POINTS = 401;
/** Beyond this no boundary matters. */
const FARTHEST = 8;

/**
 * The critical values of a two-sided test that is looked at several times, each stated before the first: the error is spent
 * as O'Brien and Fleming's boundary spends it (Lan and DeMets 1983, α(t) = 4 − 4Φ(z_{α/4} / √t), half of it on each side),
 * little on early looks, and over all looks together it is `alpha`. A single look has the usual critical value.
 *
 * @param fractions of the information there will be, one a look, rising, the last 1
 * @param alpha the chance of seeing an effect where there is none, above 0 and below 1
 * @returns the absolute z from which an effect is said, one a look
 * @throws RangeError for fractions that do not rise to 1, or another alpha
 */
export function criticalValues(fractions: readonly number[], alpha: number): number[] {
  const rising = fractions.every((each, i) => each > (fractions[i - 1] ?? 0));
  if (!(alpha > 0 && alpha < 1 && fractions.length > 0 && rising && fractions.at(-1) === 1)) {
    throw new RangeError(
      `Looks need an error between 0 and 1 and fractions that rise to 1, but were given ${alpha} and ${fractions.join(', ')}.`,
    );
  }
  const half = alpha / 2;
  const deep = -normalQuantile(half / 2);
  const spentBy = (fraction: number) => 2 * normalDistribution(-deep / Math.sqrt(fraction));
  const values: number[] = [];
  let density: Density | undefined;
  let spent = 0;
  for (const [look, fraction] of fractions.entries()) {
    const total = look === fractions.length - 1 ? half : spentBy(fraction);
    const toSpend = total - spent;
    spent = total;
    if (density === undefined) {
      values.push(-normalQuantile(toSpend));
    } else {
      values.push(boundaryOf(density, fraction, toSpend));
    }
    const bound = values[look]! * Math.sqrt(fraction);
    density = densityWithin(density, fraction, bound);
  }
  return values;
}

/**
 * The density of the statistic on its Brownian scale, z·√fraction, at a look, of those not stopped there: at even steps from
 * −bound to bound.
 */
type Density = { readonly fraction: number; readonly bound: number; readonly values: Float64Array };

const at = (bound: number, i: number) => -bound + (2 * bound * i) / (POINTS - 1);

/** Simpson's rule over a density times a function of the place. */
function integrate({ bound, values }: Density, of: (place: number) => number): number {
  let sum = 0;
  for (let i = 0; i < POINTS; i++) {
    const weight = i === 0 || i === POINTS - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * values[i]! * of(at(bound, i));
  }
  return (sum * 2 * bound) / (POINTS - 1) / 3;
}

const normalDensity = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

function densityWithin(before: Density | undefined, fraction: number, wanted: number): Density {
  const bound = Math.min(wanted, FARTHEST * Math.sqrt(fraction));
  const values = new Float64Array(POINTS);
  const step = Math.sqrt(fraction - (before?.fraction ?? 0));
  for (let i = 0; i < POINTS; i++) {
    const place = at(bound, i);
    values[i] =
      before === undefined
        ? normalDensity(place / step) / step
        : integrate(before, (from) => normalDensity((place - from) / step) / step);
  }
  return { fraction, bound, values };
}

/** The critical value at a fraction that those not stopped before exceed, on one side, with a probability. */
function boundaryOf(before: Density, fraction: number, probability: number): number {
  const step = Math.sqrt(fraction - before.fraction);
  let low = 0;
  let high = FARTHEST;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    const place = middle * Math.sqrt(fraction);
    const beyond = integrate(before, (from) => normalDistribution((from - place) / step));
    if (beyond > probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
