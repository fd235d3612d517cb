import { gaussLegendre } from '../numeric/quadrature.ts';
import type { CompiledTrees } from './tree-ensemble.ts';
import { goesLeft } from './tree-ensemble.ts';

/** A leaf, and the conditions on the path to it. */
type Leaf = {
  readonly value: number;
  /** The different features of the path, in the order met; a pattern's bit k is whether a row meets all of feature k's. */
  readonly features: Int32Array;
  /** Of each, the share of training rows that its conditions let through. */
  readonly through: Float64Array;
  /** Where the leaf's contributions, a row of them a pattern, lie among those of its tree; −1 where they are not kept. */
  readonly at: number;
};

type Paths = {
  /** Of each node, its leaf; undefined for a split. */
  readonly leaves: readonly (Leaf | undefined)[];
  /** Of each split, the pattern's bit of its feature. */
  readonly bit: Int32Array;
  readonly mostDepth: number;
  /** How many numbers the largest tree keeps. */
  readonly mostKept: number;
  /** Quadrature rules on [0, 1] by their number of points. */
  readonly rules: readonly { nodes: number[]; weights: number[] }[];
};

/** A leaf's contributions are kept by pattern up to this many features: a thousand patterns. */
const MOST_KEPT_FEATURES = 10;
/** A pattern is a whole number of 31 bits. */
const MOST_FEATURES = 31;
/** Rows taken through a tree together: many, so that what a leaf gives is still in the cache for most of them. */
const MOST_ROWS = 4096;

const pathsOf = new WeakMap<CompiledTrees, Paths>();

/**
 * The log-odds an ensemble gives before it knows anything of a customer: the intercept and each
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
 * in proportion to the training rows. With z the share of rows a path's conditions on a feature let
 * through, and o whether the row meets them, a leaf of value v gives feature i
 *
 *   v·(oᵢ − zᵢ) · ∫₀¹ ∏ⱼ≠ᵢ (zⱼ(1 − t) + oⱼt) dt,
 *
 * since ∫ tˢ(1 − t)ᵈ⁻¹⁻ˢ dt is Shapley's weight of a coalition of s among d features. The integrand is
 * a polynomial, so that Gauss–Legendre quadrature of ⌈d/2⌉ points is exact. It depends on a row only
 * through which of the path's features it meets: what a leaf gives is worked out once for each such
 * pattern and looked up from then on (the idea of Yang, "Fast TreeSHAP", 2021).
 *
 * @returns rows × features, row-major; a row's values and {@link ensembleBase} add up to its log-odds
 * @throws RangeError for a path with more than 31 different features
 */
