import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { choleskyFactor, choleskySolve } from '../numeric/matrices.ts';
import { seededRandom } from '../numeric/random.ts';
import { softplus } from '../numeric/special-functions.ts';
import { countLeavers } from './dataset.ts';
import { type Encoding, encodeAll, learnEncoding } from './encoding.ts';
import { addOuterProducts } from './outer-products.ts';
import { fitPlatt, type PlattScaling } from './platt.ts';
import { drawBackground, type EncodedScore } from './sampled-shapley.ts';
import {
  refuseMonotone,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';

/**
 * A support vector machine as data: a margin, bias + slopes·x + Σ weightₖ·exp(−γ‖x − vectorₖ‖²), and
 * the scaling that turns it into log-odds.
 */
export type SupportVectorParameters = {
  readonly encoding: Encoding;
  /** Encoded training rows, row-major. */
  readonly vectors: readonly number[];
  readonly weights: readonly number[];
  readonly gamma: number;
  /** One for each encoded column. */
  readonly slopes: readonly number[];
  readonly bias: number;
  /** Applied to the margin after {@link linkOf}. */
  readonly scaling: PlattScaling;
  /** Encoded training rows that contributions are sampled against, row-major. */
  readonly background: readonly number[];
  readonly seed: number;
};

const VECTORS = 160;
const COST = 0.5;
const MOST_ROWS = 20_000;
/** How far from ±1 the link begins to be smoothed: about the error of a margin. */
const SMOOTHING = 0.25;
const FOLDS = 3;
const MOST_STEPS = 30;
/** Newton's method stops after a step that lowers the objective by a smaller share than this. */
const LEAST_GAIN = 1e-6;
const CURVATURE_ROWS = 256;

/**
 * A support vector machine whose kernel is the sum of a linear and a Gaussian one,
 * γ·x·z + exp(−γ‖x − z‖²). The linear one is exact; the Gaussian one is reduced to a random set of training
 * rows as vectors (Lee and Mangasarian 2001; the features are Nyström's, Williams and Seeger 2001), which
 * among many columns represent non-linear effects but not linear ones. The squared hinge loss is minimised
 * by Newton's method in the primal (Chapelle 2007). Platt's scaling, fitted on margins of rows held out in
 * three folds, turns margins into log-odds after the link that the loss implies (see {@link linkOf}). γ is
 * one over the total variance of the encoded columns, so that it suits any number of features.
 *
 * @throws RangeError for a monotone constraint
 */
export function planSupportVector(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<SupportVectorParameters, SupportVectorParameters> {
  refuseMonotone('supportVector', options);
  return {
    parts: 1,
    train() {
      const drawn = drawTrainingRows(columns, y, MOST_ROWS, options.seed);
      const rows = drawn.y.length;
      const encoding = learnEncoding(features, drawn.columns, drawn.y);
      const { width } = encoding;
      const encoded = encodeAll(encoding, drawn.columns, rows);
      const gamma = 1 / Math.max(1e-9, totalVariance(encoded, width));
      const chosen = drawVectors(drawn.y, options.seed);
      const vectors = new Float64Array(chosen.length * width);
      chosen.forEach((row, k) => {
        vectors.set(encoded.subarray(row * width, (row + 1) * width), k * width);
      });
      const count = chosen.length;
      const gram = kernel(vectors, count, vectors, count, width, gamma);
      for (let k = 0; k < count; k++) gram[k * count + k]! += 1e-6;
      const factor = choleskyFactor(gram, count)!;
      const size = count + width;
      const map = new Float64Array(rows * size);
      const near = kernel(encoded, rows, vectors, count, width, gamma);
      for (let row = 0; row < rows; row++) {
        forwardSolve(factor, count, near, row * count);
        map.set(near.subarray(row * count, (row + 1) * count), row * size);
        const linear = row * size + count;
        for (let j = 0; j < width; j++) {
          map[linear + j] = Math.sqrt(gamma) * encoded[row * width + j]!;
        }
      }

      const all = Uint32Array.from(drawn.y, (_, row) => row);
      const whole = minimiseHinge(map, size, drawn.y, all, new Float64Array(size + 1));
      const scaling = scaleMargins(map, size, drawn.y, whole, options.seed);
      const weights = backwardSolve(factor, count, whole.subarray(0, count));
      return {
        encoding,
        vectors: Array.from(vectors),
        weights: Array.from(weights),
        slopes: Array.from(whole.subarray(count, size), (weight) => Math.sqrt(gamma) * weight),
        gamma,
        bias: whole[size]!,
        scaling,
        background: drawBackground(encoded, width, options.seed),
        seed: options.seed,
      };
    },
    join: ([parameters]) => parameters!,
  };
}

/** The rows that become vectors, half of them of customers who left, where there are enough. */
function drawVectors(y: Uint8Array, seed: number): Uint32Array {
  const order = seededRandom(seed).shuffle(Uint32Array.from(y, (_, row) => row));
  const left = order.filter((row) => y[row] === 1).subarray(0, VECTORS / 2);
  const stayed = order.filter((row) => y[row] === 0).subarray(0, VECTORS - left.length);
  return Uint32Array.of(...left, ...stayed).sort();
}

function totalVariance(encoded: Float64Array, width: number): number {
  let sum = 0;
  for (const value of encoded) sum += value * value;
  return width === 0 ? 0 : (sum / encoded.length) * width;
}

/** exp(−γ‖a − b‖²) of every row a with every row b, row-major. */
function kernel(
  a: Float64Array,
  rowsOfA: number,
  b: Float64Array,
  rowsOfB: number,
  width: number,
  gamma: number,
): Float64Array {
  const values = new Float64Array(rowsOfA * rowsOfB);
  for (let i = 0; i < rowsOfA; i++) {
    for (let k = 0; k < rowsOfB; k++) {
      let distance = 0;
      for (let j = 0; j < width; j++) {
        const difference = a[i * width + j]! - b[k * width + j]!;
        distance += difference * difference;
      }
      values[i * rowsOfB + k] = Math.exp(-gamma * distance);
    }
  }
  return values;
}

/** Replaces the `size` numbers from `at` on by L⁻¹ times them. */
function forwardSolve(factor: Float64Array, size: number, values: Float64Array, at: number): void {
  for (let i = 0; i < size; i++) {
    let sum = values[at + i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * values[at + k]!;
    values[at + i] = sum / factor[i * size + i]!;
  }
}

/** L⁻ᵀ times a vector. */
function backwardSolve(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * solution[k]!;
    solution[i] = sum / factor[i * size + i]!;
  }
  return solution;
}

/**
 * Minimises ½‖w‖² + C·Σ max(0, 1 − s(w·φ + b))², s = ±1, over the given rows.
 *
 * @returns w, followed by b
 */
function minimiseHinge(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  rows: Uint32Array,
  start: Float64Array,
): Float64Array {
  const order = size + 1;
  let plane = start;
  let here = hinge(map, size, y, rows, plane);
  for (let step = 0; step < MOST_STEPS; step++) {
    const factor = choleskyFactor(curvatureOf(map, size, here.short), order);
    if (factor === undefined) break;
    const move = choleskySolve(factor, order, here.gradient);
    let length = 1;
    let next = plane.map((value, j) => value - length * move[j]!);
    let there = hinge(map, size, y, rows, next);
    while (there.objective > here.objective && length > 1e-6) {
      length /= 2;
      next = plane.map((value, j) => value - length * move[j]!);
      there = hinge(map, size, y, rows, next);
    }
    const gained = here.objective - there.objective;
    if (gained < 0) break;
    plane = next;
    here = there;
    if (gained < LEAST_GAIN * here.objective) break;
  }
  return plane;
}

/** The objective, its gradient, and the rows that fall short of their margin. */
function hinge(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  rows: Uint32Array,
  plane: Float64Array,
): { objective: number; gradient: Float64Array; short: Uint32Array } {
  const gradient = new Float64Array(size + 1);
  const short = new Uint32Array(rows.length);
  let falling = 0;
  let objective = 0;
  for (let j = 0; j < size; j++) {
    objective += 0.5 * plane[j]! * plane[j]!;
    gradient[j] = plane[j]!;
  }
  for (const row of rows) {
    const at = row * size;
    const side = y[row] === 1 ? 1 : -1;
    let margin = plane[size]!;
    for (let j = 0; j < size; j++) margin += plane[j]! * map[at + j]!;
    const lacking = 1 - side * margin;
    if (lacking <= 0) continue;
    short[falling++] = row;
    objective += COST * lacking * lacking;
    const pull = -2 * COST * side * lacking;
    for (let j = 0; j < size; j++) gradient[j]! += pull * map[at + j]!;
    gradient[size]! += pull;
  }
  return { objective, gradient, short: short.subarray(0, falling) };
}

/** The second derivative, lower triangle: the identity and 2C·Σ (φ, 1)(φ, 1)ᵀ over the rows that fall short. */
function curvatureOf(map: Float64Array, size: number, short: Uint32Array): Float64Array {
  const order = size + 1;
  const curvature = new Float64Array(order * order);
  const weights = new Float64Array(CURVATURE_ROWS);
  const block = new Float64Array(CURVATURE_ROWS * size);
  for (let from = 0; from < short.length; from += CURVATURE_ROWS) {
    const count = Math.min(CURVATURE_ROWS, short.length - from);
    weights.fill(2 * COST, 0, count);
    for (let i = 0; i < count; i++) {
      const at = short[from + i]! * size;
      block.set(map.subarray(at, at + size), i * size);
    }
    addOuterProducts(curvature, block, weights, count, size);
  }
  for (let j = 0; j < size; j++) curvature[j * order + j]! += 1;
  curvature[order * order - 1]! += 1e-9;
  return curvature;
}

/** Platt's scaling, fitted on margins from planes that were not fitted on the row, or that were where there are few rows. */
function scaleMargins(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  whole: Float64Array,
  seed: number,
): PlattScaling {
  const margins = new Float64Array(y.length);
  const all = Uint32Array.from(y, (_, row) => row);
  const leavers = countLeavers(y);
  const few = Math.min(leavers, y.length - leavers) < 2 * FOLDS;
  const fold = few ? new Uint8Array(y.length) : stratifiedFolds(y, FOLDS, seed);
  for (let held = 0; held < (few ? 1 : FOLDS); held++) {
    const outside = few ? all : all.filter((row) => fold[row] !== held);
    // The plane of all rows is near, so that few steps from there are enough.
    const plane = few ? whole : minimiseHinge(map, size, y, outside, whole);
    for (const row of all) {
      if (fold[row] !== held) continue;
      margins[row] = plane[size]!;
      for (let j = 0; j < size; j++) margins[row]! += plane[j]! * map[row * size + j]!;
    }
  }
  return fitPlatt(margins.map(linkOf), y);
}

/**
 * The log-odds that a margin implies: the squared hinge loss is least at a margin of 2p − 1, so that they
 * are ln((1 + margin) / (1 − margin)), smoothed where a margin approaches ±1 or exceeds it.
 */
function linkOf(margin: number): number {
  return logSoftplus((1 + margin) / SMOOTHING) - logSoftplus((1 - margin) / SMOOTHING);
}

function logSoftplus(t: number): number {
  // Far below 0 softplus is eᵗ, which would underflow.
  return t < -30 ? t : Math.log(softplus(t));
}

/** The log-odds of leaving of encoded rows. */
export function supportVectorScore(parameters: SupportVectorParameters): EncodedScore {
  const { width } = parameters.encoding;
  const { gamma, bias, scaling } = parameters;
  const vectors = Float64Array.from(parameters.vectors);
  const weights = Float64Array.from(parameters.weights);
  const slopes = Float64Array.from(parameters.slopes);
  return (block, rows) => {
    const logOdds = new Float64Array(rows).fill(bias);
    for (let row = 0; row < rows; row++) {
      const at = row * width;
      for (let j = 0; j < width; j++) logOdds[row]! += slopes[j]! * block[at + j]!;
      for (let k = 0; k < weights.length; k++) {
        let distance = 0;
        const line = k * width;
        for (let j = 0; j < width; j++) {
          const difference = block[at + j]! - vectors[line + j]!;
          distance += difference * difference;
        }
        logOdds[row]! += weights[k]! * Math.exp(-gamma * distance);
      }
    }
    return logOdds.map((margin) => scaling.slope * linkOf(margin) + scaling.intercept);
  };
}
