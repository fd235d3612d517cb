/**
 * The Gauss–Legendre rule on [−1, 1]: exact for polynomials of degree 2·points − 1. Newton's method
 * on the Legendre polynomial from Chebyshev's guess (Abramowitz and Stegun 25.4.29).
 *
 * @param points a whole number from 1 to about 100
 * @returns `points` nodes and their weights: ∫ f ≈ Σ weight·f(node)
 */
export function gaussLegendre(points: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let node = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let before = 0;
      let value = 1;
      for (let n = 1; n <= points; n++) {
        const next = ((2 * n - 1) * node * value - (n - 1) * before) / n;
        before = value;
        value = next;
      }
      slope = (points * (node * value - before)) / (node * node - 1);
      const step = value / slope;
      node -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes[i] = node;
    weights[i] = 2 / ((1 - node * node) * slope * slope);
  }
  return { nodes, weights };
}
