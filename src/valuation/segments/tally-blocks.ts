import { checkFeatures, type FeatureColumn } from './feature-transformation.ts';
import { joinTallies, type Labeller, type Tally, tallyRows } from './tally.ts';

/** Sums are computed block by block, so that they do not depend on how many threads share the work. */
const BLOCK_ROWS = 65_536;

/**
 * Assigns and tallies all customers on this thread.
 *
 * @throws RangeError as `checkFeatures` does
 */
export function tallyAll(labeller: Labeller, columns: readonly FeatureColumn[]): Tally {
  const blocks = blocksOf(labeller, columns);
  return joinTallies(
    blocks.map((block) => tallyRows(labeller, block.columns)),
    blocks.at(-1)!.to,
  );
}

/** Consecutive rows, up to row `to`, of the columns that a labeller needs; views, not copies. */
export type Block = { columns: FeatureColumn[]; to: number };

/**
 * Checks the columns that a labeller needs and divides them into blocks of rows.
 *
 * @throws RangeError as {@link tallyAll} does
 */
export function blocksOf(labeller: Labeller, columns: readonly FeatureColumn[]): Block[] {
  const { transformation, labelling } = labeller;
  const needed = new Set(transformation.map(({ feature }) => feature));
  if (labelling.by === 'rules') {
    for (const { conditions } of labelling.rules) {
      for (const { feature } of conditions) needed.add(feature);
    }
  }
  const rows = checkFeatures(transformation, columns);
  const used = columns.filter(({ name }) => needed.has(name));
  const blocks: Block[] = [];
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows);
    blocks.push({
      columns: used.map(({ name, values }) => ({ name, values: values.subarray(from, to) })),
      to,
    });
  }
  return blocks;
}
