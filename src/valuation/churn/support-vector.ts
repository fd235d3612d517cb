import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { choleskyFactor, choleskySolve } from '../numeric/matrices.ts';
import { seededRandom } from '../numeric/random.ts';
import { countLeavers } from './dataset.ts';
import { type Encoding, encodeAll, learnEncoding, scoreInBlocks } from './encoding.ts';
import { fitPlatt } from './platt.ts';
import { drawBackground, sampledBase, sampledContributions } from './sampled-shapley.ts';
import {
  refuseMonotone,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';

/** A support vector machine as data: log-odds = intercept + Σ weightₖ·exp(−γ‖x − vectorₖ‖²). */
export type SupportVectorParameters = {
  readonly encoding: Encoding;
  /** Encoded training rows, row-major. */
  readonly vectors: readonly number[];
  readonly weights: readonly number[];
  readonly gamma: number;
  readonly intercept: number;
  /** Encoded training rows that reasons are sampled against, row-major. */
  readonly background: readonly number[];
  readonly seed: number;
};

const VECTORS = 160;
const COST = 0.5;
const MOST_ROWS = 20_000;
const FOLDS = 3;
const MOST_STEPS = 30;

/**
 * A support vector machine with a Gaussian kernel, reduced to a random set of training rows as
 * vectors (Lee and Mangasarian 2001; the features are Nyström's, Williams and Seeger 2001). The
 * squared hinge loss is minimised by Newton's method in the primal (Chapelle 2007). Platt's scaling,
 * fitted on margins of rows held out in three folds, makes log-odds of margins. γ is one over the
 * total variance of the encoded columns, so that it suits any number of features.
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
      const encoding = learnEncoding(features, drawn.columns, { splines: true });
      const { width } = encoding;
      const encoded = encodeAll(encoding, drawn.columns, rows);
      const gamma = 1 / Math.max(1e-9, totalVariance(encoded, width));
      const chosen = drawVectors(drawn.y, options.seed);
      const vectors = new Float64Array(chosen.length * width);
      chosen.forEach((row, k) => {
        vectors.set(encoded.subarray(row * width, (row + 1) * width), k * width);
      });
      const size = chosen.length;
      const gram = kernel(vectors, size, vectors, size, width, gamma);
      for (let k = 0; k < size; k++) gram[k * size + k]! += 1e-6;
      const factor = choleskyFactor(gram, size)!;
      const map = kernel(encoded, rows, vectors, size, width, gamma);
      for (let row = 0; row < rows; row++) forwardSolve(factor, size, map, row * size);

      const all = Uint32Array.from(drawn.y, (_, row) => row);
      const whole = minimiseHinge(map, size, drawn.y, all);
      const { slope, intercept } = scaleMargins(map, size, drawn.y, options.seed);
      const weights = backwardSolve(factor, size, whole.weights);
      return {
        encoding,
        vectors: Array.from(vectors),
        weights: Array.from(weights, (weight) => slope * weight),
        gamma,
        intercept: slope * whole.bias + intercept,
        background: drawBackground(encoded, width, options.seed),
        seed: options.seed,
      };
    },
    join: ([parameters]) => parameters!,
  };
}

/** Rows to be vectors, half of them of customers who left, where there are enough. */
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

type Hyperplane = { weights: Float64Array; bias: number };

/** Minimises ½‖w‖² + C·Σ max(0, 1 − s(w·φ + b))², s = ±1, over the given rows. */
function minimiseHinge(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  rows: Uint32Array,
): Hyperplane {
  const order = size + 1;
  let plane = new Float64Array(order);
  let here = hinge(map, size, y, rows, plane);
  for (let step = 0; step < MOST_STEPS; step++) {
    const factor = choleskyFactor(here.curvature, order);
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
    if (gained < 1e-9 * here.objective) break;
  }
  return { weights: plane.subarray(0, size), bias: plane[size]! };
}

function hinge(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  rows: Uint32Array,
  plane: Float64Array,
): { objective: number; gradient: Float64Array; curvature: Float64Array } {
  const order = size + 1;
  const gradient = new Float64Array(order);
  const curvature = new Float64Array(order * order);
  let objective = 0;
  for (let j = 0; j < size; j++) {
    objective += 0.5 * plane[j]! * plane[j]!;
    gradient[j] = plane[j]!;
    curvature[j * order + j] = 1;
  }
  curvature[order * order - 1] = 1e-9;
  for (const row of rows) {
    const at = row * size;
    const side = y[row] === 1 ? 1 : -1;
    let margin = plane[size]!;
    for (let j = 0; j < size; j++) margin += plane[j]! * map[at + j]!;
    const short = 1 - side * margin;
    if (short <= 0) continue;
    objective += COST * short * short;
    const pull = -2 * COST * side * short;
    for (let j = 0; j < size; j++) {
      const value = map[at + j]!;
      gradient[j]! += pull * value;
      const weighted = 2 * COST * value;
      const line = j * order;
      for (let k = 0; k <= j; k++) curvature[line + k]! += weighted * map[at + k]!;
      curvature[size * order + j]! += weighted;
    }
    gradient[size]! += pull;
    curvature[size * order + size]! += 2 * COST;
  }
  return { objective, gradient, curvature };
}

/** Platt's scaling of margins from planes that did not see the row; of its own where there are few. */
function scaleMargins(
  map: Float64Array,
  size: number,
  y: Uint8Array,
  seed: number,
): { slope: number; intercept: number } {
  const margins = new Float64Array(y.length);
  const all = Uint32Array.from(y, (_, row) => row);
  const leavers = countLeavers(y);
  const few = Math.min(leavers, y.length - leavers) < 2 * FOLDS;
  const fold = few ? new Uint8Array(y.length) : stratifiedFolds(y, FOLDS, seed);
  for (let held = 0; held < (few ? 1 : FOLDS); held++) {
    const outside = few ? all : all.filter((row) => fold[row] !== held);
    const { weights, bias } = minimiseHinge(map, size, y, outside);
    for (const row of all) {
      if (fold[row] !== held) continue;
      margins[row] = bias;
      for (let j = 0; j < size; j++) margins[row]! += weights[j]! * map[row * size + j]!;
    }
  }
  return fitPlatt(margins, y);
}

function scorer(parameters: SupportVectorParameters) {
  const { width } = parameters.encoding;
  const { gamma, intercept } = parameters;
  const vectors = Float64Array.from(parameters.vectors);
  const weights = Float64Array.from(parameters.weights);
  return (block: Float64Array, rows: number): Float64Array => {
    const logOdds = new Float64Array(rows).fill(intercept);
    for (let row = 0; row < rows; row++) {
      const at = row * width;
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
    return logOdds;
  };
}

/** The log-odds of leaving, a row each. */
export function supportVectorLogOdds(
  parameters: SupportVectorParameters,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  return scoreInBlocks(parameters.encoding, columns, rows, scorer(parameters));
}

/** The mean log-odds of the rows kept as background. */
export function supportVectorBase(parameters: SupportVectorParameters): number {
  return sampledBase(
    scorer(parameters),
    Float64Array.from(parameters.background),
    parameters.encoding,
  );
}

/** What each feature adds to each row's log-odds, by sampling; rows × features, row-major. */
export function supportVectorContributions(
  parameters: SupportVectorParameters,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { encoding, background, seed } = parameters;
  return sampledContributions(
    scorer(parameters),
    Float64Array.from(background),
    encoding,
    encodeAll(encoding, columns, rows),
    seed,
  );
}
