import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { type Random, seededRandom } from '../numeric/random.ts';
import { softplus } from '../numeric/special-functions.ts';
import { countLeavers } from './dataset.ts';
import { type Encoding, encodeAll, learnEncoding } from './encoding.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import { drawBackground, type EncodedScore } from './sampled-shapley.ts';
import {
  once,
  refuseMonotone,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';

/** One hidden layer of rectified units; its log-odds is bias + Σ output·max(0, hiddenBias + W·x). */
type Network = {
  readonly hidden: readonly number[];
  readonly hiddenBias: readonly number[];
  readonly output: readonly number[];
  readonly bias: number;
};

/** A committee of networks as data; the model is the mean of their log-odds. */
export type PerceptronParameters = {
  readonly encoding: Encoding;
  readonly networks: readonly Network[];
  /** Encoded training rows that reasons are sampled against, row-major. */
  readonly background: readonly number[];
  readonly seed: number;
};

const UNITS = 16;
const FOLDS = 5;
const BATCH = 32;
const MOST_EPOCHS = 60;
const PATIENCE = 5;
const LEARNING_RATE = 0.004;
const WEIGHT_DECAY = 3e-4;
/** Past this many rows an epoch learns nothing that a sample of them does not teach. */
const MOST_ROWS = 100_000;
const FEW_OF_A_CLASS = 10;
const EPOCHS_OF_FEW = 20;

/**
 * A multilayer perceptron with one hidden layer, trained on the logistic loss by Adam (Kingma and Ba
 * 2015) with a little weight decay. Five networks each hold one fifth of the rows out, stop when
 * these gain no more, and speak together.
 */
export function planPerceptron(
  { features, columns, y }: TrainingData,
  options: TrainingOptions,
): TrainingPlan<Network, PerceptronParameters> {
  refuseMonotone('perceptron', options);
  const preparing = once(() => {
    const drawn = drawTrainingRows(columns, y, MOST_ROWS, options.seed);
    const encoding = learnEncoding(features, drawn.columns, drawn.y);
    return { drawn, encoding, encoded: encodeAll(encoding, drawn.columns, drawn.y.length) };
  });
  return {
    parts: FOLDS,
    train(part) {
      const { drawn, encoding, encoded } = preparing();
      const leavers = countLeavers(drawn.y);
      const few = Math.min(leavers, drawn.y.length - leavers) < FEW_OF_A_CLASS;
      const random = seededRandom(options.seed + (part + 1) * 2 ** 32);
      const all = Uint32Array.from(drawn.y, (_, row) => row);
      const fold = few ? undefined : stratifiedFolds(drawn.y, FOLDS, options.seed);
      const inside = all.filter((row) => fold?.[row] !== part);
      const outside = all.filter((row) => fold?.[row] === part);
      return trainNetwork(encoded, encoding.width, drawn.y, inside, outside, random);
    },
    join(networks) {
      const { encoding, encoded } = preparing();
      const background = drawBackground(encoded, encoding.width, options.seed);
      return { encoding, networks, background, seed: options.seed };
    },
  };
}

/** All weights in one array: the hidden layer's, its biases, the output's, its bias. */
function trainNetwork(
  encoded: Float64Array,
  width: number,
  y: Uint8Array,
  inside: Uint32Array,
  outside: Uint32Array,
  random: Random,
): Network {
  const biases = UNITS * width;
  const outputs = biases + UNITS;
  const last = outputs + UNITS;
  const weights = new Float64Array(last + 1);
  for (let i = 0; i < biases; i++) weights[i] = random.normal() * Math.sqrt(1 / Math.max(1, width));
  for (let i = outputs; i < last; i++) weights[i] = random.normal() * Math.sqrt(1 / UNITS);
  let leavers = 0;
  for (const row of inside) leavers += y[row]!;
  weights[last] = logOddsOf(leavers / inside.length);

  const gradient = new Float64Array(weights.length);
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  const active = new Float64Array(UNITS);

  function forward(row: number): number {
    const at = row * width;
    let logOdds = weights[last]!;
    for (let unit = 0; unit < UNITS; unit++) {
      let sum = weights[biases + unit]!;
      const line = unit * width;
      for (let j = 0; j < width; j++) sum += weights[line + j]! * encoded[at + j]!;
      active[unit] = Math.max(sum, 0);
      if (sum > 0) logOdds += weights[outputs + unit]! * sum;
    }
    return logOdds;
  }

  function backward(row: number, error: number): void {
    const at = row * width;
    gradient[last]! += error;
    for (let unit = 0; unit < UNITS; unit++) {
      const signal = active[unit]!;
      if (signal === 0) continue;
      gradient[outputs + unit]! += error * signal;
      const passed = error * weights[outputs + unit]!;
      gradient[biases + unit]! += passed;
      const line = unit * width;
      for (let j = 0; j < width; j++) gradient[line + j]! += passed * encoded[at + j]!;
    }
  }

  let best = weights.slice();
  let leastLoss = Number.POSITIVE_INFINITY;
  let waited = 0;
  let steps = 0;
  const order = inside.slice();
  const epochs = outside.length === 0 ? EPOCHS_OF_FEW : MOST_EPOCHS;
  for (let epoch = 0; epoch < epochs && waited < PATIENCE; epoch++) {
    random.shuffle(order);
    const rate = LEARNING_RATE / (1 + epoch / 10);
    for (let from = 0; from < order.length; from += BATCH) {
      const to = Math.min(from + BATCH, order.length);
      gradient.fill(0);
      for (let i = from; i < to; i++) {
        const row = order[i]!;
        backward(row, (probabilityOf(forward(row)) - y[row]!) / (to - from));
      }
      steps++;
      const meanScale = 1 / (1 - 0.9 ** steps);
      const squareScale = 1 / (1 - 0.999 ** steps);
      for (let i = 0; i < weights.length; i++) {
        const decay = i < biases || (i >= outputs && i < last) ? WEIGHT_DECAY * weights[i]! : 0;
        const slope = gradient[i]! + decay;
        mean[i] = 0.9 * mean[i]! + 0.1 * slope;
        square[i] = 0.999 * square[i]! + 0.001 * slope * slope;
        weights[i]! -= (rate * mean[i]! * meanScale) / (Math.sqrt(square[i]! * squareScale) + 1e-8);
      }
    }
    let loss = 0;
    for (const row of outside) {
      const logOdds = forward(row);
      loss += softplus(y[row] === 1 ? -logOdds : logOdds);
    }
    if (loss < leastLoss || outside.length === 0) {
      leastLoss = loss;
      best = weights.slice();
      waited = 0;
    } else waited++;
  }
  return {
    hidden: Array.from(best.subarray(0, biases)),
    hiddenBias: Array.from(best.subarray(biases, outputs)),
    output: Array.from(best.subarray(outputs, last)),
    bias: best[last]!,
  };
}

/** What scores encoded rows with the network: the log-odds of leaving. */
export function perceptronScore({ encoding, networks }: PerceptronParameters): EncodedScore {
  const { width } = encoding;
  const layers = networks.map(({ hidden, hiddenBias, output, bias }) => ({
    hidden: Float64Array.from(hidden),
    hiddenBias: Float64Array.from(hiddenBias),
    output: Float64Array.from(output),
    bias,
  }));
  return (block, rows) => {
    const logOdds = new Float64Array(rows);
    for (const { hidden, hiddenBias, output, bias } of layers) {
      for (let row = 0; row < rows; row++) {
        const at = row * width;
        let sum = bias;
        for (let unit = 0; unit < output.length; unit++) {
          let signal = hiddenBias[unit]!;
          const line = unit * width;
          for (let j = 0; j < width; j++) signal += hidden[line + j]! * block[at + j]!;
          if (signal > 0) sum += output[unit]! * signal;
        }
        logOdds[row]! += sum / layers.length;
      }
    }
    return logOdds;
  };
}
