import { distancesToNth } from './density.ts';
import { squaredDistance } from './nearest-centroid.ts';

/** Radii tried: where this share of the points and more are core points, in steps. */
const LEAST_CORE = 0.5;
const STEPS = 40;
/** A cluster of a smaller share of the points is none that a segmentation rests on. */
const LEAST_SHARE = 0.02;
/** What tells customers apart leaves at most this share alone, and at most that one together. */
const MOST_NOISE = 0.3;
const MOST_TOGETHER = 0.9;
const MOST_CLUSTERS = 12;
/** Below this validity clusters are hardly farther apart than the points within them. */
const LEAST_VALIDITY = 0.1;
/** The radius in use is replaced only by one of a validity higher by more than this. */
const WORTH_CHANGING = 0.05;

/** How density clustering divides points at a radius. */
export type DensityCut = {
  radius: number;
  /** clusters of at least 2 % of the points */
  clusters: number;
  /** the shares of the points in none of these, and in the largest, 0 to 1 */
  noise: number;
  largest: number;
  /** density-based cluster validity, 0 to 1: how much wider the gaps between clusters are than those within */
  validity: number;
  /** whether it tells points apart: several clusters, few points left alone, none that holds nearly all */
  telling: boolean;
};

/**
 * How density clustering divides points at each of several radii, the smallest first. Clusters at a radius are what is left of
 * the minimum spanning tree of the mutual reachability distances without its longer edges (Campello, Moulavi & Sander 2013),
 * so that one tree gives them all. Their validity follows Moulavi et al. 2014 (DBCV): of each cluster, 1 − (longest edge within)
 * / (shortest way to another), weighted by its share of the points, so that points left alone count as 0.
 *
 * @param points rows × `dimensions`, row-major
 * @param radii more radii to try
 */
export function densityCuts(
  points: Float64Array,
  dimensions: number,
  neighbours: number,
  radii: readonly number[] = [],
): DensityCut[] {
  const core = distancesToNth(points, dimensions, neighbours);
  const edges = reachabilityTree(points, dimensions, core);
  const sorted = core.slice().sort();
  const last = core.length - 1;
  const tried = new Set(radii);
  for (let step = 0; step <= STEPS; step++) {
    const radius = sorted[Math.floor((LEAST_CORE + ((1 - LEAST_CORE) * step) / STEPS) * last)]!;
    if (radius > 0) tried.add(radius);
  }
  return [...tried].sort((a, b) => a - b).map((radius) => cutAt(edges, core, radius));
}

/**
 * The cut of the highest validity that tells points apart; the one in use unless another is clearly better, and the first of
 * equal ones.
 *
 * @param current the radius in use, if any, one of those tried
 * @returns null where none tells points apart
 */
export function bestCut(cuts: readonly DensityCut[], current: number | null): DensityCut | null {
  let best: DensityCut | null = null;
  for (const cut of cuts) {
    if (cut.telling && cut.validity > (best?.validity ?? 0)) best = cut;
  }
  const kept = cuts.find(({ radius, telling }) => telling && radius === current);
  const stays =
    kept !== undefined && best !== null && best.validity - kept.validity <= WORTH_CHANGING;
  return stays ? kept : best;
}

/** Two points and their mutual reachability distance. */
type Edge = { from: number; to: number; length: number };

/** The minimum spanning tree of the mutual reachability distances, the shortest edge first (Prim 1957). */
function reachabilityTree(points: Float64Array, dimensions: number, core: Float64Array): Edge[] {
  const rows = core.length;
  const distance = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const nearest = new Int32Array(rows);
  const joined = new Uint8Array(rows);
  const edges: Edge[] = [];
  joined[0] = 1;
  for (let current = 0; edges.length < rows - 1; ) {
    let next = -1;
    for (let row = 0; row < rows; row++) {
      if (joined[row] === 1) continue;
      const apart = Math.sqrt(squaredDistance(points, current, points, row, dimensions));
      const reach = Math.max(apart, core[current]!, core[row]!);
      if (reach < distance[row]!) {
        distance[row] = reach;
        nearest[row] = current;
      }
      if (next === -1 || distance[row]! < distance[next]!) next = row;
    }
    edges.push({ from: nearest[next]!, to: next, length: distance[next]! });
    joined[next] = 1;
    current = next;
  }
  return edges.sort((a, b) => a.length - b.length);
}

function cutAt(edges: readonly Edge[], core: Float64Array, radius: number): DensityCut {
  const rows = core.length;
  const parent = Int32Array.from(core.keys());
  const sizes = Int32Array.from(core, (distance) => (distance <= radius ? 1 : 0));
  const longest = new Float64Array(rows);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    parent[b] = a;
    sizes[a]! += sizes[b]!;
  };
  let at = 0;
  for (; at < edges.length && edges[at]!.length <= radius; at++) {
    const { from, to, length } = edges[at]!;
    const [a, b] = [rootOf(from), rootOf(to)];
    join(a, b);
    longest[a] = length;
  }
  const clusters = Array.from(core.keys()).filter(
    (row) => parent[row] === row && sizes[row]! >= LEAST_SHARE * rows && core[row]! <= radius,
  );
  const members = clusters.map((root) => ({
    size: sizes[root]!,
    within: longest[root]!,
    apart: Number.POSITIVE_INFINITY,
  }));
  // Which clusters a part of the tree holds; a part without one is nothing to be apart from.
  const held = new Map(clusters.map((root, i) => [root, [i]]));
  for (; at < edges.length; at++) {
    const { from, to, length } = edges[at]!;
    const [a, b] = [rootOf(from), rootOf(to)];
    const [ours, theirs] = [held.get(a) ?? [], held.get(b) ?? []];
    if (ours.length > 0 && theirs.length > 0) {
      for (const i of [...ours, ...theirs]) {
        members[i]!.apart = Math.min(members[i]!.apart, length);
      }
    }
    join(a, b);
    held.set(a, [...ours, ...theirs]);
  }
  const together = members.map(({ size }) => size / rows);
  const largest = Math.max(0, ...together);
  const noise = 1 - together.reduce((sum, share) => sum + share, 0);
  const validity =
    members.length < 2
      ? 0
      : members.reduce(
          (sum, { size, within, apart }) => sum + (size / rows) * (1 - within / apart),
          0,
        );
  return {
    radius,
    clusters: members.length,
    noise,
    largest,
    validity,
    telling:
      members.length >= 2 &&
      members.length <= MOST_CLUSTERS &&
      noise <= MOST_NOISE &&
      largest <= MOST_TOGETHER &&
      validity >= LEAST_VALIDITY,
  };
}
