import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { type Random, seededRandom } from '../numeric/random.ts';
import { softplus } from '../numeric/special-functions.ts';
import { countLeavers } from './dataset.ts';
import { type Encoding, encodeAll, learnEncoding } from './encoding.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import { drawBackground, type EncodedScore } from './sampled-shapley.ts';
import { type Network, TrainableNetwork } from './trainable-network.ts';
import {
  once,
  refuseMonotone,
  type TrainingData,
  type TrainingOptions,
  type TrainingPlan,
} from './training.ts';
import { drawTrainingRows } from './training-rows.ts';

/** An ensemble of networks as data; the model is the mean of their log-odds. */
export type PerceptronParameters = {
  readonly encoding: Encoding;
  readonly networks: readonly Network[];
  /** Encoded training rows that contributions are sampled against, row-major. */
  readonly background: readonly number[];
  readonly seed: number;
};

const FOLDS = 5;
const BATCH = 32;
const MOST_EPOCHS = 60;
const PATIENCE = 5;
const LEARNING_RATE = 0.004;
/** Beyond this many rows an epoch gains nothing over one on a sample. */
const MOST_ROWS = 100_000;
const FEW_OF_A_CLASS = 10;
const EPOCHS_OF_FEW = 20;

/**
 * A multilayer perceptron with one hidden layer, trained on the logistic loss by Adam (Kingma and Ba
 * 2015) with a little weight decay. Five networks each hold one fifth of the rows out and stop when the
 * loss on these falls no further; their log-odds are averaged.
 *
 * @throws RangeError for a monotone constraint
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

/**
 * Trains one network.
 *
 * @param inside the rows it learns from
 * @param outside the rows whose loss stops it; none: it is trained for a fixed number of epochs
 */
function trainNetwork(
  encoded: Float64Array,
  width: number,
  y: Uint8Array,
  inside: Uint32Array,
  outside: Uint32Array,
  random: Random,
): Network {
  let leavers = 0;
  for (const row of inside) leavers += y[row]!;
  const network = new TrainableNetwork(encoded, width, logOddsOf(leavers / inside.length), random);
  let best = network.toNetwork();
  let leastLoss = Number.POSITIVE_INFINITY;
  let waited = 0;
  const order = inside.slice();
  const epochs = outside.length === 0 ? EPOCHS_OF_FEW : MOST_EPOCHS;
  for (let epoch = 0; epoch < epochs && waited < PATIENCE; epoch++) {
    random.shuffle(order);
    trainEpoch(network, y, order, LEARNING_RATE / (1 + epoch / 10));
    const loss = lossOf(network, y, outside);
    if (loss < leastLoss || outside.length === 0) {
      leastLoss = loss;
      best = network.toNetwork();
      waited = 0;
    } else waited++;
  }
  return best;
}

/** Goes once through the rows, batch by batch. */
function trainEpoch(
  network: TrainableNetwork,
  y: Uint8Array,
  order: Uint32Array,
  rate: number,
): void {
  for (let from = 0; from < order.length; from += BATCH) {
    const to = Math.min(from + BATCH, order.length);
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      network.addGradient(row, (probabilityOf(network.logOdds(row)) - y[row]!) / (to - from));
    }
    network.step(rate);
  }
}

/** The log loss of the rows, summed, in nats. */
function lossOf(network: TrainableNetwork, y: Uint8Array, rows: Uint32Array): number {
  let loss = 0;
  for (const row of rows) {
    const logOdds = network.logOdds(row);
    loss += softplus(y[row] === 1 ? -logOdds : logOdds);
  }
  return loss;
}

/** The log-odds of leaving of encoded rows. */
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
