import type { CompiledTrees } from './tree-ensemble.ts';

/**
 * A question about a row that many nodes ask: how many of a number's thresholds lie below it, or whether a
 * category's level is outside a set. Missing values go left, or right, at every node that asks it.
 */
type Question = {
  readonly feature: number;
  readonly missingLeft: boolean;
  /** For a number: all thresholds of its splits, ascending. */
  readonly thresholds: Float64Array;
  /** For a category: 1 for each level that goes left. */
  readonly levels: Uint8Array | undefined;
};

/**
 * Tables for walking trees without branches, since a processor mispredicts most branches of a tree: the
 * sign of a node's limit less the answer to its question tells the side. A leaf leads to itself, so that
 * every row takes as many steps as the tree is deep.
 */
type WalkTables = {
  readonly questions: readonly Question[];
  readonly questionOf: Int32Array;
  readonly limit: Int32Array;
  /** The left and the right child of each node, next to each other. */
  readonly children: Int32Array;
  readonly depths: Int32Array;
};

/** With more questions than this, as of forests on categories of many levels, most answers would never be used. */
const MOST_QUESTIONS = 256;
/** Rows walked down one tree before the next, so that both stay in the processor's cache. */
const BLOCK = 512;
/** Rows walked side by side, so that while one waits for memory the others proceed. Divides the block. */
const ABREAST = 4;
const GOES_LEFT = -1;
const GOES_RIGHT = 2 ** 30;

const tablesOf = new WeakMap<CompiledTrees, WalkTables>();

/**
 * The log-odds of each row: the intercept and, for each tree, the leaf that the row falls into.
 *
 * @param columns in the model's order
 */
export function ensembleLogOdds(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { questions, questionOf, limit, children, depths } = walkTables(trees);
  const { roots, value } = trees;
  const width = questions.length;
  if (width > MOST_QUESTIONS) return walkPlainly(trees, columns, rows);
  const logOdds = new Float64Array(rows);
  const block = Math.min(BLOCK, ABREAST * Math.ceil(rows / ABREAST));
  const sums = new Float64Array(block);
  const answers = new Int32Array(block * width);
  for (let from = 0; from < rows; from += block) {
    const count = Math.min(block, rows - from);
    questions.forEach((question, q) => {
      answerQuestion(question, columns[question.feature]!, from, count, answers, q, width);
    });
    sums.fill(trees.intercept);
    for (let t = 0; t < roots.length; t++) {
      const root = roots[t]!;
      const depth = depths[t]!;
      // The last rows abreast may lie beyond the count; their sums are not used.
      for (let row = 0; row < count; row += ABREAST) {
        const at0 = row * width;
        const at1 = at0 + width;
        const at2 = at1 + width;
        const at3 = at2 + width;
        let node0 = root;
        let node1 = root;
        let node2 = root;
        let node3 = root;
        for (let step = 0; step < depth; step++) {
          const right0 = (limit[node0]! - answers[at0 + questionOf[node0]!]!) >>> 31;
          const right1 = (limit[node1]! - answers[at1 + questionOf[node1]!]!) >>> 31;
          const right2 = (limit[node2]! - answers[at2 + questionOf[node2]!]!) >>> 31;
          const right3 = (limit[node3]! - answers[at3 + questionOf[node3]!]!) >>> 31;
          node0 = children[2 * node0 + right0]!;
          node1 = children[2 * node1 + right1]!;
          node2 = children[2 * node2 + right2]!;
          node3 = children[2 * node3 + right3]!;
        }
        sums[row]! += value[node0]!;
        sums[row + 1]! += value[node1]!;
        sums[row + 2]! += value[node2]!;
        sums[row + 3]! += value[node3]!;
      }
    }
    logOdds.set(sums.subarray(0, count), from);
  }
  return logOdds;
}

