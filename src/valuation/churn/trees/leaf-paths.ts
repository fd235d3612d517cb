import { gaussLegendre } from '../../numeric/quadrature.ts';
import type { CompiledTrees } from './tree-ensemble.ts';

/** A leaf, and the conditions on the path to it. */
export type LeafPath = {
  readonly value: number;
  /**
   * The different features of the path, in the order met. In a pattern, bit k is 1 where a row meets
   * every condition on the k-th of them.
   */
  readonly features: Int32Array;
  /** For each of them, the share of training rows that its conditions let through. */
  readonly shares: Float64Array;
  /**
   * Where the leaf's contributions stand in the cache of its tree, `features.length` numbers a pattern;
   * −1 where they are not cached.
   */
  readonly at: number;
};

/** A leaf of a {@link Subtree}, and the answers of the subtree's splits that lead to it. */
export type SubtreeLeaf = {
  readonly leaf: LeafPath;
  /** For each split on the path: its place in `splits`, whether left leads on, its bit in the leaf's pattern. */
  readonly steps: readonly {
    readonly split: number;
    readonly left: boolean;
    readonly bit: number;
  }[];
  /** Where each of the leaf's features stands among the subtree's. */
  readonly places: Int32Array;
};

/**
 * A few splits at the end of a path, with all below them. It is evaluated as one, so that a row is
 * looked up once instead of once a leaf.
 */
export type Subtree = {
  readonly splits: readonly number[];
  readonly leaves: readonly SubtreeLeaf[];
  /** The features of the path to the subtree, and after them those that only its splits ask about. */
  readonly features: Int32Array;
  /** How many of them are of the path: the bits of its pattern, followed by one bit for each split's answer. */
  readonly pathFeatures: number;
  /** Where the subtree's contributions stand in the cache, `features.length` numbers for each pattern with answers. */
  readonly at: number;
};

/** The paths of an ensemble, arranged for TreeSHAP. */
export type LeafPaths = {
  /** For each node its leaf; undefined for a split. */
  readonly leaves: readonly (LeafPath | undefined)[];
  /** For each node the subtree that begins there; undefined where none does. */
  readonly subtrees: readonly (Subtree | undefined)[];
  /** For each split, the bit of its feature in a pattern. */
  readonly bit: Int32Array;
  readonly maxDepth: number;
  /** How many numbers the cache of the largest tree holds. */
  readonly cacheSize: number;
  /** Quadrature rules on [0, 1] by their number of points. */
  readonly rules: readonly QuadratureRule[];
};

/** ∫₀¹ f ≈ Σ weight·f(node). */
export type QuadratureRule = { readonly nodes: number[]; readonly weights: number[] };

/** A leaf's contributions are cached for paths of up to this many features: a thousand patterns. */
const MOST_CACHED_FEATURES = 10;
/** A subtree has at most this many splits … */
const MOST_SPLITS = 4;
/** … and patterns with answers of at most this many bits, of which there are a few thousand. */
const MOST_SUBTREE_BITS = 12;
/** A pattern is a whole number of 31 bits. */
const MOST_FEATURES = 31;

const pathsOf = new WeakMap<CompiledTrees, LeafPaths>();

/**
 * The paths of an ensemble, worked out once for each.
 *
 * @param width how many features the model has
 * @throws RangeError for a path with more than 31 different features
 */
export function leafPaths(trees: CompiledTrees, width: number): LeafPaths {
  const known = pathsOf.get(trees);
  if (known !== undefined) return known;
  const paths = new PathCollector(trees, width).collect();
  pathsOf.set(trees, paths);
  return paths;
}

class PathCollector {
  readonly #trees: CompiledTrees;
  readonly #leaves: (LeafPath | undefined)[];
  readonly #subtrees: (Subtree | undefined)[];
  readonly #bit: Int32Array;
  /** The different features of the path so far, and for every feature the share of rows its conditions let through. */
  readonly #path: number[] = [];
  readonly #shares: Float64Array;
  #maxDepth = 0;
  #mostFeatures = 0;
  /** How much of the cache the tree needs so far. */
  #cached = 0;

  constructor(trees: CompiledTrees, width: number) {
    const nodes = trees.feature.length;
    this.#trees = trees;
    this.#leaves = new Array<LeafPath | undefined>(nodes).fill(undefined);
    this.#subtrees = new Array<Subtree | undefined>(nodes).fill(undefined);
    this.#bit = new Int32Array(nodes);
    this.#shares = new Float64Array(width).fill(1);
  }

