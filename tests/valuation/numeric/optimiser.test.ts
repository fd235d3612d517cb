import { describe, expect, it } from 'vitest';
import { maximise } from '../../../src/valuation/numeric/optimiser.ts';

describe('maximise', () => {
  it('finds the maximum of the negative Rosenbrock function', () => {
    const { point, converged, value } = maximise(
      ([x = 0, y = 0]) => {
        const u = y - x * x;
        return {
          value: -(100 * u * u + (1 - x) ** 2),
          gradient: Float64Array.of(400 * x * u + 2 * (1 - x), -200 * u),
          hessian: Float64Array.of(400 * (u - 2 * x * x) - 2, 400 * x, 400 * x, -200),
        };
      },
      Float64Array.of(-1.2, 1),
    );
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 9);
    expect(point[1]).toBeCloseTo(1, 9);
    expect(value).toBeCloseTo(0, 12);
  });

  it('gives the covariance of a quadratic: the inverse of its negative Hessian', () => {
    const { point, covariance } = maximise(
      ([x = 0, y = 0]) => ({
        value: -(x * x + x * y + y * y) + x,
        gradient: Float64Array.of(-2 * x - y + 1, -x - 2 * y),
        hessian: Float64Array.of(-2, -1, -1, -2),
      }),
      Float64Array.of(5, -5),
    );
    expect(point[0]).toBeCloseTo(2 / 3, 9);
    expect(point[1]).toBeCloseTo(-1 / 3, 9);
    const wanted = [2 / 3, -1 / 3, -1 / 3, 2 / 3];
    wanted.forEach((entry, i) => {
      expect(covariance?.[i]).toBeCloseTo(entry, 9);
    });
  });

  it('does not converge on a function without a maximum', () => {
    const found = maximise(
      ([x = 0]) => ({
        value: -Math.exp(-x),
        gradient: Float64Array.of(Math.exp(-x)),
        hessian: Float64Array.of(-Math.exp(-x)),
      }),
      Float64Array.of(0),
      { limit: 8 },
    );
    expect(found.converged).toBe(false);
    expect(found.point[0]).toBe(8);
  });

  it('steps back from points where the function is not defined', () => {
    const { point, converged } = maximise(
      ([x = 0]) => ({
        value: Math.log(x) - x,
        gradient: Float64Array.of(1 / x - 1),
        hessian: Float64Array.of(-1 / (x * x)),
      }),
      Float64Array.of(0.01),
    );
    expect(converged).toBe(true);
    expect(point[0]).toBeCloseTo(1, 9);
  });

  it('refuses a start where the function is not finite', () => {
    const nowhere = () => ({
      value: Number.NaN,
      gradient: new Float64Array(1),
      hessian: new Float64Array(1),
    });
    expect(() => maximise(nowhere, Float64Array.of(0))).toThrow(/not finite at the starting point/);
  });
});
