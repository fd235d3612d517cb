import { gaussLegendre } from '../../numeric/quadrature.ts';
import type { CompiledTrees } from './tree-ensemble.ts';

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

/** A leaf of a bush, and the answers of the bush's splits that lead to it. */
type Twig = {
  readonly leaf: Leaf;
  /** Of each split on the way: its place among the bush's splits, whether left leads on, and its bit in the leaf's pattern. */
  readonly way: readonly { readonly split: number; readonly left: boolean; readonly bit: number }[];
  /** Where each of the leaf's features stands among the bush's. */
  readonly places: Int32Array;
};

/** A few splits at the end of a path, with all below them: taken as one, so that a row adds up once instead of a leaf at a time. */
type Bush = {
  readonly splits: readonly number[];
  readonly twigs: readonly Twig[];
  /** The features of the path to the bush, and after them what its splits add. */
  readonly features: Int32Array;
  /** How many of them are of the path: the bits of its pattern, before one for the answer of each split. */
  readonly size: number;
  /** Where the bush's contributions lie, a row of them for each pattern and answers. */
  readonly at: number;
};

type Paths = {
  /** Of each node, its leaf; undefined for a split. */
  readonly leaves: readonly (Leaf | undefined)[];
  /** Of each split with few others below it, its bush. */
  readonly bushes: readonly (Bush | undefined)[];
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
/** A bush has at most this many splits … */
const MOST_SPLITS = 4;
/** … and its path at most so many features that all their patterns and answers are a few thousand. */
const MOST_BUSH_BITS = 12;
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
 * pattern and looked up from then on (the idea of Yang, "Fast TreeSHAP", 2021), and what up to five
 * neighbouring leaves give together likewise.
 *
 * @returns rows × features, row-major; a row's values and {@link ensembleBase} add up to its log-odds
 * @throws RangeError for a path with more than 31 different features
 */
export function ensembleContributions(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { roots, feature, threshold, right, missingLeft, categorical, levelSets } = trees;
  const { leaves, bushes, bit, mostDepth, mostKept, rules } = pathsOfTrees(trees, columns.length);
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
  /** 1 for each row of a block that goes left at the split looked at. */
  const answers = new Int32Array(block);
  const added = new Float64Array(width * block);
  let from = 0;
  let count = 0;

  /** Notes for each row of the block whether it goes left at a split. */
  function ask(node: number): void {
    const column = columns[feature[node]!]!;
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

  /** Works out what a bush gives for a pattern of its path and the answers of its splits. */
  function giveBush({ twigs, features, size }: Bush, index: number, start: number): void {
    kept.fill(0, start, start + features.length);
    for (const { leaf, way, places } of twigs) {
      const width = leaf.features.length;
      // Features that only the bush's splits ask about are met until an answer says otherwise.
      let pattern = (index & (2 ** size - 1)) | ((2 ** width - 1) & ~(2 ** size - 1));
      for (const { split, left, bit: asked } of way) {
        if (((index >> (size + split)) & 1) !== (left ? 1 : 0)) pattern &= ~(1 << asked);
      }
      const at = leaf.at + pattern * width;
      if (known[at] === 0) {
        giveLeaf(leaf, pattern, rules, kept, at);
        known[at] = 1;
      }
      for (let k = 0; k < width; k++) kept[start + places[k]!]! += kept[at + k]!;
    }
  }

  function addBush(bush: Bush, here: number): void {
    const { splits, features, size, at } = bush;
    const width = features.length;
    const whole = 2 ** size - 1;
    for (let i = 0; i < count; i++) starts[i] = patterns[here + i]! & whole;
    splits.forEach((node, s) => {
      ask(node);
      for (let i = 0; i < count; i++) starts[i]! |= answers[i]! << (size + s);
    });
    for (let i = 0; i < count; i++) {
      const index = starts[i]!;
      const start = at + index * width;
      if (known[start] === 0) {
        giveBush(bush, index, start);
        known[start] = 1;
      }
      starts[i] = start;
    }
    for (let k = 0; k < width; k++) {
      const to = features[k]! * block;
      for (let i = 0; i < count; i++) added[to + i]! += kept[starts[i]! + k]!;
    }
  }

  function visit(node: number, depth: number): void {
    const here = depth * block;
    const bush = bushes[node];
    if (bush !== undefined) {
      addBush(bush, here);
      return;
    }
    const leaf = leaves[node];
    if (leaf !== undefined) {
      addLeaf(leaf, here);
      return;
    }
    const below = here + block;
    const unmet = ~(1 << bit[node]!);
    ask(node);
    for (let i = 0; i < count; i++) {
      // −1, which keeps every bit, for the side a row goes to.
      const left = -answers[i]!;
      const pattern = patterns[here + i]!;
      patterns[below + i] = pattern & (left | unmet);
      toRight[here + i] = pattern & (~left | unmet);
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
  const bushes = new Array<Bush | undefined>(feature.length).fill(undefined);
  const bit = new Int32Array(feature.length);
  /** Of each feature, the share of rows let through by the conditions on the path so far. */
  const through = new Float64Array(width).fill(1);
  const path: number[] = [];
  let mostDepth = 0;
  let mostFeatures = 0;
  let mostKept = 0;
  let at = 0;

  /** Follows the paths below a node. @returns how many splits there are from it down */
  function follow(node: number, depth: number): number {
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
      return 0;
    }
    const known = path.indexOf(f);
    bit[node] = known === -1 ? path.push(f) - 1 : known;
    const before = through[f]!;
    const children = [node + 1, right[node]!];
    const below = children.map((child) => {
      through[f] = (before * cover[child]!) / cover[node]!;
      return follow(child, depth + 1);
    });
    through[f] = before;
    const splits = 1 + below[0]! + below[1]!;
    if (splits > MOST_SPLITS) {
      children.forEach((child, side) => {
        const small = below[side]! > 0 && below[side]! <= MOST_SPLITS;
        if (small) bushes[child] = bushAt(child, path.length);
      });
    }
    if (known === -1) path.pop();
    return splits;
  }

  /** Gathers a bush from a split down; undefined where it would be too large. */
  function bushAt(root: number, size: number): Bush | undefined {
    const splits: number[] = [];
    const added: number[] = [];
    const twigs: Twig[] = [];
    function gather(node: number, way: Twig['way']): void {
      const leaf = leaves[node];
      if (leaf !== undefined) {
        const places = leaf.features.map((f, k) => (k < size ? k : size + added.indexOf(f)));
        twigs.push({ leaf, way, places });
        return;
      }
      const split = splits.push(node) - 1;
      const asked = bit[node]!;
      if (asked >= size && !added.includes(feature[node]!)) added.push(feature[node]!);
      gather(node + 1, [...way, { split, left: true, bit: asked }]);
      gather(right[node]!, [...way, { split, left: false, bit: asked }]);
    }
    gather(root, []);
    if (size + splits.length > MOST_BUSH_BITS) return undefined;
    if (twigs.some(({ leaf }) => leaf.at === -1)) return undefined;
    const features = Int32Array.from([...path, ...added]);
    const bush = { splits, twigs, features, size, at };
    at += features.length << (size + splits.length);
    return bush;
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
  const paths = { leaves, bushes, bit, mostDepth, mostKept, rules };
  pathsOf.set(trees, paths);
  return paths;
}
