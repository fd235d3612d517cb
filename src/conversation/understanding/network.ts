import { type FeaturePlaces, placeOf } from './feature-places.ts';

/**
 * A network of one hidden layer over the features of a sentence: softmax(W · relu(E · x + b) + c), where x has each known
 * feature by its rarity, at length 1. E is kept in bytes: a row is its 8-bit integers times its scale. The rows are apart
 * ({@link EmbeddingRows}), for a sentence needs a hundred of some 165,000.
 */
export type Network = {
  hidden: number;
  /** by input */
  scales: Float32Array;
  hiddenBias: Float32Array;
  /** hidden × labels, by hidden unit */
  weights: Float32Array;
  bias: Float32Array;
};

/** A network as it was trained, with its rows: inputs × hidden, by input. */
export type TrainedNetwork = Network & { embedding: Int8Array };

/** The rows of several networks, of one width, for some columns: by network, each columns × hidden, in their order. */
export type EmbeddingRows = (columns: Uint32Array) => readonly Int8Array[];

/** Which features are known, by their place, and how rare each is. */
export type Inputs = { columns: FeaturePlaces; rarity: Float32Array };

/** A sparse vector. */
export type Input = { columns: Uint32Array; values: Float32Array };

/** How many words of a sentence nobody knows, as features: one, two, or more. */
export const strange = ['strange:1', 'strange:2', 'strange:3'];

/** Vectors of so many features have unit variance in the hidden layer. */
const gain = 4;

/** The known features of a sentence as a vector of length 1, by rarity, and how many of its words are not known. */
export function inputOf(features: readonly string[], { columns, rarity }: Inputs): Input {
  const found: number[] = [];
  let unknown = 0;
  for (const feature of features) {
    const column = placeOf(columns, feature);
    if (column !== undefined) found.push(column);
    else if (feature.startsWith('w:')) unknown++;
  }
  const column = placeOf(columns, strange[Math.min(unknown, strange.length) - 1] ?? '');
  if (column !== undefined) found.push(column);
  let square = 0;
  for (const each of found) square += rarity[each]! ** 2;
  const scale = square === 0 ? 0 : gain / Math.sqrt(square);
  return {
    columns: Uint32Array.from(found),
    values: Float32Array.from(found, (each) => rarity[each]! * scale),
  };
}

/**
 * The probability of each label.
 * @param rows the network's rows of the columns, in their order
 */
export function probabilities(
  network: Network,
  { columns, values }: Input,
  rows: Int8Array,
): Float32Array {
  const { hidden, scales, hiddenBias, weights, bias } = network;
  const layer = hiddenBias.slice();
  for (let k = 0; k < columns.length; k++) {
    const start = k * hidden;
    const value = values[k]! * scales[columns[k]!]!;
    for (let j = 0; j < hidden; j++) layer[j]! += rows[start + j]! * value;
  }
  const labels = bias.length;
  const scores = bias.slice();
  for (let j = 0; j < hidden; j++) {
    const value = layer[j]!;
    if (value <= 0) continue;
    const start = j * labels;
    for (let c = 0; c < labels; c++) scores[c]! += weights[start + c]! * value;
  }
  return softmax(scores);
}

/** Rows of numbers as 8-bit integers, each row with the scale that gives its numbers back to within 1/254 of its largest. */
export function inBytes(
  rows: Float32Array,
  width: number,
): { embedding: Int8Array; scales: Float32Array } {
  const embedding = new Int8Array(rows.length);
  const scales = new Float32Array(rows.length / width);
  for (let row = 0; row < scales.length; row++) {
    const start = row * width;
    let largest = 0;
    for (let j = 0; j < width; j++) largest = Math.max(largest, Math.abs(rows[start + j]!));
    const scale = largest / 127;
    scales[row] = scale;
    for (let j = 0; j < width && scale > 0; j++)
      embedding[start + j] = Math.round(rows[start + j]! / scale);
  }
  return { embedding, scales };
}

/** Scores as probabilities, in place. */
export function softmax(scores: Float32Array): Float32Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp(scores[c]! - highest);
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum;
  return scores;
}
