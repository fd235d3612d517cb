/**
 * Nodes and weights of Gauss–Legendre quadrature on [0, 1]: Σ wᵢ·f(tᵢ) is the integral of f, exactly
 * for polynomials up to degree 2·points − 1 (Abramowitz and Stegun 25.4.29). The nodes are the roots
 * of the Legendre polynomial, found by Newton's method.
 *
 * @param points at least 1
 */
export function gaussLegendre(points: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < points; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let before = 1;
      let here = x;
      for (let degree = 2; degree <= points; degree++) {
        const next = ((2 * degree - 1) * x * here - (degree - 1) * before) / degree;
        before = here;
        here = next;
      }
      slope = (points * (x * here - before)) / (x * x - 1);
      const move = here / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
