import {
  type LeafPath,
  type LeafPaths,
  leafPaths,
  type QuadratureRule,
  type Subtree,
} from './leaf-paths.ts';
import type { CompiledTrees } from './tree-ensemble.ts';

/** Rows taken through a tree together: many, so that what a leaf contributes is still in the cache for most of them. */
const BLOCK_ROWS = 4096;

/**
 * The log-odds an ensemble predicts while no feature of a customer is known: the intercept and each
 * tree's mean over its training rows.
 */
export function ensembleBase({ intercept, roots, feature, cover, value }: CompiledTrees): number {
  let base = intercept;
  roots.forEach((root, t) => {
    let sum = 0;
    const end = roots[t + 1] ?? feature.length;
    for (let node = root; node < end; node++) {
      if (feature[node]! < 0) sum += value[node]! * cover[node]!;
    }
    base += sum / cover[root]!;
  });
  return base;
}

/**
 * The Shapley value of each feature for each row's log-odds, exactly: TreeSHAP in its path-dependent
 * form (Lundberg, Erion and Lee 2018), where a feature left out of a coalition sends a row both ways
 * in proportion to the training rows. With z the share of rows that a path's conditions on a feature let
 * through, and o whether the row meets them, a leaf of value v contributes to feature i
 *
 *   v·(oᵢ − zᵢ) · ∫₀¹ ∏ⱼ≠ᵢ (zⱼ(1 − t) + oⱼt) dt,
 *
 * since ∫ tˢ(1 − t)ᵈ⁻¹⁻ˢ dt is Shapley's weight of a coalition of s among d features. The integrand is
 * a polynomial, so Gauss–Legendre quadrature of ⌈d/2⌉ points is exact. It depends on a row only through
 * which of the path's features it meets: a leaf's contributions are computed once for each such pattern
 * and looked up from then on (the idea of Yang, "Fast TreeSHAP", 2021), and so are those of up to five
 * neighbouring leaves together.
 *
 * @param columns in the model's order
 * @returns rows × features, row-major, in log-odds; a row's values and {@link ensembleBase} add up to its
 *   log-odds
 * @throws RangeError for a path with more than 31 different features
 */
export function ensembleContributions(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const width = columns.length;
  const block = Math.min(BLOCK_ROWS, rows);
  const contributions = new Float64Array(rows * width);
  const explainer = new TreeExplainer(trees, columns, block);
  for (const root of trees.roots) {
    explainer.forget();
    for (let from = 0; from < rows; from += block) {
      const count = Math.min(block, rows - from);
      const added = explainer.explain(root, from, count);
      for (let f = 0; f < width; f++) {
        for (let i = 0; i < count; i++) {
          contributions[(from + i) * width + f]! += added[f * block + i]!;
        }
      }
    }
  }
  return contributions;
}

/** Takes blocks of rows through one tree at a time. */
class TreeExplainer {
  readonly #trees: CompiledTrees;
  readonly #columns: readonly Float64Array[];
  readonly #paths: LeafPaths;
  readonly #block: number;
  #from = 0;
  #count = 0;
  /** Contributions of a tree's leaves and subtrees, and 1 where those that begin there are computed. */
  readonly #cache: Float64Array;
  readonly #known: Uint8Array;
  readonly #uncached: Float64Array;
  /** For each depth and row of the block, which features of the path the row meets. */
  readonly #patterns: Int32Array;
  /** The same of the right child, while the left one is visited. */
  readonly #patternsRight: Int32Array;
  /** Where in the cache the contributions of each row stand. */
  readonly #starts: Int32Array;
  /** 1 for each row that goes left at the split looked at. */
  readonly #answers: Int32Array;
  /** What the tree contributes: for each feature, a number for each row of the block. */
  readonly #added: Float64Array;

