import { seededRandom } from '../numeric/random.ts';
import { type Encoding, encodeAll } from './encoding.ts';

/** The log-odds of encoded rows, given row-major. */
export type EncodedScore = (block: Float64Array, rows: number) => Float64Array;

/** What sampling needs of a model whose contributions are sampled. */
export type SampledModel = {
  readonly encoding: Encoding;
  /** Encoded training rows that contributions are measured against, row-major. */
  readonly background: readonly number[];
  readonly seed: number;
};

/** How many training rows stand for the average customer. */
const BACKGROUND_ROWS = 50;

/**
 * Draws, without replacement, the encoded rows that a model keeps as the background of its explanations.
 *
 * @param encoded rows × `width`, row-major
 * @returns up to 50 of the rows, row-major
 */
export function drawBackground(encoded: Float64Array, width: number, seed: number): number[] {
  const rows = width === 0 ? 0 : encoded.length / width;
  const order = seededRandom(seed - 1).shuffle(Uint32Array.from({ length: rows }, (_, row) => row));
  const background: number[] = [];
  for (const row of order.subarray(0, BACKGROUND_ROWS)) {
    for (let j = 0; j < width; j++) background.push(encoded[row * width + j]!);
  }
  return background;
}

/** The mean log-odds of the background, which sampled contributions start from. */
export function sampledBase(
  score: EncodedScore,
  { encoding: { width }, background: kept }: SampledModel,
): number {
  if (width === 0) return score(new Float64Array(0), 1)[0]!;
  const background = Float64Array.from(kept);
  const rows = background.length / width;
  let sum = 0;
  for (const logOdds of score(background, rows)) sum += logOdds;
  return sum / rows;
}

/**
 * Shapley values by sampling permutations (Štrumbelj and Kononenko 2010): each background row is changed
 * into the customer one feature at a time, in a random order and then in the reverse order, and a feature
 * is credited with the change it makes. Every background row is used equally often, so that the sum over
 * features is not random: it is the row's log-odds less the background's mean. The orders come from the
 * seed and are the same for every row.
 *
 * @param columns in the model's order
 * @returns rows × features, row-major, in log-odds
 */
export function sampledContributions(
  score: EncodedScore,
  { encoding, background: kept, seed }: SampledModel,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { width, start } = encoding;
  const background = Float64Array.from(kept);
  const encoded = encodeAll(encoding, columns, rows);
  const features = start.length - 1;
  const backgroundRows = width === 0 ? 0 : background.length / width;
  const contributions = new Float64Array(rows * features);
  const steps = features + 1;
  const block = new Float64Array(2 * steps * width);
  for (let row = 0; row < rows; row++) {
    const random = seededRandom(seed);
    const customer = encoded.subarray(row * width, (row + 1) * width);
    for (let b = 0; b < backgroundRows; b++) {
      const order = random.shuffle(Int32Array.from({ length: features }, (_, f) => f));
      for (let pass = 0; pass < 2; pass++) {
        const first = pass * steps * width;
        block.set(background.subarray(b * width, (b + 1) * width), first);
        order.forEach((f, step) => {
          const at = first + (step + 1) * width;
          block.copyWithin(at, at - width, at);
          block.set(customer.subarray(start[f]!, start[f + 1]!), at + start[f]!);
        });
        order.reverse();
      }
      const logOdds = score(block, 2 * steps);
      for (let pass = 0; pass < 2; pass++) {
        order.forEach((f, step) => {
          const at = pass * steps + step;
          contributions[row * features + f]! +=
            (logOdds[at + 1]! - logOdds[at]!) / (2 * backgroundRows);
        });
        order.reverse();
      }
    }
  }
  return contributions;
}
