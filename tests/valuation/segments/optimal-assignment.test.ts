import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignOptimally } from '../../../src/valuation/segments/optimal-assignment.ts';

/** The least cost, by exhaustive search. */
function leastCost(costs: number[][], used: readonly number[] = []): number {
  const row = used.length;
  if (row === costs.length) return 0;
  const columns = costs[0]!.length;
  const spare = costs.length - columns;
  let least = Number.POSITIVE_INFINITY;
  if (used.filter((column) => column === -1).length < spare) {
    least = leastCost(costs, [...used, -1]);
  }
  for (let column = 0; column < columns; column++) {
    if (used.includes(column)) continue;
    least = Math.min(least, costs[row]![column]! + leastCost(costs, [...used, column]));
  }
  return least;
}

test('no pairing costs less', () => {
  const matrix = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(fc.nat(30), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(matrix, (costs) => {
      const rows = costs.length;
      const columns = costs[0]!.length;
      const assigned = [...assignOptimally(Float64Array.from(costs.flat()), rows, columns)];
      const paired = assigned.filter((column) => column !== -1);
      expect(paired).toHaveLength(Math.min(rows, columns));
      expect(new Set(paired).size).toBe(paired.length);
      const total = assigned.reduce((sum, column, row) => sum + (costs[row]![column] ?? 0), 0);
      expect(total).toBe(leastCost(costs));
    }),
  );
});

test('nothing to pair gives no pairs', () => {
  expect(assignOptimally(new Float64Array(0), 2, 0)).toEqual(Int32Array.of(-1, -1));
  expect(assignOptimally(new Float64Array(0), 0, 3)).toEqual(new Int32Array(0));
});
