const HALF_LOG_TWO_PI = 0.9189385332046728;

/** From this argument on, the asymptotic series below are exact to the last digits of a double. */
const ASYMPTOTIC_FROM = 10;

/**
 * ln Γ(z) for z > 0, to about 1e-15 of max(1, |ln Γ(z)|): Stirling's series above 10, reached from
 * below by Γ(z + 1) = z·Γ(z) (Abramowitz and Stegun 6.1.15, 6.1.41).
 */
export function logGamma(z: number): number {
  let product = 1;
  let shifted = z;
  while (shifted < ASYMPTOTIC_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 +
      square *
        (-1 / 360 +
          square *
            (1 / 1260 + square * (-1 / 1680 + square * (1 / 1188 - square * (691 / 360360))))));
  const value = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series;
  return product === 1 ? value : value - Math.log(product);
}

/** The digamma function ψ(z) = d ln Γ(z) / dz for z > 0 (Abramowitz and Stegun 6.3.5, 6.3.18). */
export function digamma(z: number): number {
  let below = 0;
  let shifted = z;
  while (shifted < ASYMPTOTIC_FROM) {
    below += 1 / shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    square *
    (1 / 12 +
      square *
        (-1 / 120 +
          square * (1 / 252 + square * (-1 / 240 + square * (1 / 132 - square * (691 / 32760))))));
  return Math.log(shifted) - 0.5 * inverse - series - below;
}

/** The trigamma function ψ′(z) for z > 0 (Abramowitz and Stegun 6.4.6, 6.4.12). */
export function trigamma(z: number): number {
  let below = 0;
  let shifted = z;
  while (shifted < ASYMPTOTIC_FROM) {
    below += 1 / (shifted * shifted);
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    square *
    (1 / 6 +
      square *
        (-1 / 30 +
          square * (1 / 42 + square * (-1 / 30 + square * (5 / 66 - square * (691 / 2730))))));
  return below + inverse + 0.5 * square + series;
}

/** ln(1 + eᵗ), without overflow for any t. */
export function softplus(t: number): number {
  return t > 0 ? t + Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t));
}

/** 1 / (1 + e⁻ᵗ), without overflow for any t. */
export function logistic(t: number): number {
  if (t >= 0) return 1 / (1 + Math.exp(-t));
  const exponential = Math.exp(t);
  return exponential / (1 + exponential);
}

/** Up to this many factors their sum is faster than two logarithmic gammas, and keeps every digit. */
const LONGEST_SUM = 24;

/**
 * ln of the rising factorial (z)ₙ = z·(z + 1)···(z + n − 1) = Γ(z + n) / Γ(z), for z > 0, n ≥ 0, and
 * its first two derivatives in z. Exact where z is huge and a difference of ln Γ would lose digits.
 *
 * @param n a whole number
 */
export function logRising(
  z: number,
  n: number,
): { value: number; slope: number; curvature: number } {
  if (n > LONGEST_SUM) {
    return {
      value: logGamma(z + n) - logGamma(z),
      slope: digamma(z + n) - digamma(z),
      curvature: trigamma(z + n) - trigamma(z),
    };
  }
  let value = 0;
  let slope = 0;
  let curvature = 0;
  for (let k = 0; k < n; k++) {
    const inverse = 1 / (z + k);
    value += Math.log(z + k);
    slope += inverse;
    curvature -= inverse * inverse;
  }
  return { value, slope, curvature };
}

/**
 * The standard normal distribution function Φ(z), absolute error below 1e-7: Zelen and Severo's
 * approximation (Abramowitz and Stegun 26.2.17).
 */
export function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp(-0.5 * z * z) * 0.3989422804014327;
  const upper =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - upper : upper;
}

/**
 * The value below which a standard normal variable lies with a probability, by Newton's steps from the logistic
 * distribution's.
 *
 * @param p above 0 and below 1
 */
export function normalQuantile(p: number): number {
  let z = Math.log(p / (1 - p)) / 1.702;
  for (let step = 0; step < 50; step++) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const move = (normalDistribution(z) - p) / density;
    z -= Math.min(1, Math.max(-1, move));
    if (Math.abs(move) < 1e-12) break;
  }
  return z;
}