  constructor(trees: CompiledTrees, columns: readonly Float64Array[], block: number) {
    const paths = leafPaths(trees, columns.length);
    this.#trees = trees;
    this.#columns = columns;
    this.#paths = paths;
    this.#block = block;
    this.#cache = new Float64Array(paths.cacheSize);
    this.#known = new Uint8Array(paths.cacheSize);
    this.#uncached = new Float64Array(columns.length);
    this.#patterns = new Int32Array((paths.maxDepth + 1) * block);
    this.#patternsRight = new Int32Array((paths.maxDepth + 1) * block);
    this.#starts = new Int32Array(block);
    this.#answers = new Int32Array(block);
    this.#added = new Float64Array(columns.length * block);
  }

  /** Empties the cache, which is of one tree. */
  forget(): void {
    this.#known.fill(0);
  }

  /**
   * What the tree contributes to each feature of `count` rows from `from` on.
   *
   * @returns features × block; overwritten by the next call
   */
  explain(root: number, from: number, count: number): Float64Array {
    this.#from = from;
    this.#count = count;
    this.#patterns.fill(-1, 0, this.#block);
    this.#added.fill(0);
    this.#visit(root, 0);
    return this.#added;
  }

  #visit(node: number, depth: number): void {
    const here = depth * this.#block;
    const subtree = this.#paths.subtrees[node];
    if (subtree !== undefined) {
      this.#addSubtree(subtree, here);
      return;
    }
    const leaf = this.#paths.leaves[node];
    if (leaf !== undefined) {
      this.#addLeaf(leaf, here);
      return;
    }
    const count = this.#count;
    const patterns = this.#patterns;
    const patternsRight = this.#patternsRight;
    const answers = this.#answers;
    const below = here + this.#block;
    const unmet = ~(1 << this.#paths.bit[node]!);
    this.#ask(node);
    for (let i = 0; i < count; i++) {
      // −1, which keeps every bit, for the side a row goes to.
      const left = -answers[i]!;
      const pattern = patterns[here + i]!;
      patterns[below + i] = pattern & (left | unmet);
      patternsRight[here + i] = pattern & (~left | unmet);
    }
    this.#visit(node + 1, depth + 1);
    for (let i = 0; i < count; i++) patterns[below + i] = patternsRight[here + i]!;
    this.#visit(this.#trees.right[node]!, depth + 1);
  }

