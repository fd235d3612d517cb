import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choleskyFactor,
  choleskyInvert,
  choleskySolve,
} from '../../../src/valuation/numeric/matrices.ts';

/** B·Bᵀ + I, which is always positive definite. */
function positiveDefinite(values: number[], size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < size; k++) sum += values[i * size + k]! * values[j * size + k]!;
      matrix[i * size + j] = sum;
    }
  }
  return matrix;
}

describe('Cholesky', () => {
  it('factors the textbook matrix', () => {
    const factor = choleskyFactor(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3);
    expect([...(factor ?? [])]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  });

  it('returns undefined when the matrix is not positive definite', () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(choleskyFactor(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
    expect(choleskyFactor(Float64Array.of(Number.NaN), 1)).toBeUndefined();
  });

  it('solves and inverts any positive definite matrix', () => {
    const size = 4;
    const entries = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: size * size,
      maxLength: size * size,
    });
    fc.assert(
      fc.property(entries, (values) => {
        const matrix = positiveDefinite(values, size);
        const factor = choleskyFactor(matrix, size);
        if (!factor) return false;
        const right = Float64Array.of(1, -2, 3, 0.5);
        const solved = choleskySolve(factor, size, right);
        const inverse = choleskyInvert(factor, size);
        for (let i = 0; i < size; i++) {
          let product = 0;
          let byInverse = 0;
          for (let j = 0; j < size; j++) {
            product += matrix[i * size + j]! * solved[j]!;
            byInverse += inverse[i * size + j]! * right[j]!;
          }
          if (Math.abs(product - right[i]!) > 1e-7) return false;
          if (Math.abs(byInverse - solved[i]!) > 1e-7) return false;
        }
        return true;
      }),
    );
  });
});
