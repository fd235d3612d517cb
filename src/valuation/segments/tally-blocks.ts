import { checkFeatures, type FeatureColumn } from './feature-transformation.ts';
import { joinTallies, type Labeller, type Tally, tallyRows } from './tally.ts';

/** Sums are taken block by block, so that they are the same however many threads share the work. */
const BLOCK_ROWS = 65_536;

/**
 * Tells every customer's segment on this thread.
 *
 * @throws RangeError when a feature is not among the columns, or missing where that is not allowed
 */
export function tallyAll(labeller: Labeller, columns: readonly FeatureColumn[]): Tally {
  const blocks = blocksOf(labeller, columns);
  return joinTallies(
    blocks.map((block) => tallyRows(labeller, block.columns)),
    blocks.at(-1)!.to,
  );
}

/** Consecutive rows of the columns that a labeller needs; views, not copies. */
export type Block = { columns: FeatureColumn[]; to: number };

/**
 * Splits the columns that a labeller needs into blocks of rows, having checked every value in them.
 *
 * @throws RangeError as {@link tallyAll} does, or when there are no rows
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
