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

/** A text as buckets: those of the terms that sum up what it feels like first, `summary` of them. */
export type HashedText = { buckets: Int32Array; summary: number };

export type LinearOptions = {
  outputs: readonly string[];
  bits: number;
  /** one output holds (softmax), or each holds or not by itself (logistic) */
  exclusive: boolean;
  seed: number;
  epochs?: number;
};

/** What one summarising term weighs, and all others of a text together, whose length is 1 otherwise. */
const ofSummary = 0.3;
const ofOthers = 2;
const rate = 1;
const decay = 0.1;
const l2Regularization = 1e-4;
const steps = 127;

const summarising = /^(?:balance|sign|first|last|mix|requests|kinds|strongest|turned) /;

/** Hashes terms (FNV-1a) into 2^bits buckets. */
export function hashText(terms: readonly string[], bits: number): HashedText {
  const buckets: number[] = [];
  const summaries = terms.filter((term) => summarising.test(term));
  const taken = new Set<number>();
  const take = (term: string) => {
    const bucket = hash(term, bits);
    if (taken.has(bucket)) return;
    taken.add(bucket);
    buckets.push(bucket);
  };
  summaries.forEach(take);
  const summary = buckets.length;
  terms.forEach(take);
  return { buckets: Int32Array.from(buckets), summary };
}

function hash(term: string, bits: number): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) {
    state = Math.imul(state ^ term.charCodeAt(at), 0x01000193);
  }
  return (state ^ (state >>> 15)) & ((1 << bits) - 1);
}

/**
 * Learns by stochastic gradient descent with L2 regularization. The same input gives the same model.
 *
 * @param truth by text, 1 for each output that holds
 */
export function trainLinear(
  texts: readonly HashedText[],
  truth: readonly Uint8Array[],
  { outputs, bits, exclusive, seed, epochs = 12 }: LinearOptions,
): LinearModel {
  const count = outputs.length;
  const weights = new Float64Array(count << bits);
  const bias = new Float64Array(count);
  const random = seededRandom(seed);
  const order = Int32Array.from(texts.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.shuffle(order);
    const step = rate / (1 + epoch * decay);
    for (const row of order) {
      const text = texts[row]!;
      const chances = chancesOf(scoresOf(text, weights, bias), exclusive);
      for (let output = 0; output < count; output++) {
        const error = chances[output]! - truth[row]![output]!;
        bias[output]! -= 0.1 * step * error;
        text.buckets.forEach((bucket, at) => {
          const index = bucket * count + output;
          const slope = error * weightAt(text, at) + l2Regularization * weights[index]!;
          weights[index]! -= step * slope;
        });
      }
    }
  }
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

const weightAt = ({ buckets, summary }: HashedText, at: number): number =>
  at < summary ? ofSummary : ofOthers / Math.sqrt(buckets.length);

function scoresOf(text: HashedText, weights: Float64Array, bias: Float64Array): Float64Array {
  const scores = bias.slice();
  const others = ofOthers / Math.sqrt(text.buckets.length);
  for (let at = 0; at < text.buckets.length; at++) {
    const value = at < text.summary ? ofSummary : others;
    const first = text.buckets[at]! * scores.length;
    for (let output = 0; output < scores.length; output++) {
      scores[output]! += value * weights[first + output]!;
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
