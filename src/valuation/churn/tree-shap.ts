import { gaussLegendre } from '../numeric/quadrature.ts';
import type { CompiledTrees } from './tree-ensemble.ts';
import { goesLeft } from './tree-ensemble.ts';

/**
 * What the edge into a node does, for each of `points` quadrature points, in each of three cases:
 * the row meets every condition on the feature so far and this one too; it met those before, but not
 * this one; it had already failed one.
 */
type EdgeTables = {
  readonly points: number;
  readonly weights: Float64Array;
  /** What the path's product is multiplied by: (node·3 + case)·points + point. */
  readonly multiplier: Float64Array;
  /** What the leaves below count for towards the feature's contribution, laid out alike. */
  readonly share: Float64Array;
  readonly mostDepth: number;
};

const MET = 0;
const FAILED = 1;
const FAILED_BEFORE = 2;
const CASES = 3;

const tablesOf = new WeakMap<CompiledTrees, EdgeTables>();

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
 * a polynomial, so that Gauss–Legendre quadrature of ⌈d/2⌉ points is exact; products are carried down
 * the tree and sums up, once through each tree for a row (the idea of Yu and others, "Linear
 * TreeSHAP", 2022).
 *
 * @returns rows × features, row-major; a row's values and {@link ensembleBase} add up to its log-odds
 */
export function ensembleContributions(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { roots, feature, right, value } = trees;
  const { points, weights, multiplier, share, mostDepth } = edgeTables(trees, columns.length);
  const contributions = new Float64Array(rows * columns.length);
  const failed = new Uint8Array(columns.length);
  const products = new Float64Array((mostDepth + 1) * points);
  const sums = new Float64Array((mostDepth + 1) * points);
  let row = 0;
  let first = 0;

  function visit(node: number, depth: number): void {
    const at = depth * points;
    const f = feature[node]!;
    if (f < 0) {
      const leaf = value[node]!;
      for (let q = 0; q < points; q++) sums[at + q] = leaf * products[at + q]!;
      return;
    }
    const left = goesLeft(trees, node, columns[f]![row]!);
    const before = failed[f]!;
    const below = at + points;
    for (let q = 0; q < points; q++) sums[at + q] = 0;
    for (let side = 0; side < 2; side++) {
      const child = side === 0 ? node + 1 : right[node]!;
      const met = side === 0 ? left : !left;
      const edge = before === 1 ? FAILED_BEFORE : met ? MET : FAILED;
      const table = (child * CASES + edge) * points;
      for (let q = 0; q < points; q++) {
        products[below + q] = products[at + q]! * multiplier[table + q]!;
      }
      failed[f] = edge === MET ? 0 : 1;
      visit(child, depth + 1);
      let added = 0;
      for (let q = 0; q < points; q++) {
        const sum = sums[below + q]!;
        added += sum * share[table + q]!;
        sums[at + q]! += sum;
      }
      contributions[first + f]! += added;
    }
    failed[f] = before;
  }

  for (; row < rows; row++) {
    first = row * columns.length;
    for (let t = 0; t < roots.length; t++) {
      products.set(weights);
      visit(roots[t]!, 0);
    }
  }
  return contributions;
}

function edgeTables(trees: CompiledTrees, features: number): EdgeTables {
  const known = tablesOf.get(trees);
  if (known !== undefined) return known;
  const { feature, right, cover, roots } = trees;
  const shape = measure(trees, features);
  const points = Math.max(1, Math.ceil(shape.mostFeatures / 2));
  // The rule is for [−1, 1]; these integrals are from 0 to 1.
  const rule = gaussLegendre(points);
  const nodes = rule.nodes.map((node) => (1 + node) / 2);
  const weights = rule.weights.map((weight) => weight / 2);
  const multiplier = new Float64Array(feature.length * CASES * points);
  const share = new Float64Array(feature.length * CASES * points);
  /** Of each feature, the share of rows let through by the conditions on the path so far. */
  const through = new Float64Array(features).fill(1);

  function fill(node: number): void {
    const f = feature[node]!;
    if (f < 0) return;
    const before = through[f]!;
    for (const child of [node + 1, right[node]!]) {
      const after = (before * cover[child]!) / cover[node]!;
      for (let q = 0; q < points; q++) {
        const t = nodes[q]!;
        const metBefore = before * (1 - t) + t;
        const metAfter = after * (1 - t) + t;
        const at = child * CASES * points + q;
        const ended = (1 - before) / metBefore;
        multiplier[at + MET * points] = metAfter / metBefore;
        share[at + MET * points] = (1 - after) / metAfter - ended;
        multiplier[at + FAILED * points] = (after * (1 - t)) / metBefore;
        share[at + FAILED * points] = -1 / (1 - t) - ended;
        // A feature that has failed counts −1/(1 − t) already, above; another failure adds nothing.
        multiplier[at + FAILED_BEFORE * points] = after / before;
        share[at + FAILED_BEFORE * points] = 0;
      }
      through[f] = after;
      fill(child);
    }
    through[f] = before;
  }

  for (const root of roots) fill(root);
  const tables = { points, weights, multiplier, share, mostDepth: shape.mostDepth };
  tablesOf.set(trees, tables);
  return tables;
}

/** The longest path of any tree, and the most different features on one. */
function measure(
  { roots, feature, right }: CompiledTrees,
  features: number,
): { mostDepth: number; mostFeatures: number } {
  const onPath = new Uint8Array(features);
  let mostDepth = 0;
  let mostFeatures = 0;
  const visit = (node: number, depth: number, different: number): void => {
    mostDepth = Math.max(mostDepth, depth);
    mostFeatures = Math.max(mostFeatures, different);
    const f = feature[node]!;
    if (f < 0) return;
    const known = onPath[f]!;
    onPath[f] = 1;
    visit(node + 1, depth + 1, different + 1 - known);
    visit(right[node]!, depth + 1, different + 1 - known);
    onPath[f] = known;
  };
  for (const root of roots) visit(root, 0, 0);
  return { mostDepth, mostFeatures };
}
