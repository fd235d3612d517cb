import { seededRandom } from '../numeric/random.ts';

/**
 * Assigns rows to folds at random so that each fold has its share of those who left: each class is
 * shuffled and dealt out in turn.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @param folds a whole number from 2 to 255, at most as many as there are rows
 * @param customer the customer of each row: all rows of a customer go to one fold, so that no customer is
 *   both trained on and held out. Without it every row is a customer of its own
 * @returns the fold of each row, 0 to `folds` − 1
 * @throws RangeError for another number of folds
 */
export function stratifiedFolds(
  y: ArrayLike<number>,
  folds: number,
  seed: number,
  customer?: ArrayLike<number>,
): Uint8Array {
  if (customer !== undefined) {
    const places = new Map<number, number>();
    const everLeft: number[] = [];
    for (let row = 0; row < y.length; row++) {
      const place = places.get(customer[row]!) ?? places.size;
      places.set(customer[row]!, place);
      everLeft[place] = Math.max(everLeft[place] ?? 0, y[row]!);
    }
    const ofCustomer = stratifiedFolds(everLeft, folds, seed);
    return Uint8Array.from(y, (_, row) => ofCustomer[places.get(customer[row]!)!]!);
  }
  if (!Number.isInteger(folds) || folds < 2 || folds > 255 || folds > y.length) {
    throw new RangeError(
      `Cross-validation of ${y.length} rows needs 2 to ${Math.min(255, y.length)} folds, but ${folds} were asked for.`,
    );
  }
  const random = seededRandom(seed);
  const rows = random.shuffle(Uint32Array.from(y, (_, row) => row));
  const fold = new Uint8Array(y.length);
  let dealt = 0;
  for (const label of [1, 0]) {
    for (const row of rows) if (y[row] === label) fold[row] = dealt++ % folds;
  }
  return fold;
}
