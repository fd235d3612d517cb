/** A set of items that occur together, and in how many baskets. `items` are ascending. */
export type FrequentItemset = { items: number[]; count: number };

type Node = {
  item: number;
  count: number;
  parent: Node | null;
  children: Map<number, Node>;
  /** the next node of the same item */
  next: Node | null;
};

type Tree = {
  /** by item, those with the highest count first: its count and its first node */
  headers: Map<number, { count: number; first: Node | null }>;
};

type Path = { items: readonly number[]; count: number };

/**
 * Every set of items that at least `minCount` baskets hold, by FP-growth (Han, Pei and Yin 2000, "Mining frequent patterns
 * without candidate generation"): the baskets are folded into a prefix tree, and each item's conditional tree is searched
 * in turn.
 *
 * @param baskets item numbers, in any order; an item that a basket names twice counts once
 * @param options.weights how many times each basket occurs; once unless given
 * @param options.minCount inclusive, above 0
 * @param options.maxItems the largest sets looked for; unless given, all
 * @throws RangeError when `minCount` is not above 0, or the weights are not as many as the baskets
 */
export function frequentItemsets(
  baskets: readonly ArrayLike<number>[],
  {
    weights,
    minCount,
    maxItems = Number.POSITIVE_INFINITY,
  }: { weights?: ArrayLike<number>; minCount: number; maxItems?: number },
): FrequentItemset[] {
  if (!(minCount > 0)) throw new RangeError(`minCount was ${minCount}; give a number above 0.`);
  if (weights !== undefined && weights.length !== baskets.length) {
    throw new RangeError(`There are ${baskets.length} baskets, but ${weights.length} weights.`);
  }
  const paths = baskets.map((basket, i) => ({
    items: [...new Set(Array.from(basket))],
    count: weights?.[i] ?? 1,
  }));
  const found: FrequentItemset[] = [];
  grow(paths, [], { minCount, maxItems }, found);
  return found;
}

/** Finds the frequent sets among paths that all end in `suffix`, the suffix not included. */
function grow(
  paths: readonly Path[],
  suffix: readonly number[],
  bounds: { minCount: number; maxItems: number },
  found: FrequentItemset[],
): void {
  if (suffix.length >= bounds.maxItems) return;
  const { headers } = plant(paths, bounds.minCount);
  // From the rarest item on: what stands above it in the tree is at least as frequent.
  for (const [item, { count, first }] of [...headers].reverse()) {
    const items = [item, ...suffix];
    found.push({ items: [...items].sort((a, b) => a - b), count });
    const above: Path[] = [];
    for (let node = first; node !== null; node = node.next) {
      const path = pathTo(node);
      if (path.length > 0) above.push({ items: path, count: node.count });
    }
    if (above.length > 0) grow(above, items, bounds, found);
  }
}

function plant(paths: readonly Path[], minCount: number): Tree {
  const counts = new Map<number, number>();
  for (const { items, count } of paths) {
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + count);
  }
  const ranked = [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, n], [b, m]) => m - n || a - b);
  const rank = new Map(ranked.map(([item], i) => [item, i]));
  const headers: Tree['headers'] = new Map(
    ranked.map(([item, count]) => [item, { count, first: null }]),
  );
  const root: Node = { item: -1, count: 0, parent: null, children: new Map(), next: null };
  for (const { items, count } of paths) {
    const kept = items
      .filter((item) => rank.has(item))
      .sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
    let node = root;
    for (const item of kept) node = childOf(node, item, count, headers);
  }
  return { headers };
}

function childOf(parent: Node, item: number, count: number, headers: Tree['headers']): Node {
  const known = parent.children.get(item);
  if (known !== undefined) {
    known.count += count;
    return known;
  }
  const header = headers.get(item);
  if (header === undefined) throw new Error('An item of the tree has no header.');
  const made: Node = { item, count, parent, children: new Map(), next: header.first };
  header.first = made;
  parent.children.set(item, made);
  return made;
}

/** The items above a node, without the root. */
function pathTo(node: Node): number[] {
  const items: number[] = [];
  for (let up = node.parent; up !== null && up.parent !== null; up = up.parent) items.push(up.item);
  return items;
}
