import { distanceAt } from './nearest-centroid.ts';

/** Below by so little, rounding may decide which of two centroids is nearer. */
const CLEARLY = 1 + 1e-9;
/** Rounding of a bound that is lowered pass by pass, as a share of it. */
const ROUNDING = 1e-12;

/** What a pass over every row found. */
export type Pass = {
  /** The sum of the squared distances from each point to its centroid. */
  inertia: number;
  /** The sum of each centroid's points, k × dimensions, row-major, and how many they are. */
  sums: Float64Array;
  sizes: Float64Array;
};

/**
 * The passes of Lloyd's algorithm over the same points: each labels every row with its nearest centroid, as `labelNearest`
 * does to the last bit, and sums up what the next centroids are the means of.
 *
 * From the second pass on, a row keeps its label without looking at the other centroids where its own is nearer than any of
 * them can have come: it keeps a bound of the distance to the second nearest, which the others' moves lower (Hamerly 2010,
 * "Making k-means even faster").
 */
export class LloydPasses {
  readonly #points: Float64Array;
  readonly #dimensions: number;
  /** For each row, a distance that no centroid but its own is nearer than. */
  readonly #bounds: Float64Array;
  #last: { centroids: Float64Array; labels: Int32Array } | undefined;

  /** @param points rows × `dimensions`, row-major, which do not change */
  constructor(points: Float64Array, dimensions: number) {
    this.#points = points;
    this.#dimensions = dimensions;
    this.#bounds = new Float64Array(points.length / dimensions);
  }

  /**
   * @param centroids k × dimensions, row-major, which do not change either
   * @param labels receives for each row the index of its centroid; not the array that the pass before gave
   */
  label(centroids: Float64Array, labels: Int32Array): Pass {
    const last = this.#last?.centroids.length === centroids.length ? this.#last : undefined;
    this.#last = { centroids, labels };
    const pass: Pass = {
      inertia: 0,
      sums: new Float64Array(centroids.length),
      sizes: new Float64Array(centroids.length / this.#dimensions),
    };
    if (last === undefined) this.#labelAll(centroids, labels, pass);
    else
      this.#labelMoved(
        centroids,
        labels,
        last.labels,
        this.#moves(last.centroids, centroids),
        pass,
      );
    return pass;
  }

  /** Forgets the passes so far: the centroids of the next are not moved ones. */
  startAfresh(): void {
    this.#last = undefined;
  }

  #labelAll(centroids: Float64Array, labels: Int32Array, pass: Pass): void {
    for (let row = 0; row < labels.length; row++) {
      const label = this.#nearest(row, centroids, pass);
      labels[row] = label;
      this.#add(row, label, pass);
    }
  }

  #labelMoved(
    centroids: Float64Array,
    labels: Int32Array,
    before: Int32Array,
    { farthest, ofFarthest, ofOthers }: Moves,
    pass: Pass,
  ): void {
    const points = this.#points;
    const bounds = this.#bounds;
    const dimensions = this.#dimensions;
    for (let row = 0; row < labels.length; row++) {
      let label = before[row]!;
      const bound = bounds[row]!;
      const lowered = bound * (1 - ROUNDING) - (label === farthest ? ofOthers : ofFarthest);
      const own = distanceAt(points, row * dimensions, centroids, label * dimensions, dimensions);
      if (lowered > 0 && own * CLEARLY < lowered * lowered) {
        bounds[row] = lowered;
        pass.inertia += own;
      } else {
        label = this.#nearest(row, centroids, pass);
      }
      labels[row] = label;
      this.#add(row, label, pass);
    }
  }

  /** The nearest centroid of a row, on a tie the first; its distance is added to the inertia, the next one's is the bound. */
  #nearest(row: number, centroids: Float64Array, pass: Pass): number {
    const dimensions = this.#dimensions;
    let nearest = 0;
    let smallest = Number.POSITIVE_INFINITY;
    let second = Number.POSITIVE_INFINITY;
    for (let from = 0, label = 0; from < centroids.length; from += dimensions, label++) {
      const distance = distanceAt(this.#points, row * dimensions, centroids, from, dimensions);
      if (distance < smallest) {
        second = smallest;
        smallest = distance;
        nearest = label;
      } else if (distance < second) second = distance;
    }
    this.#bounds[row] = Math.sqrt(second);
    pass.inertia += smallest;
    return nearest;
  }

  #add(row: number, label: number, { sums, sizes }: Pass): void {
    const dimensions = this.#dimensions;
    sizes[label]! += 1;
    for (let d = 0, at = row * dimensions, to = label * dimensions; d < dimensions; d++) {
      sums[to + d]! += this.#points[at + d]!;
    }
  }

  /** Which centroid moved the farthest and how far, and how far any of the others moved. */
  #moves(from: Float64Array, to: Float64Array): Moves {
    const moves: Moves = { farthest: 0, ofFarthest: 0, ofOthers: 0 };
    for (let at = 0, label = 0; at < to.length; at += this.#dimensions, label++) {
      const moved = Math.sqrt(distanceAt(from, at, to, at, this.#dimensions)) * (1 + ROUNDING);
      if (moved > moves.ofFarthest) {
        moves.ofOthers = moves.ofFarthest;
        moves.ofFarthest = moved;
        moves.farthest = label;
      } else if (moved > moves.ofOthers) moves.ofOthers = moved;
    }
    return moves;
  }
}

type Moves = { farthest: number; ofFarthest: number; ofOthers: number };