  /** Notes for each row of the block whether it goes left at a split. */
  #ask(node: number): void {
    const { feature, threshold, missingLeft, categorical, levelSets } = this.#trees;
    const from = this.#from;
    const count = this.#count;
    const answers = this.#answers;
    const column = this.#columns[feature[node]!]!;
    const limit = threshold[node]!;
    const missing = missingLeft[node]!;
    const levels = categorical[node] === 1 ? levelSets[limit]! : undefined;
    if (levels === undefined) {
      for (let i = 0; i < count; i++) {
        const value = column[from + i]!;
        answers[i] = value <= limit ? 1 : Number.isNaN(value) ? missing : 0;
      }
    } else {
      for (let i = 0; i < count; i++) {
        const value = column[from + i]!;
        answers[i] = Number.isNaN(value) ? missing : (levels[value] ?? 0);
      }
    }
  }

  /** @param here where the rows' patterns at the leaf begin */
  #addLeaf(leaf: LeafPath, here: number): void {
    const { features, at } = leaf;
    const size = features.length;
    const count = this.#count;
    const block = this.#block;
    const patterns = this.#patterns;
    const added = this.#added;
    const { rules } = this.#paths;
    // Bits past the path's features were never touched.
    const whole = 2 ** size - 1;
    if (at === -1) {
      const uncached = this.#uncached;
      for (let i = 0; i < count; i++) {
        leafContributions(leaf, patterns[here + i]! & whole, rules, uncached, 0);
        for (let k = 0; k < size; k++) added[features[k]! * block + i]! += uncached[k]!;
      }
      return;
    }
    const cache = this.#cache;
    const known = this.#known;
    const starts = this.#starts;
    for (let i = 0; i < count; i++) {
      const pattern = patterns[here + i]! & whole;
      const start = at + pattern * size;
      if (known[start] === 0) {
        leafContributions(leaf, pattern, rules, cache, start);
        known[start] = 1;
      }
      starts[i] = start;
    }
    this.#addCached(features);
  }

  /** @param here where the rows' patterns at the subtree begin */
  #addSubtree(subtree: Subtree, here: number): void {
    const { splits, features, pathFeatures, at } = subtree;
    const width = features.length;
    const count = this.#count;
    const patterns = this.#patterns;
    const starts = this.#starts;
    const answers = this.#answers;
    const known = this.#known;
    const whole = 2 ** pathFeatures - 1;
    for (let i = 0; i < count; i++) starts[i] = patterns[here + i]! & whole;
    for (let s = 0; s < splits.length; s++) {
      this.#ask(splits[s]!);
      for (let i = 0; i < count; i++) starts[i]! |= answers[i]! << (pathFeatures + s);
    }
    for (let i = 0; i < count; i++) {
      const index = starts[i]!;
      const start = at + index * width;
      if (known[start] === 0) {
        this.#computeSubtree(subtree, index, start);
        known[start] = 1;
      }
      starts[i] = start;
    }
    this.#addCached(features);
  }

  /** Adds for each row the contributions that `starts` points at. */
  #addCached(features: Int32Array): void {
    const count = this.#count;
    const block = this.#block;
    const cache = this.#cache;
    const starts = this.#starts;
    const added = this.#added;
    for (let k = 0; k < features.length; k++) {
      const to = features[k]! * block;
      for (let i = 0; i < count; i++) added[to + i]! += cache[starts[i]! + k]!;
    }
  }

  /**
   * Computes the contributions of a subtree.
   *
   * @param index the pattern of its path, followed by the answers of its splits
   * @param start where in the cache they go
   */
  #computeSubtree({ leaves, features, pathFeatures }: Subtree, index: number, start: number): void {
    const cache = this.#cache;
    const known = this.#known;
    cache.fill(0, start, start + features.length);
    for (const { leaf, steps, places } of leaves) {
      const width = leaf.features.length;
      // Features that only the subtree's splits ask about are met until an answer says otherwise.
      let pattern =
        (index & (2 ** pathFeatures - 1)) | ((2 ** width - 1) & ~(2 ** pathFeatures - 1));
      for (const { split, left, bit } of steps) {
        if (((index >> (pathFeatures + split)) & 1) !== (left ? 1 : 0)) pattern &= ~(1 << bit);
      }
      const at = leaf.at + pattern * width;
      if (known[at] === 0) {
        leafContributions(leaf, pattern, this.#paths.rules, cache, at);
        known[at] = 1;
      }
      for (let k = 0; k < width; k++) cache[start + places[k]!]! += cache[at + k]!;
    }
  }
}

/**
 * Computes what a leaf contributes to each feature of its path, for rows that meet those of a pattern.
 *
 * @param into receives the contributions, from `start` on
 */
function leafContributions(
  { value, features, shares }: LeafPath,
  pattern: number,
  rules: readonly QuadratureRule[],
  into: Float64Array,
  start: number,
): void {
  const size = features.length;
  const { nodes, weights } = rules[Math.ceil(size / 2)]!;
  into.fill(0, start, start + size);
  for (let q = 0; q < nodes.length; q++) {
    const t = nodes[q]!;
    let product = value * weights[q]!;
    for (let k = 0; k < size; k++) product *= shares[k]! * (1 - t) + ((pattern >> k) & 1) * t;
    for (let k = 0; k < size; k++) {
      const met = (pattern >> k) & 1;
      into[start + k]! += (product * (met - shares[k]!)) / (shares[k]! * (1 - t) + met * t);
    }
  }
}
