import { logLoss } from '../evaluation/metrics.ts';
import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { atRows } from '../numeric/at-rows.ts';
import { choleskyFactor, choleskySolve } from '../numeric/matrices.ts';
import { softplus } from '../numeric/special-functions.ts';
import { countLeavers } from './dataset.ts';
import {
  ENCODING_BLOCK,
  type Encoding,
  encodeAll,
  encodeRows,
  encodingsToCompare,
  scoreInBlocks,
} from './encoding.ts';
import { probabilityOf } from './log-odds.ts';
import { addOuterProducts } from './outer-products.ts';
import {
  refuseMonotone,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';

/** A logistic regression as data: an encoding, a coefficient for each encoded column, the intercept. */
export type LogisticParameters = {
  readonly encoding: Encoding;
  readonly coefficients: readonly number[];
  readonly intercept: number;
};

const MOST_STEPS = 50;
/** Beyond this many rows coefficients hardly change; a sample of them is used. */
const MOST_ROWS = 100_000;
const FOLDS = 5;
/** The most rows on which encodings are compared. */
const CHOICE_ROWS = 20_000;
/** So many encoded numbers, 16 MiB of them, are kept from one step to the next; more are encoded anew in each. */
const MOST_KEPT = 2 ** 21;

/**
 * Fits a logistic regression by Newton's method with a ridge penalty λ/2·‖β‖² (le Cessie and van
 * Houwelingen 1992), on centred columns, with an unpenalised intercept. Numbers have spline terms where
 * there are ample rows to learn them from, or where they lower the log loss on held-out rows (see
 * {@link encodingsToCompare}). Steps that do not increase the penalised likelihood are halved.
 *
 * @throws RangeError for a ridge penalty that is not above 0, or a monotone constraint
 */
export function planLogistic(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<LogisticParameters, LogisticParameters> {
  const ridge = options.ridge ?? 1;
  if (!(ridge > 0)) {
    throw new RangeError(`The ridge penalty must be above 0, but it is ${ridge}.`);
  }
  refuseMonotone('logistic', options);
  return {
    parts: 1,
    train() {
      const drawn = drawTrainingRows(columns, y, MOST_ROWS, options.seed);
      const encodings = encodingsToCompare(features, drawn.columns, drawn.y);
      return fitEncoded(chooseEncoding(encodings, drawn, ridge, options.seed), drawn, ridge);
    },
    join: ([parameters]) => parameters!,
  };
}

type Drawn = { columns: readonly Float64Array[]; y: Uint8Array };

function fitEncoded(encoding: Encoding, { columns, y }: Drawn, ridge: number): LogisticParameters {
  const beta = maximiseLikelihood(encoding, columns, y, ridge);
  return {
    encoding,
    coefficients: Array.from(beta.subarray(0, encoding.width)),
    intercept: beta[encoding.width]!,
  };
}

/** The encoding with the lowest log loss on held-out rows in five folds; the first on a tie. */
function chooseEncoding(
  encodings: readonly Encoding[],
  whole: Drawn,
  ridge: number,
  seed: number,
): Encoding {
  const [first, ...others] = encodings;
  if (first === undefined) throw new Error('There is no encoding to choose from.');
  const { columns, y } = drawTrainingRows(whole.columns, whole.y, CHOICE_ROWS, seed);
  const leavers = countLeavers(y);
  if (others.length === 0 || Math.min(leavers, y.length - leavers) < FOLDS) return first;
  const fold = stratifiedFolds(y, FOLDS, seed);
  const all = Uint32Array.from(y, (_, row) => row);
  const parts = Array.from({ length: FOLDS }, (_, held) => {
    const of = (rows: Uint32Array): Drawn => ({
      columns: columns.map((column) => atRows(column, rows)),
      y: Uint8Array.from(rows, (row) => y[row]!),
    });
    return {
      learnt: of(all.filter((row) => fold[row] !== held)),
      held: of(all.filter((row) => fold[row] === held)),
    };
  });
  const losses = encodings.map((encoding) =>
    parts.reduce((sum, { learnt, held }) => {
      const logOdds = logisticLogOdds(
        fitEncoded(encoding, learnt, ridge),
        held.columns,
        held.y.length,
      );
      return sum + logLoss(held.y, logOdds.map(probabilityOf)) * held.y.length;
    }, 0),
  );
  return encodings[losses.indexOf(Math.min(...losses))]!;
}

/** Visits the rows of an encoded table, `from` to `to` (exclusive) in a block, row-major. */
type EachBlock = (visit: (block: Float64Array, from: number, to: number) => void) => void;

/** Goes through the encoded table in blocks of {@link ENCODING_BLOCK} rows. */
function inBlocks(encoding: Encoding, columns: readonly Float64Array[], rows: number): EachBlock {
  const { width } = encoding;
  const starts = Array.from(
    { length: Math.ceil(rows / ENCODING_BLOCK) },
    (_, block) => block * ENCODING_BLOCK,
  );
  const end = (from: number) => Math.min(from + ENCODING_BLOCK, rows);
  const encode = (from: number, block = new Float64Array(ENCODING_BLOCK * width)) => {
    encodeRows(encoding, columns, from, end(from), block);
    return block;
  };
  if (rows * width <= MOST_KEPT) {
    const kept = starts.map((from) => ({ from, block: encode(from) }));
    return (visit) => {
      for (const { from, block } of kept) visit(block, from, end(from));
    };
  }
  const block = new Float64Array(ENCODING_BLOCK * width);
  return (visit) => {
    for (const from of starts) visit(encode(from, block), from, end(from));
  };
}

/** The coefficients, followed by the intercept, that maximise the penalised likelihood. */
function maximiseLikelihood(
  encoding: Encoding,
  columns: readonly Float64Array[],
  y: Uint8Array,
  ridge: number,
): Float64Array {
  const { width } = encoding;
  const size = width + 1;
  const leavers = countLeavers(y);
  const eachBlock = inBlocks(encoding, columns, y.length);
  let beta = new Float64Array(size);
  beta[width] = Math.log(leavers / (y.length - leavers));
  let here = derivatives(eachBlock, width, y, beta, ridge);
  for (let step = 0; step < MOST_STEPS; step++) {
    const factor = choleskyFactor(here.information, size);
    if (factor === undefined) break;
    const move = choleskySolve(factor, size, here.gradient);
    let decrement = 0;
    for (let j = 0; j < size; j++) decrement += move[j]! * here.gradient[j]!;
    if (decrement < 1e-9) break;
    let length = 1;
    let next = along(beta, move, length);
    let reached = objectiveAt(eachBlock, width, y, next, ridge);
    while (reached < here.objective && length > 1e-6) {
      length /= 2;
      next = along(beta, move, length);
      reached = objectiveAt(eachBlock, width, y, next, ridge);
    }
    if (reached < here.objective) break;
    beta = next;
    here = derivatives(eachBlock, width, y, beta, ridge);
  }
  return beta;
}

function along(from: Float64Array, move: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return from.map((value, j) => value + length * move[j]!);
}

/** The penalised log-likelihood at β, at a fraction of the cost of {@link derivatives}. */
function objectiveAt(
  eachBlock: EachBlock,
  width: number,
  y: Uint8Array,
  beta: Float64Array,
  ridge: number,
): number {
  let objective = 0;
  eachBlock((block, from, to) => {
    for (let row = from; row < to; row++) {
      const at = (row - from) * width;
      let logOdds = beta[width]!;
      for (let j = 0; j < width; j++) logOdds += beta[j]! * block[at + j]!;
      objective += y[row]! * logOdds - softplus(logOdds);
    }
  });
  for (let j = 0; j < width; j++) objective -= (ridge / 2) * beta[j]! * beta[j]!;
  return objective;
}

/** The penalised log-likelihood at β, its gradient, and minus its second derivative. */
function derivatives(
  eachBlock: EachBlock,
  width: number,
  y: Uint8Array,
  beta: Float64Array,
  ridge: number,
): { objective: number; gradient: Float64Array; information: Float64Array } {
  const size = width + 1;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const weights = new Float64Array(ENCODING_BLOCK);
  let objective = 0;
  eachBlock((block, from, to) => {
    for (let row = from; row < to; row++) {
      const at = (row - from) * width;
      let logOdds = beta[width]!;
      for (let j = 0; j < width; j++) logOdds += beta[j]! * block[at + j]!;
      const label = y[row]!;
      objective += label * logOdds - softplus(logOdds);
      const probability = probabilityOf(logOdds);
      const residual = label - probability;
      weights[row - from] = probability * (1 - probability);
      for (let j = 0; j < width; j++) gradient[j]! += residual * block[at + j]!;
      gradient[width]! += residual;
    }
    addOuterProducts(information, block, weights, to - from, width);
  });
  for (let j = 0; j < width; j++) {
    objective -= (ridge / 2) * beta[j]! * beta[j]!;
    gradient[j]! -= ridge * beta[j]!;
    information[j * size + j]! += ridge;
  }
  return { objective, gradient, information };
}

/**
 * The log-odds of leaving, one a row.
 *
 * @param columns in the model's order
 */
export function logisticLogOdds(
  { encoding, coefficients, intercept }: LogisticParameters,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { width } = encoding;
  const beta = Float64Array.from(coefficients);
  return scoreInBlocks(encoding, columns, rows, (block, count) => {
    const logOdds = new Float64Array(count).fill(intercept);
    for (let row = 0; row < count; row++) {
      for (let j = 0; j < width; j++) logOdds[row]! += beta[j]! * block[row * width + j]!;
    }
    return logOdds;
  });
}

/**
 * What each feature contributes to each row's log-odds: Σ βⱼ(xⱼ − mean of xⱼ) over its encoded columns. The
 * base is the intercept, the log-odds of the average customer.
 *
 * @param columns in the model's order
 * @returns rows × features, row-major, in log-odds
 */
export function logisticContributions(
  { encoding, coefficients }: LogisticParameters,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { width, start } = encoding;
  const features = columns.length;
  const contributions = new Float64Array(rows * features);
  const encoded = encodeAll(encoding, columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < features; f++) {
      for (let j = start[f]!; j < start[f + 1]!; j++) {
        contributions[row * features + f]! += coefficients[j]! * encoded[row * width + j]!;
      }
    }
  }
  return contributions;
}
