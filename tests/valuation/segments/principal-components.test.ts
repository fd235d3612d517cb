import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  principalPlane,
  projectOnPlane,
} from '../../../src/valuation/segments/principal-components.ts';
import { iris } from './iris.ts';

describe('the principal plane', () => {
  test('of iris is that of R: prcomp(iris[, 1:4])', () => {
    const { components, explained } = principalPlane(iris, 4);
    const published = [0.36138659, -0.08452251, 0.85667061, 0.3582892];
    published.forEach((value, d) => {
      expect(components[0][d]).toBeCloseTo(value, 6);
    });
    const second = [0.65658877, 0.73016143, -0.17337266, -0.07548102];
    second.forEach((value, d) => {
      expect(components[1][d]).toBeCloseTo(value, 6);
    });
    expect(explained[0]).toBeCloseTo(0.92461872, 7);
    expect(explained[1]).toBeCloseTo(0.05306648, 7);
  });

  test('has orthogonal directions of length 1 that explain the shares of variance it states', () => {
    const points = fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(points, (rows) => {
        fc.pre(new Set(rows.map(String)).size > 2);
        const block = Float64Array.from(rows.flat());
        const plane = principalPlane(block, 3);
        const [first, second] = plane.components;
        const dot = (a: number[], b: number[]) => a.reduce((sum, v, d) => sum + v * b[d]!, 0);
        expect(dot(first, first)).toBeCloseTo(1, 9);
        expect(dot(second, second)).toBeCloseTo(1, 9);
        expect(dot(first, second)).toBeCloseTo(0, 9);
        let total = 0;
        const along = [0, 0];
        const positions = projectOnPlane(plane, block);
        rows.forEach((row, i) => {
          row.forEach((value, d) => {
            total += (value - plane.mean[d]!) ** 2;
          });
          along[0]! += positions[i * 2]! ** 2;
          along[1]! += positions[i * 2 + 1]! ** 2;
        });
        expect(along[0]! / total).toBeCloseTo(plane.explained[0], 9);
        expect(along[1]! / total).toBeCloseTo(plane.explained[1], 9);
        expect(plane.explained[0]).toBeGreaterThanOrEqual(plane.explained[1]);
      }),
    );
  });

  test('of one feature, or of identical customers, is flat but defined', () => {
    const line = principalPlane(Float64Array.of(1, 2, 6), 1);
    expect(line.components).toEqual([[1], [0]]);
    expect(line.explained).toEqual([1, 0]);
    expect(projectOnPlane(line, Float64Array.of(4))).toEqual(Float64Array.of(1, 0));
    expect(principalPlane(new Float64Array(6).fill(3), 2).explained).toEqual([0, 0]);
  });
});