/** The same, with a node's question asked only of the rows that reach it. */
function walkPlainly(
  trees: CompiledTrees,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const { roots, feature, threshold, right, missingLeft, categorical, levelSets, value } = trees;
  const logOdds = new Float64Array(rows).fill(trees.intercept);
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    for (let t = 0; t < roots.length; t++) {
      for (let row = from; row < to; row++) {
        let node = roots[t]!;
        for (let f = feature[node]!; f >= 0; f = feature[node]!) {
          const known = columns[f]![row]!;
          let left: boolean;
          if (Number.isNaN(known)) left = missingLeft[node] === 1;
          else if (categorical[node] === 1) left = levelSets[threshold[node]!]![known] === 1;
          else left = known <= threshold[node]!;
          node = left ? node + 1 : right[node]!;
        }
        logOdds[row]! += value[node]!;
      }
    }
  }
  return logOdds;
}

function answerQuestion(
  { missingLeft, thresholds, levels }: Question,
  values: Float64Array,
  from: number,
  count: number,
  answers: Int32Array,
  q: number,
  width: number,
): void {
  const missing = missingLeft ? GOES_LEFT : GOES_RIGHT;
  for (let row = 0; row < count; row++) {
    const value = values[from + row]!;
    let answer = missing;
    if (!Number.isNaN(value)) {
      if (levels !== undefined) answer = levels[value] === 1 ? 0 : 1;
      else {
        answer = 0;
        let high = thresholds.length;
        while (answer < high) {
          const middle = (answer + high) >> 1;
          if (value <= thresholds[middle]!) high = middle;
          else answer = middle + 1;
        }
      }
    }
    answers[row * width + q] = answer;
  }
}

function walkTables(trees: CompiledTrees): WalkTables {
  const known = tablesOf.get(trees);
  if (known !== undefined) return known;
  const { roots, feature, threshold, right, missingLeft, categorical, levelSets } = trees;
  const nodes = feature.length;
  const thresholdsOf = sortedThresholds(trees);
  const questions: Question[] = [];
  const numbers = new Map<string, number>();
  const questionOf = new Int32Array(nodes);
  const limit = new Int32Array(nodes);
  const children = new Int32Array(2 * nodes);
  for (let node = 0; node < nodes; node++) {
    const f = feature[node]!;
    children[2 * node] = f < 0 ? node : node + 1;
    children[2 * node + 1] = f < 0 ? node : right[node]!;
    if (f < 0) continue;
    const levels = categorical[node] === 1 ? levelSets[threshold[node]!] : undefined;
    const goesLeft = missingLeft[node] === 1;
    const key = `${f} ${goesLeft} ${levels?.join('') ?? ''}`;
    const thresholds = thresholdsOf.get(f) ?? new Float64Array(0);
    const q =
      numbers.get(key) ??
      questions.push({ feature: f, missingLeft: goesLeft, thresholds, levels }) - 1;
    numbers.set(key, q);
    questionOf[node] = q;
    limit[node] = levels === undefined ? thresholds.indexOf(threshold[node]!) : 0;
  }
  const depths = Int32Array.from(roots, (root) => depthOf(trees, root));
  const tables = { questions, questionOf, limit, children, depths };
  tablesOf.set(trees, tables);
  return tables;
}

/** The distinct thresholds of each number, ascending. */
function sortedThresholds({
  feature,
  threshold,
  categorical,
}: CompiledTrees): Map<number, Float64Array> {
  const found = new Map<number, Set<number>>();
  feature.forEach((f, node) => {
    if (f < 0 || categorical[node] === 1) return;
    const ofFeature = found.get(f) ?? new Set<number>();
    found.set(f, ofFeature.add(threshold[node]!));
  });
  return new Map(Array.from(found, ([f, ofFeature]) => [f, Float64Array.from(ofFeature).sort()]));
}

function depthOf(trees: CompiledTrees, node: number): number {
  if (trees.feature[node]! < 0) return 0;
  return 1 + Math.max(depthOf(trees, node + 1), depthOf(trees, trees.right[node]!));
}
