import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/valuation/numeric/quadrature.ts';

describe('gaussLegendre', () => {
  it('has the tabulated nodes and weights for three points', () => {
    const { nodes, weights } = gaussLegendre(3);
    expect(nodes[0]).toBeCloseTo(Math.sqrt(0.6), 14);
    expect(nodes[1]).toBeCloseTo(0, 14);
    expect(weights[0]).toBeCloseTo(5 / 9, 14);
    expect(weights[1]).toBeCloseTo(8 / 9, 14);
  });

  it('is exact for every polynomial up to degree 2n − 1', () => {
    const { nodes, weights } = gaussLegendre(10);
    for (let degree = 0; degree <= 19; degree++) {
      const sum = nodes.reduce((total, node, i) => total + weights[i]! * node ** degree, 0);
      expect(sum).toBeCloseTo(degree % 2 === 0 ? 2 / (degree + 1) : 0, 13);
    }
  });
});
