import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyTransformation,
  fitTransformation,
  invertTransformation,
} from '../../../src/valuation/segments/feature-transformation.ts';

const column = (...values: number[]) => [{ name: 'balance', values: Float64Array.from(values) }];
const amounts = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 2,
  maxLength: 50,
});

describe('a feature transformation', () => {
  test('gives every feature mean 0 and standard deviation 1', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (values, log) => {
        const columns = column(...values);
        const fitted = fitTransformation(columns, [{ feature: 'balance', log }]);
        const points = applyTransformation(fitted, columns);
        const mean = points.reduce((sum, value) => sum + value, 0) / points.length;
        const variance = points.reduce((sum, value) => sum + value * value, 0) / points.length;
        expect(mean).toBeCloseTo(0, 5);
        expect(variance).toBeCloseTo(new Set(points).size > 1 ? 1 : 0, 4);
      }),
    );
  });

  test('scales differences whose squares underflow or overflow', () => {
    for (const size of [4e-162, 1e200]) {
      const columns = column(size, 0, 0, 0);
      const points = applyTransformation(
        fitTransformation(columns, [{ feature: 'balance' }]),
        columns,
      );
      const squares = points.reduce((sum, value) => sum + value * value, 0);
      expect(squares / points.length).toBeCloseTo(1, 9);
    }
  });

  test('can be inverted', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (values, log) => {
        const columns = column(...values, 0, 1000);
        const fitted = fitTransformation(columns, [{ feature: 'balance', log }]);
        const points = applyTransformation(fitted, columns);
        values.forEach((value, row) => {
          const [back] = invertTransformation(fitted, [points[row]!]);
          expect(Math.abs(back! - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
        });
      }),
    );
  });

  test('sets values beyond the quantiles to them', () => {
    const columns = column(...Array.from({ length: 101 }, (_, i) => i));
    const [fitted] = fitTransformation(columns, [{ feature: 'balance', winsorise: [0.05, 0.9] }]);
    expect(fitted).toMatchObject({ lower: 5, upper: 90 });
    const points = applyTransformation([fitted!], columns);
    expect(points[0]).toBe(points[5]);
    expect(points[100]).toBe(points[90]);
    expect(points[89]).toBeLessThan(points[90]!);
  });

  test('keeps the sign of an overdraft under the logarithm', () => {
    const columns = column(-100, 0, 100);
    const points = applyTransformation(
      fitTransformation(columns, [{ feature: 'balance', log: true }]),
      columns,
    );
    expect(points[0]).toBeCloseTo(-points[2]!, 12);
    expect(points[1]).toBeCloseTo(0, 12);
  });

  test('makes a constant feature 0 in spite of rounding', () => {
    const columns = column(...new Array(7).fill(0.1));
    const fitted = fitTransformation(columns, [{ feature: 'balance' }]);
    expect(applyTransformation(fitted, columns)).toEqual(new Float64Array(7));
    expect(applyTransformation(fitted, column(5))).toEqual(new Float64Array(1));
  });

  test('replaces a missing value with the median where asked to', () => {
    const columns = column(1, Number.NaN, 3, 100);
    const fitted = fitTransformation(columns, [{ feature: 'balance', missing: 'median' }]);
    const points = applyTransformation(fitted, columns);
    expect(points[1]).toBeCloseTo(points[2]!, 12);
  });

  test('refuses a missing value otherwise, naming feature and row', () => {
    expect(() => fitTransformation(column(1, Number.NaN), [{ feature: 'balance' }])).toThrow(
      /balance is NaN in row 1/,
    );
  });

  test('refuses an infinite value even where the median replaces missing ones', () => {
    expect(() =>
      fitTransformation(column(1, Number.POSITIVE_INFINITY), [
        { feature: 'balance', missing: 'median' },
      ]),
    ).toThrow(/balance is Infinity in row 1/);
  });

  test('refuses an unknown feature, no customers, columns of different length and descending quantiles', () => {
    const tenure = { name: 'tenure', values: Float64Array.of(1, 2, 3) };
    expect(() => fitTransformation(column(1), [{ feature: 'age' }])).toThrow(/Use one of: balance/);
    expect(() => fitTransformation(column(), [{ feature: 'balance' }])).toThrow(/has 0 values/);
    expect(() => fitTransformation(column(1), [])).toThrow(/at least one feature/);
    expect(() =>
      fitTransformation([...column(1, 2), tenure], [{ feature: 'balance' }, { feature: 'tenure' }]),
    ).toThrow(/tenure has 3 values where 2/);
    expect(() =>
      fitTransformation(column(1, 2), [{ feature: 'balance', winsorise: [0.9, 0.1] }]),
    ).toThrow(/winsorised at 0.9 and 0.1/);
  });
});