export function ensembleContributions(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { roots, feature, right } = trees;
  const { leaves, bit, mostDepth, mostKept, rules } = pathsOfTrees(trees, columns.length);
  const width = columns.length;
  const block = Math.min(MOST_ROWS, rows);
  const contributions = new Float64Array(rows * width);
  const kept = new Float64Array(mostKept);
  /** 1 where the contributions that begin there are worked out. */
  const known = new Uint8Array(mostKept);
  const once = new Float64Array(MOST_FEATURES);
  /** For each depth and row of a block, which features of the path the row meets. */
  const patterns = new Int32Array((mostDepth + 1) * block);
  /** The same of the right child, while the left one is visited. */
  const toRight = new Int32Array((mostDepth + 1) * block);
  /** Where the contributions of each row of a block lie, and what a tree adds: for each feature and row. */
  const starts = new Int32Array(block);
  const added = new Float64Array(width * block);
  let from = 0;
  let count = 0;

  function addLeaf(leaf: Leaf, here: number): void {
    const { features, at } = leaf;
    const size = features.length;
    // Bits past the path's features were never touched.
    const whole = 2 ** size - 1;
    if (at === -1) {
      for (let i = 0; i < count; i++) {
        giveLeaf(leaf, patterns[here + i]! & whole, rules, once, 0);
        for (let k = 0; k < size; k++) added[features[k]! * block + i]! += once[k]!;
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const pattern = patterns[here + i]! & whole;
      const start = at + pattern * size;
      if (known[start] === 0) {
        giveLeaf(leaf, pattern, rules, kept, start);
        known[start] = 1;
      }
      starts[i] = start;
    }
    for (let k = 0; k < size; k++) {
      const to = features[k]! * block;
      for (let i = 0; i < count; i++) added[to + i]! += kept[starts[i]! + k]!;
    }
  }

  function visit(node: number, depth: number): void {
    const here = depth * block;
    const leaf = leaves[node];
    if (leaf !== undefined) {
      addLeaf(leaf, here);
      return;
    }
    const column = columns[feature[node]!]!;
    const below = here + block;
    const unmet = ~(1 << bit[node]!);
    for (let i = 0; i < count; i++) {
      const left = goesLeft(trees, node, column[from + i]!);
      const pattern = patterns[here + i]!;
      patterns[below + i] = left ? pattern : pattern & unmet;
      toRight[here + i] = left ? pattern & unmet : pattern;
    }
    visit(node + 1, depth + 1);
    for (let i = 0; i < count; i++) patterns[below + i] = toRight[here + i]!;
    visit(right[node]!, depth + 1);
  }

  for (const root of roots) {
    known.fill(0);
    for (from = 0; from < rows; from += block) {
      count = Math.min(block, rows - from);
      patterns.fill(-1, 0, block);
      added.fill(0);
      visit(root, 0);
      for (let f = 0; f < width; f++) {
        for (let i = 0; i < count; i++) {
          contributions[(from + i) * width + f]! += added[f * block + i]!;
        }
      }
    }
  }
  return contributions;
}

/** Works out what a leaf gives each feature of its path, for rows that meet those of a pattern. */
function giveLeaf(
  { value, features, through }: Leaf,
  pattern: number,
  rules: Paths['rules'],
  given: Float64Array,
  start: number,
): void {
  const size = features.length;
  const { nodes, weights } = rules[Math.ceil(size / 2)]!;
  given.fill(0, start, start + size);
  for (let q = 0; q < nodes.length; q++) {
    const t = nodes[q]!;
    let product = value * weights[q]!;
    for (let k = 0; k < size; k++) product *= through[k]! * (1 - t) + ((pattern >> k) & 1) * t;
    for (let k = 0; k < size; k++) {
      const met = (pattern >> k) & 1;
      given[start + k]! += (product * (met - through[k]!)) / (through[k]! * (1 - t) + met * t);
    }
  }
}

function pathsOfTrees(trees: CompiledTrees, width: number): Paths {
  const found = pathsOf.get(trees);
  if (found !== undefined) return found;
  const { feature, right, cover, roots, value } = trees;
  const leaves = new Array<Leaf | undefined>(feature.length).fill(undefined);
  const bit = new Int32Array(feature.length);
  /** Of each feature, the share of rows let through by the conditions on the path so far. */
  const through = new Float64Array(width).fill(1);
  const path: number[] = [];
  let mostDepth = 0;
  let mostFeatures = 0;
  let mostKept = 0;
  let at = 0;

  function follow(node: number, depth: number): void {
    const f = feature[node]!;
    if (f < 0) {
      const size = path.length;
      mostDepth = Math.max(mostDepth, depth);
      mostFeatures = Math.max(mostFeatures, size);
      leaves[node] = {
        value: value[node]!,
        features: Int32Array.from(path),
        through: Float64Array.from(path, (on) => through[on]!),
        at: size > MOST_KEPT_FEATURES ? -1 : at,
      };
      if (size <= MOST_KEPT_FEATURES) at += size << size;
      return;
    }
    const known = path.indexOf(f);
    bit[node] = known === -1 ? path.push(f) - 1 : known;
    const before = through[f]!;
    for (const child of [node + 1, right[node]!]) {
      through[f] = (before * cover[child]!) / cover[node]!;
      follow(child, depth + 1);
    }
    through[f] = before;
    if (known === -1) path.pop();
  }

  for (const root of roots) {
    at = 0;
    follow(root, 0);
    mostKept = Math.max(mostKept, at);
  }
  if (mostFeatures > MOST_FEATURES) {
    throw new RangeError(
      `A tree has a path with ${mostFeatures} different features; reasons are worked out for at most ${MOST_FEATURES}. Lower maxDepth.`,
    );
  }
  // The rule is for [−1, 1]; these integrals are from 0 to 1.
  const rules = Array.from({ length: Math.ceil(mostFeatures / 2) + 1 }, (_, points) => {
    const rule = gaussLegendre(Math.max(1, points));
    return {
      nodes: Array.from(rule.nodes, (node) => (1 + node) / 2),
      weights: Array.from(rule.weights, (weight) => weight / 2),
    };
  });
  const paths = { leaves, bit, mostDepth, mostKept, rules };
  pathsOf.set(trees, paths);
  return paths;
}
