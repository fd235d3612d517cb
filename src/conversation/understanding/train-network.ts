import { type Input, type Inputs, inputOf, type Network, softmax, strange } from './network.ts';

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
  /** how much embeddings shrink a step, against the rate */
  decay: number;
};

/** Measured by `benchmarks/understanding.ts`: sentences of each hand read by what the others taught. */
const settings: NetworkOptions = {
  hidden: 40,
  epochs: 12,
  rate: 0.05,
  inputDropout: 0.5,
  hiddenDropout: 0.2,
  smoothing: 0.05,
  decay: 1e-5,
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
  const columns = new Map(
    [...known.map(([feature]) => feature), ...strange].map((each, i) => [each, i]),
  );
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
 * Trains a network by stochastic gradient descent with the step of each weight by its past gradients (AdaGrad, Duchi et al.
 * 2011), with dropout (Srivastava et al. 2014).
 * @param examples with the label of each, as a place in 0 … labels − 1
 * @param random uniform in [0, 1); the same numbers give the same network
 */
export function trainNetwork(
  examples: readonly { features: readonly string[]; label: number }[],
  { inputs, labels, random }: { inputs: Inputs; labels: number; random: () => number },
): Network {
  const data = examples.map(({ features, label }) => ({ input: inputOf(features, inputs), label }));
  const training = new Training(inputs.columns.size, labels, settings, random);
  const order = data.map((_, i) => i);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random);
    const rate = settings.rate * (1 - (0.9 * epoch) / settings.epochs);
    for (const at of order) training.learn(data[at]!.input, data[at]!.label, rate);
  }
  return training.network;
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

class Training {
  readonly #embedding: Weights;
  readonly #hiddenBias: Weights;
  readonly #weights: Weights;
  readonly #bias: Weights;
  readonly #options: NetworkOptions;
  readonly #random: () => number;
  readonly #layer: Float32Array;
  readonly #kept: Float32Array;
  readonly #error: Float32Array;

  constructor(inputs: number, labels: number, options: NetworkOptions, random: () => number) {
    const { hidden } = options;
    this.#options = options;
    this.#random = random;
    this.#embedding = zeros(inputs * hidden);
    this.#hiddenBias = zeros(hidden);
    this.#weights = zeros(hidden * labels);
    this.#bias = zeros(labels);
    fillNormal(this.#embedding.values, 0.1, random);
    fillNormal(this.#weights.values, Math.sqrt(1 / hidden), random);
    this.#layer = new Float32Array(hidden);
    this.#kept = new Float32Array(hidden);
    this.#error = new Float32Array(hidden);
  }

  get network(): Network {
    return {
      hidden: this.#options.hidden,
      embedding: this.#embedding.values,
      hiddenBias: this.#hiddenBias.values,
      weights: this.#weights.values,
      bias: this.#bias.values,
    };
  }

  /** One step down the gradient of the cross-entropy of one sentence. */
  learn(input: Input, label: number, rate: number): void {
    const { smoothing } = this.#options;
    const kept = this.#forward(this.#thinned(input));
    const gradient = softmax(this.#scores());
    const labels = gradient.length;
    for (let c = 0; c < labels; c++)
      gradient[c]! -= (c === label ? 1 - smoothing : 0) + smoothing / labels;
    this.#learnOutput(gradient, rate);
    this.#learnEmbedding(kept, rate);
  }

  #thinned({ columns, values }: Input): Input {
    const { inputDropout } = this.#options;
    const keep = columns.map(() => (this.#random() >= inputDropout ? 1 : 0));
    return {
      columns: columns.filter((_, k) => keep[k] === 1),
      values: values.filter((_, k) => keep[k] === 1).map((value) => value / (1 - inputDropout)),
    };
  }

  #forward(input: Input): Input {
    const { hidden, hiddenDropout } = this.#options;
    const layer = this.#layer;
    layer.set(this.#hiddenBias.values);
    const embedding = this.#embedding.values;
    for (let k = 0; k < input.columns.length; k++) {
      const start = input.columns[k]! * hidden;
      const value = input.values[k]!;
      for (let j = 0; j < hidden; j++) layer[j]! += embedding[start + j]! * value;
    }
    for (let j = 0; j < hidden; j++) {
      this.#kept[j] = this.#random() < hiddenDropout ? 0 : 1 / (1 - hiddenDropout);
      layer[j] = Math.max(0, layer[j]!) * this.#kept[j]!;
    }
    return input;
  }

  #scores(): Float32Array {
    const scores = this.#bias.values.slice();
    const labels = scores.length;
    const weights = this.#weights.values;
    for (let j = 0; j < this.#layer.length; j++) {
      const value = this.#layer[j]!;
      if (value === 0) continue;
      for (let c = 0; c < labels; c++) scores[c]! += weights[j * labels + c]! * value;
    }
    return scores;
  }

  #learnOutput(gradient: Float32Array, rate: number): void {
    const labels = gradient.length;
    const { values, squares } = this.#weights;
    for (let j = 0; j < this.#layer.length; j++) {
      const value = this.#layer[j]!;
      this.#error[j] = 0;
      if (value === 0) continue;
      const start = j * labels;
      let error = 0;
      for (let c = 0; c < labels; c++) {
        const at = start + c;
        error += values[at]! * gradient[c]!;
        const slope = gradient[c]! * value;
        squares[at]! += slope * slope;
        values[at]! -= (rate * slope) / Math.sqrt(squares[at]! + always);
      }
      this.#error[j] = error * this.#kept[j]!;
    }
    step(this.#bias, gradient, rate);
    step(this.#hiddenBias, this.#error, rate);
  }

  #learnEmbedding({ columns, values }: Input, rate: number): void {
    const { hidden, decay } = this.#options;
    const { values: embedding, squares } = this.#embedding;
    for (let k = 0; k < columns.length; k++) {
      const start = columns[k]! * hidden;
      const value = values[k]!;
      for (let j = 0; j < hidden; j++) {
        const error = this.#error[j]!;
        if (error === 0) continue;
        const at = start + j;
        const slope = error * value;
        squares[at]! += slope * slope;
        embedding[at]! -=
          rate * (slope / Math.sqrt(squares[at]! + seldom) + decay * embedding[at]!);
      }
    }
  }
}

function step({ values, squares }: Weights, gradient: Float32Array, rate: number): void {
  for (let c = 0; c < values.length; c++) {
    squares[c]! += gradient[c]! ** 2;
    values[c]! -= (rate * gradient[c]!) / Math.sqrt(squares[c]! + always);
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
