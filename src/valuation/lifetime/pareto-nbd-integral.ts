import { gaussLegendre } from '../numeric/quadrature.ts';

/**
 * The likelihood of one Pareto/NBD history relative to that of a customer who is alive at age T: the odds
 * of having left, and the moments of the density of the time of leaving that its derivatives need.
 */
export type DepartureIntegral = {
  /** ln of the odds (left by T) : (alive at T). −∞ where T = tx. */
  logOdds: number;
  /**
   * Means over the time of leaving y, given that the customer left: of u = ln((alpha+T)/(alpha+y)),
   * v = 1/(alpha+y), w = ln((beta+T)/(beta+y)), z = 1/(beta+y), then of their ten products
   * uu uv uw uz vv vw vz ww wz zz.
   */
  moments: Float64Array;
};

const { nodes, weights } = gaussLegendre(10);
/** The integrand is negligible once it has fallen by e^−40. */
const FAR = 40;

/**
 * Computes s·∫ₜₓᵀ (alpha + y)^−shape·(beta + y)^−(s+1) dy over (alpha + T)^−shape·(beta + T)^−s, the
 * second term of the Pareto/NBD likelihood against the first (Fader and Hardie 2005, "A Note on
 * Deriving the Pareto/NBD Model", before the integral is written as a difference of ₂F₁, which
 * cancels and has two cases).
 *
 * On the scale θ = E·ln((κ + y)/(κ + tx)), E = shape + s + 1, κ such that the integrand starts as
 * e^−θ, it is that exponential times a function that is analytic except at a known distance left of
 * the start; ten Gauss points on each of a sequence of panels that double in length make it exact to some
 * 1e-13, whether the customer has one purchase or thousands.
 *
 * @param parameters `shape` is r + x; all > 0 (s may be 0), times in one unit
 * @param tx recency, in the same unit; 0 where x is 0
 * @param T age, in the same unit
 * @param into receives the result, so that a fit allocates nothing for each customer
 * @param wantMoments false leaves the moments as they are, where only P(alive) is needed
 */
export function departureIntegral(
  { shape, alpha, s, beta }: { shape: number; alpha: number; s: number; beta: number },
  tx: number,
  T: number,
  into: DepartureIntegral,
  wantMoments: boolean,
): void {
  const { moments } = into;
  if (wantMoments) moments.fill(0);
  if (!(T > tx) || s === 0) {
    into.logOdds = Number.NEGATIVE_INFINITY;
    return;
  }
  const exponent = shape + s + 1;
  const start = exponent / (shape / (alpha + tx) + (s + 1) / (beta + tx));
  const kappa = start - tx;
  const end = Math.min(FAR, exponent * Math.log1p((T - tx) / start));
  const nearest = Math.min(alpha, beta);
  const distance =
    kappa > nearest * (1 + 1e-9)
      ? exponent * Math.log(start / Math.max(kappa - nearest, start * 1e-300))
      : end;
  const startAlpha = alpha + tx;
  const startBeta = beta + tx;
  const spanAlpha = Math.log1p((T - tx) / startAlpha);
  const spanBeta = Math.log1p((T - tx) / startBeta);

  let sum = 0;
  let from = 0;
  let length = Math.min(end, Math.max(distance, 0.02));
  while (from < end) {
    const to = Math.min(end, from + length);
    const half = (to - from) / 2;
    for (let i = 0; i < nodes.length; i++) {
      const theta = from + half * (1 + nodes[i]!);
      const stretch = Math.expm1(theta / exponent) * start;
      const logAlpha = Math.log1p(stretch / startAlpha);
      const logBeta = Math.log1p(stretch / startBeta);
      // Relative to the start; dy = (κ + y)/E dθ.
      const density =
        Math.exp(-shape * logAlpha - (s + 1) * logBeta) * (start + stretch) * half * weights[i]!;
      sum += density;
      if (!wantMoments) continue;
      const u = spanAlpha - logAlpha;
      const v = 1 / (startAlpha + stretch);
      const w = spanBeta - logBeta;
      const z = 1 / (startBeta + stretch);
      moments[0]! += density * u;
      moments[1]! += density * v;
      moments[2]! += density * w;
      moments[3]! += density * z;
      moments[4]! += density * u * u;
      moments[5]! += density * u * v;
      moments[6]! += density * u * w;
      moments[7]! += density * u * z;
      moments[8]! += density * v * v;
      moments[9]! += density * v * w;
      moments[10]! += density * v * z;
      moments[11]! += density * w * w;
      moments[12]! += density * w * z;
      moments[13]! += density * z * z;
    }
    from = to;
    length = Math.max(distance, 0.02) + from;
  }
  if (wantMoments) for (let i = 0; i < moments.length; i++) moments[i]! /= sum;
  into.logOdds = Math.log((s * sum) / (exponent * startBeta)) + shape * spanAlpha + s * spanBeta;
}
