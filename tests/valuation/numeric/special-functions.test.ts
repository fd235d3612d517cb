import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  digamma,
  logGamma,
  logistic,
  logRising,
  normalDistribution,
  normalQuantile,
  softplus,
  trigamma,
} from '../../../src/valuation/numeric/special-functions.ts';

const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true });
const relative = (found: number, wanted: number) =>
  Math.abs(found - wanted) / Math.max(1, Math.abs(wanted));

describe('the gamma function and its derivatives', () => {
  it.each([
    [0.5, 0.5723649429247001],
    [1, 0],
    [2, 0],
    [3.7, 1.4280723266653883],
    [10, 12.801827480081469],
    [100, 359.1342053695754],
    [1e6, 12815504.569147611],
  ])('ln Γ(%d) is %d', (z, value) => {
    expect(relative(logGamma(z), value)).toBeLessThan(2e-15);
  });

  it.each([
    [0.5, -1.9635100260214235, 4.934802200544679],
    [1, -0.5772156649015329, 1.6449340668482264],
    [10, 2.251752589066721, 0.10516633568168575],
  ])('ψ(%d) is %d and its derivative %d', (z, first, second) => {
    expect(relative(digamma(z), first)).toBeLessThan(1e-14);
    expect(relative(trigamma(z), second)).toBeLessThan(1e-14);
  });

  it('satisfies Γ(z + 1) = z·Γ(z)', () => {
    fc.assert(
      fc.property(positive, (z) => {
        return (
          relative(logGamma(z + 1), logGamma(z) + Math.log(z)) < 1e-13 &&
          relative(digamma(z + 1), digamma(z) + 1 / z) < 1e-12 &&
          relative(trigamma(z) - 1 / (z * z), trigamma(z + 1)) < 1e-9
        );
      }),
    );
  });

  it('is exact for a rising factorial of a large number', () => {
    const exact = Math.log(1e9) + Math.log(1e9 + 1) + Math.log(1e9 + 2);
    expect(logRising(1e9, 3).value).toBe(exact);
    expect(logRising(2, 0)).toEqual({ value: 0, slope: 0, curvature: 0 });
    expect(logRising(1, 5).value).toBeCloseTo(Math.log(120), 14);
  });

  it('gives the same rising factorial by its sum and by ln Γ, with derivatives', () => {
    for (const z of [0.3, 4, 120]) {
      const long = logRising(z, 30);
      const split = [logRising(z, 15), logRising(z + 15, 15)];
      for (const part of ['value', 'slope', 'curvature'] as const) {
        expect(long[part]).toBeCloseTo(
          split.reduce((sum, piece) => sum + piece[part], 0),
          10,
        );
      }
    }
  });
});

describe('the logistic and normal curves', () => {
  it('do not overflow', () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-1000)).toBe(0);
    expect(softplus(0)).toBeCloseTo(Math.LN2, 15);
    expect([logistic(-1000), logistic(0), logistic(1000)]).toEqual([0, 0.5, 1]);
  });

  it.each([
    [0, 0.5],
    [1.6448536, 0.95],
    [-1.959964, 0.025],
    [3, 0.9986501],
  ])('Φ(%d) is %d', (z, share) => {
    expect(Math.abs(normalDistribution(z) - share)).toBeLessThan(2e-7);
  });

  it.each([
    [0.5, 0],
    [0.95, 1.6448536],
    [0.025, -1.959964],
    [0.999, 3.0902323],
  ])('Φ⁻¹(%d) is %d', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-4);
  });
});
