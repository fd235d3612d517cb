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

const POINTS = 14;
const { nodes, weights } = gaussLegendre(POINTS);
/**
 * How long a panel may be on the scale of θ, so that its points err by some 1e-11 of the whole: against e^−θ
 * itself, e times as long after each `WIDENING` of fall; in distances to the singularity left of the start;
 * and in distances to those beside the axis. Nearer than `NEAREST`, the singularity has no weight.
 */
const LONGEST = 14;
const WIDENING = 2 * POINTS + 1;
const IN_DISTANCES_LEFT = 3;
const IN_DISTANCES_BESIDE = 1.5;
const NEAREST = 0.005;
/** The sum ends where all that is left of it is less than this share. */
const NEGLIGIBLE = 1e-13;

/**
 * Computes s·∫ₜₓᵀ (alpha + y)^−shape·(beta + y)^−(s+1) dy over (alpha + T)^−shape·(beta + T)^−s, the
 * second term of the Pareto/NBD likelihood against the first (Fader and Hardie 2005, "A Note on
 * Deriving the Pareto/NBD Model", before the integral is written as a difference of ₂F₁, which
 * cancels and has two cases).
 *
 * On the scale θ = E·ln((κ + y)/(κ + tx)), E = shape + s + 1, κ such that the integrand starts as
 * e^−θ, it is about that exponential, and analytic except left of the start, where −alpha or −beta lies, and
 * at a distance of π·E beside the axis. Fourteen Gauss points on each of a few panels make it exact to some
 * 1e-11, whether the customer has one purchase or thousands, and has been silent for a day or for decades.
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
  const end = exponent * Math.log1p((T - tx) / start);
  const nearest = Math.min(alpha, beta);
  const left =
    kappa > nearest * (1 + 1e-9)
      ? exponent * Math.log(start / Math.max(kappa - nearest, start * 1e-300))
      : Number.POSITIVE_INFINITY;
  const beside = exponent * Math.PI;
  const startAlpha = alpha + tx;
  const startBeta = beta + tx;
  const spanAlpha = Math.log1p((T - tx) / startAlpha);
  const spanBeta = Math.log1p((T - tx) / startBeta);

  let sum = 0;
  let from = 0;
  while (from < end) {
    const length = Math.min(
      LONGEST * Math.exp(from / WIDENING),
      IN_DISTANCES_LEFT * (Math.max(left, NEAREST) + from),
      IN_DISTANCES_BESIDE * beside,
    );
    const to = Math.min(end, from + length);
    const half = (to - from) / 2;
    let density = 0;
    for (let i = 0; i < POINTS; i++) {
      const theta = from + half * (1 + nodes[i]!);
      const stretch = Math.expm1(theta / exponent) * start;
      const logAlpha = Math.log1p(stretch / startAlpha);
      const logBeta = Math.log1p(stretch / startBeta);
      // Relative to the start; dy = (κ + y)/E dθ.
      density = Math.exp(-shape * logAlpha - (s + 1) * logBeta) * (start + stretch);
      const mass = density * half * weights[i]!;
      sum += mass;
      if (!wantMoments) continue;
      const u = spanAlpha - logAlpha;
      const v = 1 / (startAlpha + stretch);
      const w = spanBeta - logBeta;
      const z = 1 / (startBeta + stretch);
      moments[0]! += mass * u;
      moments[1]! += mass * v;
      moments[2]! += mass * w;
      moments[3]! += mass * z;
      moments[4]! += mass * u * u;
      moments[5]! += mass * u * v;
      moments[6]! += mass * u * w;
      moments[7]! += mass * u * z;
      moments[8]! += mass * v * v;
      moments[9]! += mass * v * w;
      moments[10]! += mass * v * z;
      moments[11]! += mass * w * w;
      moments[12]! += mass * w * z;
      moments[13]! += mass * z * z;
    }
    from = to;
    // Once it has fallen as far as this, the integrand rises no more.
    if (density * (end - from) < NEGLIGIBLE * sum) break;
  }
  if (wantMoments) for (let i = 0; i < moments.length; i++) moments[i]! /= sum;
  into.logOdds = Math.log((s * sum) / (exponent * startBeta)) + shape * spanAlpha + s * spanBeta;
}
