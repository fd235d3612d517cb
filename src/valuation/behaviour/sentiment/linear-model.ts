import { seededRandom } from '../../numeric/random.ts';

/**
 * A linear model over hashed terms: the weights of each output as bytes in base64, `scale` a step, by bucket. Plain JSON.
 */
export type LinearModel = {
  outputs: string[];
  bits: number;
  bias: number[];
  scale: number;
  weights: string;
};

/** A text as buckets of terms, each with its value. */
export type HashedText = { buckets: Int32Array; values: Float64Array };

export type LinearOptions = {
  outputs: readonly string[];
  bits: number;
  /** one output holds (softmax), or each holds or not by itself (logistic) */
  exclusive: boolean;
  seed: number;
  epochs?: number;
};

/** What one summarising term weighs, and all others of a text together, whose length is 1 otherwise. */
const ofSummary = 0.15;
const ofOthers = 2.5;
/** What a pair of classes that stand apart, `~a b`, weighs beside another term. */
const ofPair = 0.5;
const rate = 1;
const decay = 0.1;
const l2Regularization = 4e-4;
const steps = 127;

const summarising = /^(?:balance|sign|first|last|mix|requests|kinds|strongest|turned) /;

/** Hashes terms (FNV-1a) into 2^bits buckets. */
export function hashText(terms: readonly string[], bits: number): HashedText {
  const values = new Map<number, number>();
  let squares = 0;
  for (const term of terms) {
    const bucket = hash(term, bits);
    if (values.has(bucket)) continue;
    const value = summarising.test(term) ? -ofSummary : term.startsWith('~') ? ofPair : 1;
    values.set(bucket, value);
    if (value > 0) squares += value ** 2;
  }
  const scale = ofOthers / Math.sqrt(squares || 1);
  return {
    buckets: Int32Array.from(values.keys()),
    values: Float64Array.from(values.values(), (value) => (value < 0 ? -value : value * scale)),
  };
}

function hash(term: string, bits: number): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) {
    state = Math.imul(state ^ term.charCodeAt(at), 0x01000193);
  }
  return (state ^ (state >>> 15)) & ((1 << bits) - 1);
}

/**
 * Learns by stochastic gradient descent with L2 regularization; the weights are the mean of those after each epoch of the
 * second half (Polyak and Juditsky, 1992). The same input gives the same model.
 *
 * @param truth by text, 1 for each output that holds
 */
export function trainLinear(
  texts: readonly HashedText[],
  truth: readonly Uint8Array[],
  { outputs, bits, exclusive, seed, epochs = 12 }: LinearOptions,
): LinearModel {
  const count = outputs.length;
  const now = { weights: new Float64Array(count << bits), bias: new Float64Array(count) };
  const mean = { weights: new Float64Array(count << bits), bias: new Float64Array(count) };
  const random = seededRandom(seed);
  const order = Int32Array.from(texts.keys());
  const averaged = Math.ceil(epochs / 2);
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    const step = rate / (1 + epoch * decay);
    for (const row of order) learnText(texts[row]!, truth[row]!, now, step, exclusive);
    if (epoch < epochs - averaged) continue;
    now.weights.forEach((weight, at) => {
      mean.weights[at]! += weight / averaged;
    });
    now.bias.forEach((weight, at) => {
      mean.bias[at]! += weight / averaged;
    });
  }
  return linearModel(mean.weights, mean.bias, outputs, bits);
}

function learnText(
  { buckets, values }: HashedText,
  truth: Uint8Array,
  { weights, bias }: { weights: Float64Array; bias: Float64Array },
  step: number,
  exclusive: boolean,
): void {
  const count = bias.length;
  const errors = chancesOf(scoresOf({ buckets, values }, weights, bias), exclusive);
  for (let output = 0; output < count; output++) {
    errors[output]! -= truth[output]!;
    bias[output]! -= 0.1 * step * errors[output]!;
  }
  const kept = 1 - step * l2Regularization;
  for (let at = 0; at < buckets.length; at++) {
    const first = buckets[at]! * count;
    const moved = step * values[at]!;
    for (let output = 0; output < count; output++) {
      weights[first + output] = kept * weights[first + output]! - moved * errors[output]!;
    }
  }
}

/** The weights as bytes. */
function linearModel(
  weights: Float64Array,
  bias: Float64Array,
  outputs: readonly string[],
  bits: number,
): LinearModel {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / steps;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  return {
    outputs: [...outputs],
    bits,
    bias: Array.from(bias, (each) => Number(each.toFixed(4))),
    scale: Number(scale.toPrecision(6)),
    weights: btoa(
      Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join(''),
    ),
  };
}

/** A model that has been read, ready to score texts: by output the chance that it holds, 0 to 1. */
export function readLinear(
  { bits, bias, scale, weights: encoded }: LinearModel,
  exclusive: boolean,
): (terms: readonly string[]) => Float64Array {
  const bytes = Int8Array.from(atob(encoded), (sign) => sign.charCodeAt(0));
  const weights = Float64Array.from(bytes, (byte) => byte * scale);
  const offset = Float64Array.from(bias);
  return (terms) => chancesOf(scoresOf(hashText(terms, bits), weights, offset), exclusive);
}

function scoresOf(
  { buckets, values }: HashedText,
  weights: Float64Array,
  bias: Float64Array,
): Float64Array {
  const scores = bias.slice();
  for (let at = 0; at < buckets.length; at++) {
    const first = buckets[at]! * scores.length;
    for (let output = 0; output < scores.length; output++) {
      scores[output]! += values[at]! * weights[first + output]!;
    }
  }
  return scores;
}

function chancesOf(scores: Float64Array, exclusive: boolean): Float64Array {
  if (!exclusive) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const highest = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - highest));
  const total = raised.reduce((sum, each) => sum + each, 0);
  return raised.map((each) => each / total);
}
