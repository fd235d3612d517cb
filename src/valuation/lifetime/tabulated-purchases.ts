/** Chebyshev points that a cell is interpolated through. */
const POINTS = 10;
/** Cells of equal width to each doubling of τ, as a power of two. */
const CELL_BITS = 3;
/** Middle and 1 / half-width of the cell, then the polynomial's coefficients. */
const STRIDE = 2 + POINTS;
/** In a double that is read as two words of 32 bits, the one with the exponent. */
const HIGH = new Uint8Array(Float64Array.of(1).buffer)[7] === 0 ? 0 : 1;
/** The high word's bits without those within a cell: 20 bits of its mantissa, less those that name the cell. */
const SHIFT = 20 - CELL_BITS;

const angles = Array.from({ length: POINTS }, (_, i) => (Math.PI * (i + 0.5)) / POINTS);
const nodes = Float64Array.from(angles, Math.cos);
/** From the values at the nodes to the coefficients of the powers of the position in the cell, row-major. */
const toPowers = interpolation();

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** Up to as many purchases, many customers may share a count; for more, the series is short. */
const LAST_COUNT = 999;
/** Below this, a cell would be too narrow for doubles. */
const LEAST_TAU = 1e-280;

/**
 * g(τ) of `purchasesWhileAlive` by number of purchases, many times faster where many customers share it: g(τ)/τ
 * is analytic but for τ ≤ −1, so in each of the cells into which τ is divided a polynomial through ten points
 * follows it to the last digits (some 32^−10). A cell is computed when it is first asked for, and always the
 * same, so what a customer is worth does not depend on who else is in the table.
 *
 * @param exactOf g for a number of purchases
 * @param bounds of τ, which are > 0, and the highest number of purchases
 * @returns g for a number of purchases and a τ within the bounds
 */
export function tabulatedPurchases(
  exactOf: (count: number) => (tau: number) => number,
  bounds: { least: number; most: number; counts: number },
): (count: number, tau: number) => number {
  const { least, most, counts } = bounds;
  const first = cellOf(Math.max(least, LEAST_TAU));
  const width = Math.max(0, cellOf(most) - first) + 1;
  const lastCount = Math.min(counts, LAST_COUNT);
  const places = new Int32Array((lastCount + 1) * width).fill(-1);
  const exact = new Map<number, (tau: number) => number>();
  let cells = new Float64Array(64 * STRIDE);
  let used = 0;

  const exactFor = (count: number): ((tau: number) => number) => {
    let known = exact.get(count);
    if (known === undefined) {
      known = exactOf(count);
      exact.set(count, known);
    }
    return known;
  };

  const compute = (count: number, cell: number): number => {
    const place = used;
    used += STRIDE;
    if (used > cells.length) {
      const larger = new Float64Array(2 * cells.length);
      larger.set(cells);
      cells = larger;
    }
    const g = exactFor(count);
    const from = startOf(first + cell);
    const half = (startOf(first + cell + 1) - from) / 2;
    const middle = from + half;
    cells[place] = middle;
    cells[place + 1] = 1 / half;
    for (let i = 0; i < POINTS; i++) {
      const tau = middle + half * nodes[i]!;
      const value = g(tau) / tau;
      for (let power = 0; power < POINTS; power++) {
        cells[place + 2 + power]! += toPowers[power * POINTS + i]! * value;
      }
    }
    places[count * width + cell] = place;
    return place;
  };

  return (count, tau) => {
    if (count > lastCount || tau < LEAST_TAU) return exactFor(count)(tau);
    double[0] = tau;
    const cell = (words[HIGH]! >>> SHIFT) - first;
    let place = places[Math.imul(count, width) + cell]!;
    if (place < 0) place = compute(count, cell);
    const c = cells;
    const t = (tau - c[place]!) * c[place + 1]!;
    const u = t * t;
    const even =
      c[place + 2]! +
      u * (c[place + 4]! + u * (c[place + 6]! + u * (c[place + 8]! + u * c[place + 10]!)));
    const odd =
      c[place + 3]! +
      u * (c[place + 5]! + u * (c[place + 7]! + u * (c[place + 9]! + u * c[place + 11]!)));
    return tau * (even + t * odd);
  };
}

function cellOf(tau: number): number {
  double[0] = tau;
  return words[HIGH]! >>> SHIFT;
}

function startOf(cell: number): number {
  words[HIGH] = cell << SHIFT;
  words[1 - HIGH] = 0;
  return double[0]!;
}

/** The matrix of Chebyshev interpolation: coefficients of the Chebyshev polynomials, then of the powers. */
function interpolation(): Float64Array {
  const matrix = new Float64Array(POINTS * POINTS);
  // The powers' coefficients of Tₙ and Tₙ₋₁, by Tₙ₊₁ = 2tTₙ − Tₙ₋₁.
  let before = new Float64Array(POINTS);
  let polynomial = new Float64Array(POINTS);
  polynomial[0] = 1;
  for (let n = 0; n < POINTS; n++) {
    for (let i = 0; i < POINTS; i++) {
      const share = ((n === 0 ? 1 : 2) / POINTS) * Math.cos(n * angles[i]!);
      for (let power = 0; power < POINTS; power++) {
        matrix[power * POINTS + i]! += share * polynomial[power]!;
      }
    }
    const next = polynomial.map(
      (_, power) =>
        (n === 0 ? 1 : 2) * (power > 0 ? polynomial[power - 1]! : 0) -
        (n === 0 ? 0 : before[power]!),
    );
    before = polynomial;
    polynomial = next;
  }
  return matrix;
}