  collect(): LeafPaths {
    let cacheSize = 0;
    for (const root of this.#trees.roots) {
      this.#cached = 0;
      this.#follow(root, 0);
      cacheSize = Math.max(cacheSize, this.#cached);
    }
    if (this.#mostFeatures > MOST_FEATURES) {
      throw new RangeError(
        `A tree has a path with ${this.#mostFeatures} different features, but contributions can be computed for at most ${MOST_FEATURES}. Lower maxDepth.`,
      );
    }
    return {
      leaves: this.#leaves,
      subtrees: this.#subtrees,
      bit: this.#bit,
      maxDepth: this.#maxDepth,
      cacheSize,
      rules: rulesFor(this.#mostFeatures),
    };
  }

  /**
   * Follows the paths below a node.
   *
   * @returns how many splits there are from the node down
   */
  #follow(node: number, depth: number): number {
    const { feature, right, cover } = this.#trees;
    const f = feature[node]!;
    if (f < 0) {
      this.#addLeaf(node, depth);
      return 0;
    }
    const path = this.#path;
    const shares = this.#shares;
    const known = path.indexOf(f);
    this.#bit[node] = known === -1 ? path.push(f) - 1 : known;
    const before = shares[f]!;
    const children = [node + 1, right[node]!];
    const below = children.map((child) => {
      shares[f] = (before * cover[child]!) / cover[node]!;
      return this.#follow(child, depth + 1);
    });
    shares[f] = before;
    const splits = 1 + below[0]! + below[1]!;
    if (splits > MOST_SPLITS) {
      children.forEach((child, side) => {
        const small = below[side]! > 0 && below[side]! <= MOST_SPLITS;
        if (small) this.#subtrees[child] = this.#subtreeFrom(child);
      });
    }
    if (known === -1) path.pop();
    return splits;
  }

  #addLeaf(node: number, depth: number): void {
    const path = this.#path;
    const size = path.length;
    const cached = size <= MOST_CACHED_FEATURES;
    this.#maxDepth = Math.max(this.#maxDepth, depth);
    this.#mostFeatures = Math.max(this.#mostFeatures, size);
    this.#leaves[node] = {
      value: this.#trees.value[node]!,
      features: Int32Array.from(path),
      shares: Float64Array.from(path, (f) => this.#shares[f]!),
      at: cached ? this.#cached : -1,
    };
    if (cached) this.#cached += size << size;
  }

  /** The subtree from a split down, at the end of the path so far; undefined where it would be too large. */
  #subtreeFrom(root: number): Subtree | undefined {
    const pathFeatures = this.#path.length;
    const splits: number[] = [];
    const added: number[] = [];
    const leaves: SubtreeLeaf[] = [];
    const collect = (node: number, steps: SubtreeLeaf['steps']): void => {
      const leaf = this.#leaves[node];
      if (leaf !== undefined) {
        const places = leaf.features.map((f, k) =>
          k < pathFeatures ? k : pathFeatures + added.indexOf(f),
        );
        leaves.push({ leaf, steps, places });
        return;
      }
      const split = splits.push(node) - 1;
      const bit = this.#bit[node]!;
      const f = this.#trees.feature[node]!;
      if (bit >= pathFeatures && !added.includes(f)) added.push(f);
      collect(node + 1, [...steps, { split, left: true, bit }]);
      collect(this.#trees.right[node]!, [...steps, { split, left: false, bit }]);
    };
    collect(root, []);
    if (pathFeatures + splits.length > MOST_SUBTREE_BITS) return undefined;
    if (leaves.some(({ leaf }) => leaf.at === -1)) return undefined;
    const features = Int32Array.from([...this.#path, ...added]);
    const subtree = { splits, leaves, features, pathFeatures, at: this.#cached };
    this.#cached += features.length << (pathFeatures + splits.length);
    return subtree;
  }
}

/** Rules that are exact on paths of up to so many features. */
function rulesFor(features: number): QuadratureRule[] {
  // The rule is for [−1, 1]; the integrals of TreeSHAP are from 0 to 1.
  return Array.from({ length: Math.ceil(features / 2) + 1 }, (_, points) => {
    const rule = gaussLegendre(Math.max(1, points));
    return {
      nodes: Array.from(rule.nodes, (node) => (1 + node) / 2),
      weights: Array.from(rule.weights, (weight) => weight / 2),
    };
  });
}
