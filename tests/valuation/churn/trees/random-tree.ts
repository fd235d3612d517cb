import type { TreeEnsemble } from '../../../../src/valuation/churn/trees/tree-ensemble.ts';
import { seededRandom } from '../../../../src/valuation/numeric/random.ts';

/** A random tree over three features in [0, 1), some of which come twice on a path. */
export function randomTree(seed: number): TreeEnsemble {
  const random = seededRandom(seed);
  const tree = {
    intercept: 0.25,
    roots: [0],
    feature: [] as number[],
    threshold: [] as number[],
    right: [] as number[],
    missingLeft: [] as number[],
    value: [] as number[],
    cover: [] as number[],
    levelSets: [],
  };
  const grow = (depth: number, cover: number): number => {
    const leaf = depth === 0 || cover < 2 || random.next() < 0.15;
    const node = tree.feature.push(leaf ? -1 : random.integer(3)) - 1;
    tree.threshold.push(leaf ? 0 : random.next());
    tree.right.push(0);
    tree.missingLeft.push(random.integer(2));
    tree.value.push(leaf ? random.normal() : 0);
    tree.cover.push(cover);
    if (!leaf) {
      const left = 1 + random.integer(cover - 1);
      grow(depth - 1, left);
      tree.right[node] = grow(depth - 1, cover - left);
    }
    return node;
  };
  grow(5, 60);
  return tree;
}
