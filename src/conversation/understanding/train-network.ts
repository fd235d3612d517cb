import { featurePlaces } from './feature-places.ts';
import { type Inputs, inBytes, inputOf, softmax, strange, type TrainedNetwork } from './network.ts';

/** How a network is trained; shares from 0 to 1. */
type NetworkOptions = {
  hidden: number;
  epochs: number;
  /** of the first epoch; it falls to a tenth in the last */
  rate: number;
  /** the share of features left out of each sentence each time, so that no single one is relied on */
  inputDropout: number;
  /** the same of hidden units */
  hiddenDropout: number;
  /** how much of the truth is spread over all labels (Szegedy et al. 2016, 7) */
  smoothing: number;
};

/** Measured on sentences of a hand in each language, read by what the others taught. */
const settings: NetworkOptions = {
  hidden: 64,
  epochs: 12,
  rate: 0.05,
  inputDropout: 0.5,
  hiddenDropout: 0.2,
  smoothing: 0.05,
};

/** In how many sentences a feature is, at least, that is known; others tell nothing of sentences to come. */
const least = 3;
/** What pieces of words count beside words. */
const pieceWeight = 0.4;

/** Which features of some sentences are known, and ln(1 + sentences ÷ those that have it) as the rarity of each. */
export function inputsOf(sentences: readonly (readonly string[])[]): Inputs {
  const counts = new Map<string, number>();
  for (const features of sentences)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= least);
  const columns = featurePlaces([...known.map(([feature]) => feature), ...strange]);
  const rarity = Float32Array.from([
    ...known.map(
      ([feature, count]) =>
        Math.log(1 + sentences.length / count) * (feature.startsWith('c:') ? pieceWeight : 1),
    ),
    ...strange.map(() => Math.log(1 + 10)),
  ]);
  return { columns, rarity };
}

/**
 * Sentences to learn from, one behind another: of each, the place behind its last feature, and its label; of each of its
 * features the column and the value. They are in memory that threads share, so that each trains a network of its own.
 */
export type TrainingSentences = {
  ends: Uint32Array;
  labels: Uint16Array;
  columns: Uint32Array;
  values: Float32Array;
  /** how many columns there are, and how many labels */
  width: number;
  classes: number;
};

/**
 * Sentences by their features and labels.
 * @param classes how many labels there are; the label of each example is a place in 0 … classes − 1
 */
export function trainingSentences(
  examples: readonly { features: readonly string[]; label: number }[],
  inputs: Inputs,
  classes: number,
): TrainingSentences {
  const read = examples.map(({ features }) => inputOf(features, inputs));
  const count = read.reduce((sum, { columns }) => sum + columns.length, 0);
  const room = (length: number) => new SharedArrayBuffer(4 * length);
  const all: TrainingSentences = {
    ends: new Uint32Array(room(examples.length)),
    labels: new Uint16Array(new SharedArrayBuffer(2 * examples.length)),
    columns: new Uint32Array(room(count)),
    values: new Float32Array(room(count)),
    width: inputs.columns.size,
    classes,
  };
  let end = 0;
  for (const [at, { columns, values }] of read.entries()) {
    all.columns.set(columns, end);
    all.values.set(values, end);
    end += columns.length;
    all.ends[at] = end;
    all.labels[at] = examples[at]!.label;
  }
  return all;
}

/**
 * Trains a network by stochastic gradient descent with the step of each weight by its past gradients (AdaGrad, Duchi et al.
 * 2011), of an input's weights by the mean of theirs, with dropout (Srivastava et al. 2014).
 * @param random uniform in [0, 1); the same numbers give the same network
 */
export function trainNetwork(sentences: TrainingSentences, random: () => number): TrainedNetwork {
  const training = new Training(sentences, settings, random);
  const order = Array.from(sentences.ends, (_, i) => i);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    const rate = settings.rate * (1 - (0.9 * epoch) / settings.epochs);
    for (const at of order) training.learn(at, rate);
  }
  return training.network();
}

/** Weights with the squares of their past gradients. */
type Weights = { values: Float32Array; squares: Float32Array };

const zeros = (length: number): Weights => ({
  values: new Float32Array(length),
  squares: new Float32Array(length),
});

/** What keeps first steps small: of weights that few sentences reach, and of those that all do. */
const seldom = 0.1;
const always = 1;

/** A network that learns a sentence at a time; what a step needs is set aside once, for there are very many. */
class Training {
  readonly #sentences: TrainingSentences;
  readonly #hidden: number;
  readonly #options: NetworkOptions;
  readonly #random: () => number;
  /** inputs × hidden, by input, and the mean square of the past gradients of each input's row */
  readonly #embedding: Float32Array;
  readonly #rowSquares: Float32Array;
  readonly #hiddenBias: Weights;
  readonly #weights: Weights;
  readonly #bias: Weights;
  /** the features of the sentence that are not left out, the first `#features` of them */
  readonly #columns: Uint32Array;
  readonly #values: Float32Array;
  #features = 0;
  readonly #layer: Float32Array;
  readonly #kept: Float32Array;
  readonly #error: Float32Array;
  /** the hidden units that are not nought, the first `#units` of them */
  readonly #active: Uint32Array;
  #units = 0;

