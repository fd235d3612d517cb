import type { BinnedColumn } from '../../../../src/valuation/churn/trees/binning.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';

/** A column of the given bins, as binning would make it; the bin after the last is missing. */
export function binned(
  kind: BinnedColumn['kind'],
  bins: number,
  codes: ArrayLike<number>,
): BinnedColumn {
  return {
    kind,
    codes: Uint8Array.from(codes),
    bins,
    thresholds: Float64Array.from({ length: bins - 1 }, (_, bin) => bin + 0.5),
    levels: Array.from({ length: kind === 'category' ? bins : 0 }, (_, level) => [level]),
  };
}

/** Two numbers and a category with missing values, and derivatives that depend on them. */
export function randomRows(rows: number, seed: number) {
  const random = seededRandom(seed);
  const draw = (bins: number) =>
    Array.from({ length: rows }, () => (random.next() < 0.1 ? bins : random.integer(bins)));
  const columns = [
    binned('number', 12, draw(12)),
    binned('number', 3, draw(3)),
    binned('category', 5, draw(5)),
  ];
  const negativeGradient = Float64Array.from(
    { length: rows },
    (_, row) =>
      (columns[0]!.codes[row]! > 6 ? 1 : -1) +
      (columns[2]!.codes[row]! % 2) +
      0.5 * random.normal(),
  );
  const hessian = Float64Array.from({ length: rows }, () => 0.1 + random.next());
  return { columns, negativeGradient, hessian };
}

/** The numbers from 0 up to, not including, the count. */
export const upTo = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => i);
