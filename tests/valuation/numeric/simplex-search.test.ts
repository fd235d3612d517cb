import { describe, expect, it } from 'vitest';
import { minimise } from '../../../src/valuation/numeric/simplex-search.ts';

describe('the simplex search', () => {
  it('finds the bottom of the valley of Rosenbrock', () => {
    const { point, value } = minimise(
      ([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      Float64Array.of(-1.2, 1),
      [0.5, 0.5],
      { maxEvaluations: 1000, tolerance: 1e-14 },
    );
    expect(value).toBeLessThan(1e-10);
    expect(point[0]).toBeCloseTo(1, 4);
    expect(point[1]).toBeCloseTo(1, 4);
  });

  it('needs no derivative, and keeps away from where there is no value', () => {
    const { point } = minimise(
      ([x = 0]) => (x < 1 ? Number.NaN : Math.abs(x - 1)),
      Float64Array.of(5),
      [1],
    );
    expect(point[0]).toBeCloseTo(1, 6);
  });

  it('stops after about as many evaluations as it may make', () => {
    const { evaluations } = minimise(
      (point) => point.reduce((sum, each) => sum + (each - 7) ** 2, 0),
      new Float64Array(4),
      [1, 1, 1, 1],
      { maxEvaluations: 50, tolerance: 0 },
    );
    expect(evaluations).toBeGreaterThan(40);
    expect(evaluations).toBeLessThan(57);
  });
});