  constructor(sentences: TrainingSentences, options: NetworkOptions, random: () => number) {
    const { hidden } = options;
    const { ends, width: inputs, classes: labels } = sentences;
    const longest = ends.reduce((most, end, at) => Math.max(most, end - (ends[at - 1] ?? 0)), 0);
    this.#sentences = sentences;
    this.#hidden = hidden;
    this.#options = options;
    this.#random = random;
    this.#embedding = new Float32Array(inputs * hidden);
    this.#rowSquares = new Float32Array(inputs);
    this.#hiddenBias = zeros(hidden);
    this.#weights = zeros(hidden * labels);
    this.#bias = zeros(labels);
    fillNormal(this.#embedding, 0.1, random);
    fillNormal(this.#weights.values, Math.sqrt(1 / hidden), random);
    this.#columns = new Uint32Array(longest);
    this.#values = new Float32Array(longest);
    this.#layer = new Float32Array(hidden);
    this.#kept = new Float32Array(hidden);
    this.#error = new Float32Array(hidden);
    this.#active = new Uint32Array(hidden);
  }

  network(): TrainedNetwork {
    return {
      hidden: this.#hidden,
      ...inBytes(this.#embedding, this.#hidden),
      hiddenBias: this.#hiddenBias.values,
      weights: this.#weights.values,
      bias: this.#bias.values,
    };
  }

  /** One step down the gradient of the cross-entropy of one sentence. */
  learn(at: number, rate: number): void {
    const { smoothing } = this.#options;
    const label = this.#sentences.labels[at];
    this.#thin(at);
    this.#forward();
    const gradient = softmax(this.#scores());
    const labels = gradient.length;
    for (let c = 0; c < labels; c++)
      gradient[c]! -= (c === label ? 1 - smoothing : 0) + smoothing / labels;
    this.#learnOutput(gradient, rate);
    this.#learnEmbedding(rate);
  }

  #thin(at: number): void {
    const { inputDropout } = this.#options;
    const { ends, columns, values } = this.#sentences;
    const end = ends[at]!;
    let kept = 0;
    for (let k = ends[at - 1] ?? 0; k < end; k++) {
      if (this.#random() < inputDropout) continue;
      this.#columns[kept] = columns[k]!;
      this.#values[kept] = values[k]! / (1 - inputDropout);
      kept++;
    }
    this.#features = kept;
  }

  #forward(): void {
    const { hiddenDropout } = this.#options;
    const hidden = this.#hidden;
    const layer = this.#layer;
    const embedding = this.#embedding;
    layer.set(this.#hiddenBias.values);
    for (let k = 0; k < this.#features; k++) {
      const start = this.#columns[k]! * hidden;
      const value = this.#values[k]!;
      for (let j = 0; j < hidden; j++) layer[j]! += embedding[start + j]! * value;
    }
    this.#units = 0;
    for (let j = 0; j < hidden; j++) {
      const kept = this.#random() < hiddenDropout ? 0 : 1 / (1 - hiddenDropout);
      const value = Math.max(0, layer[j]!) * kept;
      layer[j] = value;
      if (value === 0) continue;
      this.#kept[j] = kept;
      this.#active[this.#units++] = j;
    }
  }

  #scores(): Float32Array {
    const scores = this.#bias.values.slice();
    const labels = scores.length;
    const weights = this.#weights.values;
    for (let a = 0; a < this.#units; a++) {
      const value = this.#layer[this.#active[a]!]!;
      const start = this.#active[a]! * labels;
      for (let c = 0; c < labels; c++) scores[c]! += weights[start + c]! * value;
    }
    return scores;
  }

  #learnOutput(gradient: Float32Array, rate: number): void {
    const labels = gradient.length;
    const { values, squares } = this.#weights;
    const bias = this.#hiddenBias;
    for (let a = 0; a < this.#units; a++) {
      const j = this.#active[a]!;
      const value = this.#layer[j]!;
      const start = j * labels;
      let sum = 0;
      for (let c = 0; c < labels; c++) {
        const at = start + c;
        sum += values[at]! * gradient[c]!;
        const slope = gradient[c]! * value;
        squares[at]! += slope * slope;
        values[at]! -= (rate * slope) / Math.sqrt(squares[at]! + always);
      }
      const error = sum * this.#kept[j]!;
      this.#error[j] = error;
      bias.squares[j]! += error * error;
      bias.values[j]! -= (rate * error) / Math.sqrt(bias.squares[j]! + always);
    }
    const { values: biases, squares: past } = this.#bias;
    for (let c = 0; c < labels; c++) {
      past[c]! += gradient[c]! ** 2;
      biases[c]! -= (rate * gradient[c]!) / Math.sqrt(past[c]! + always);
    }
  }

  #learnEmbedding(rate: number): void {
    const hidden = this.#hidden;
    const embedding = this.#embedding;
    let square = 0;
    for (let a = 0; a < this.#units; a++) square += this.#error[this.#active[a]!]! ** 2;
    square /= hidden;
    for (let k = 0; k < this.#features; k++) {
      const column = this.#columns[k]!;
      const value = this.#values[k]!;
      this.#rowSquares[column]! += square * value * value;
      const step = (rate * value) / Math.sqrt(this.#rowSquares[column]! + seldom);
      const start = column * hidden;
      for (let a = 0; a < this.#units; a++) {
        const j = this.#active[a]!;
        embedding[start + j]! -= step * this.#error[j]!;
      }
    }
  }
}

/** Normal numbers by Box and Muller (1958). */
function fillNormal(values: Float32Array, deviation: number, random: () => number): void {
  for (let i = 0; i < values.length; i++)
    values[i] =
      deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
