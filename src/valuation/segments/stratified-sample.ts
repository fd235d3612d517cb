import type { Random } from '../numeric/random.ts';
import { squaredDistance } from './nearest-centroid.ts';
import { meanPoint } from './points.ts';

/** At least this many rows are drawn from a stratum, so that the few customers far out are never missed. */
const LEAST_PER_STRATUM = 8;
const STRATA = 64;

/**
 * Draws rows without replacement, in proportion from every shell around the mean: the strata are powers of
 * two of the squared distance to the mean, so that the rare customers far out are represented. Within a
 * stratum every row is equally likely (Knuth, The Art of Computer Programming vol. 2, 3.4.2, algorithm S).
 *
 * @param points rows × `dimensions`, row-major
 * @param size about how many rows to draw; all rows are returned where there are no more
 * @returns row numbers, ascending
 */
export function stratifiedSample(
  points: Float64Array,
  dimensions: number,
  size: number,
  random: Random,
): Int32Array {
  const rows = points.length / dimensions;
  if (rows <= size) return Int32Array.from({ length: rows }, (_, row) => row);

  const mean = meanPoint(points, dimensions);
  const strata = new Uint8Array(rows);
  const left = new Float64Array(STRATA);
  for (let row = 0; row < rows; row++) {
    const shell = exponentOf(squaredDistance(points, row, mean, 0, dimensions));
    strata[row] = Math.min(Math.max(shell + STRATA / 2, 0), STRATA - 1);
    left[strata[row]!]! += 1;
  }
  const wanted = left.map((count) =>
    Math.min(count, Math.max(LEAST_PER_STRATUM, Math.round((count * size) / rows))),
  );
  const sample = new Int32Array(wanted.reduce((sum, count) => sum + count, 0));
  let taken = 0;
  for (let row = 0; row < rows; row++) {
    const stratum = strata[row]!;
    if (random.next() * left[stratum]! < wanted[stratum]!) {
      sample[taken++] = row;
      wanted[stratum]! -= 1;
    }
    left[stratum]! -= 1;
  }
  return sample;
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
/** In a double that is read as two words of 32 bits, the one with the exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0 ? 0 : 1;

/** ⌊log₂ value⌋ as the bits of a number ≥ 0 have it, much faster than the logarithm; −1023 for 0. */
function exponentOf(value: number): number {
  double[0] = value;
  return (words[HIGH]! >>> 20) - 1023;
}
