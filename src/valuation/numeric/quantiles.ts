/** Numerator and denominator coefficients, from the constant term up. */
type Rational = { readonly over: readonly number[]; readonly under: readonly number[] };

/** |p − 1/2| ≤ 0.425. */
const centre: Rational = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
};
const shoulder: Rational = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const tail: Rational = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const ratio = ({ over, under }: Rational, x: number): number =>
  polynomial(over, x) / polynomial(under, x);

/**
 * The z below which a standard normal variable is with a probability, to about 1e-15 of itself (Wichura 1988, algorithm
 * AS 241, PPND16).
 *
 * @param probability above 0 and below 1
 * @throws RangeError for another
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `A quantile needs a probability between 0 and 1, but was given ${probability}.`,
    );
  }
  const fromHalf = probability - 0.5;
  if (Math.abs(fromHalf) <= 0.425) return fromHalf * ratio(centre, 0.180625 - fromHalf * fromHalf);
  const depth = Math.sqrt(-Math.log(fromHalf < 0 ? probability : 1 - probability));
  const size = depth <= 5 ? ratio(shoulder, depth - 1.6) : ratio(tail, depth - 5);
  return fromHalf < 0 ? -size : size;
}

/**
 * The value that the absolute of Student's t exceeds with a probability, to about five digits (Hill 1970, algorithm 396).
 *
 * @param tails the probability of both tails together, above 0 and below 1
 * @param degrees of freedom, at least 1; need not be whole
 * @throws RangeError for others
 */
export function studentQuantile(tails: number, degrees: number): number {
  if (!(tails > 0 && tails < 1 && degrees >= 1)) {
    throw new RangeError(
      `Student's quantile needs a probability between 0 and 1 and one degree of freedom or more, but was given ${tails} and ${degrees}.`,
    );
  }
  if (degrees === 1) return 1 / Math.tan((tails * Math.PI) / 2);
  if (degrees === 2) return Math.sqrt(2 / (tails * (2 - tails)) - 2);
  const a = 1 / (degrees - 0.5);
  const b = 48 / (a * a);
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees;
  let y = (d * tails) ** (2 / degrees);
  if (y <= 0.05 + a) {
    const inner = ((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3;
    y = ((1 / inner + 0.5 / (degrees + 4)) * y - 1) * ((degrees + 1) / (degrees + 2)) + 1 / y;
    return Math.sqrt(degrees * y);
  }
  const z = normalQuantile(tails / 2);
  const square = z * z;
  if (degrees < 5) c += 0.3 * (degrees - 4.5) * (z + 0.6);
  c += (((0.05 * d * z - 5) * z - 7) * z - 2) * z + b;
  const scaled =
    (((((0.4 * square + 6.3) * square + 36) * square + 94.5) / c - square - 3) / b + 1) * z;
  return Math.sqrt(degrees * Math.expm1(a * scaled * scaled));
}
