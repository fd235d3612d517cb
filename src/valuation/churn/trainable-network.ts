import type { Random } from '../numeric/random.ts';

/** Hidden units of a network. */
const UNITS = 16;
const WEIGHT_DECAY = 3e-4;
/** Adam's averages of the gradient and of its square: what they keep at each step, and the share of the newest. */
const MEAN_DECAY = 0.9;
const MEAN_SHARE = 0.1;
const SQUARE_DECAY = 0.999;
const SQUARE_SHARE = 0.001;
/** Keeps the divisor of a step above 0. */
const EPSILON = 1e-8;

/** One hidden layer of rectified units; its log-odds is bias + Σ output·max(0, hiddenBias + W·x). */
export type Network = {
  /** W: units × encoded columns, row-major. */
  readonly hidden: readonly number[];
  readonly hiddenBias: readonly number[];
  readonly output: readonly number[];
  readonly bias: number;
};

/**
 * A network in training: its parameters stand in one array (the hidden layer's weights, its biases, the
 * output's weights, its bias), beside the gradient of the loss and what Adam remembers of it.
 */
export class TrainableNetwork {
  readonly #encoded: Float64Array;
  readonly #width: number;
  /** Where the hidden layer's biases, the output's weights and the output's bias begin. */
  readonly #biases: number;
  readonly #outputs: number;
  readonly #last: number;
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  /** What each hidden unit put out for the row seen last. */
  readonly #active = new Float64Array(UNITS);
  #steps = 0;

  /**
   * @param encoded rows × `width`, row-major
   * @param bias the log-odds to start from
   * @param random draws the other parameters, normal with the variance of one over the inputs
   */
  constructor(encoded: Float64Array, width: number, bias: number, random: Random) {
    this.#encoded = encoded;
    this.#width = width;
    this.#biases = UNITS * width;
    this.#outputs = this.#biases + UNITS;
    this.#last = this.#outputs + UNITS;
    const parameters = new Float64Array(this.#last + 1);
    for (let i = 0; i < this.#biases; i++) {
      parameters[i] = random.normal() * Math.sqrt(1 / Math.max(1, width));
    }
    for (let i = this.#outputs; i < this.#last; i++) {
      parameters[i] = random.normal() * Math.sqrt(1 / UNITS);
    }
    parameters[this.#last] = bias;
    this.#parameters = parameters;
    this.#gradient = new Float64Array(parameters.length);
    this.#mean = new Float64Array(parameters.length);
    this.#square = new Float64Array(parameters.length);
  }

  /** The log-odds of a row. */
  logOdds(row: number): number {
    const parameters = this.#parameters;
    const encoded = this.#encoded;
    const width = this.#width;
    const biases = this.#biases;
    const outputs = this.#outputs;
    const active = this.#active;
    const at = row * width;
    let logOdds = parameters[this.#last]!;
    for (let unit = 0; unit < UNITS; unit++) {
      let sum = parameters[biases + unit]!;
      const line = unit * width;
      for (let j = 0; j < width; j++) sum += parameters[line + j]! * encoded[at + j]!;
      active[unit] = Math.max(sum, 0);
      if (sum > 0) logOdds += parameters[outputs + unit]! * sum;
    }
    return logOdds;
  }

  /**
   * Adds a row's part of the gradient by backpropagation. {@link TrainableNetwork.logOdds} must have been
   * asked for the same row last.
   *
   * @param error the derivative of the loss by the row's log-odds
   */
  addGradient(row: number, error: number): void {
    const parameters = this.#parameters;
    const gradient = this.#gradient;
    const encoded = this.#encoded;
    const width = this.#width;
    const biases = this.#biases;
    const outputs = this.#outputs;
    const active = this.#active;
    const at = row * width;
    gradient[this.#last]! += error;
    for (let unit = 0; unit < UNITS; unit++) {
      const signal = active[unit]!;
      if (signal === 0) continue;
      gradient[outputs + unit]! += error * signal;
      const passed = error * parameters[outputs + unit]!;
      gradient[biases + unit]! += passed;
      const line = unit * width;
      for (let j = 0; j < width; j++) gradient[line + j]! += passed * encoded[at + j]!;
    }
  }

  /**
   * Takes a step of Adam (Kingma and Ba 2015) down the gradient added up, with weight decay on all but
   * the biases, and starts the gradient anew.
   */
  step(rate: number): void {
    const parameters = this.#parameters;
    const gradient = this.#gradient;
    const mean = this.#mean;
    const square = this.#square;
    const biases = this.#biases;
    const outputs = this.#outputs;
    const last = this.#last;
    this.#steps++;
    const meanScale = 1 / (1 - MEAN_DECAY ** this.#steps);
    const squareScale = 1 / (1 - SQUARE_DECAY ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      const decays = i < biases || (i >= outputs && i < last);
      const slope = gradient[i]! + (decays ? WEIGHT_DECAY * parameters[i]! : 0);
      mean[i] = MEAN_DECAY * mean[i]! + MEAN_SHARE * slope;
      square[i] = SQUARE_DECAY * square[i]! + SQUARE_SHARE * slope * slope;
      parameters[i]! -=
        (rate * mean[i]! * meanScale) / (Math.sqrt(square[i]! * squareScale) + EPSILON);
    }
    gradient.fill(0);
  }

  /** The network as it stands, as plain data. */
  toNetwork(): Network {
    const parameters = this.#parameters;
    return {
      hidden: Array.from(parameters.subarray(0, this.#biases)),
      hiddenBias: Array.from(parameters.subarray(this.#biases, this.#outputs)),
      output: Array.from(parameters.subarray(this.#outputs, this.#last)),
      bias: parameters[this.#last]!,
    };
  }
}
