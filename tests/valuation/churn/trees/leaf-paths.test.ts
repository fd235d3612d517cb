import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafPaths } from '../../../../src/valuation/churn/trees/leaf-paths.ts';
import {
  compileTrees,
  type TreeEnsemble,
} from '../../../../src/valuation/churn/trees/tree-ensemble.ts';
import { randomTree } from './random-tree.ts';

const compile = (tree: TreeEnsemble, width: number) =>
  compileTrees(tree, new Array<boolean>(width).fill(false));

/** A tree whose only path of length `depth` asks about another feature each time. */
function chain(depth: number): TreeEnsemble {
  const nodes = 2 * depth + 1;
  const split = (node: number) => node < depth;
  return {
    intercept: 0,
    roots: [0],
    feature: Array.from({ length: nodes }, (_, node) => (split(node) ? node : -1)),
    threshold: new Array<number>(nodes).fill(0),
    right: Array.from({ length: nodes }, (_, node) => (split(node) ? nodes - 1 - node : 0)),
    missingLeft: new Array<number>(nodes).fill(0),
    value: Array.from({ length: nodes }, (_, node) => (split(node) ? 0 : node)),
    cover: Array.from({ length: nodes }, (_, node) => (split(node) ? 1 + depth - node : 1)),
    levelSets: [],
  };
}

describe('leafPaths', () => {
  it('has for each leaf the share of rows that reach it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const tree = randomTree(seed);
        const { leaves } = leafPaths(compile(tree, 3), 3);
        tree.feature.forEach((f, node) => {
          const leaf = leaves[node];
          expect(leaf !== undefined).toBe(f < 0);
          if (leaf === undefined) return;
          const share = leaf.shares.reduce((product, z) => product * z, 1);
          expect(share).toBeCloseTo(tree.cover[node]! / tree.cover[0]!, 12);
          expect(new Set(leaf.features).size).toBe(leaf.features.length);
        });
      }),
    );
  });

  it('joins up to four splits in a subtree, with every leaf below them', () => {
    let found = 0;
    for (let seed = 0; seed < 50; seed++) {
      const tree = randomTree(seed);
      const { leaves, subtrees } = leafPaths(compile(tree, 3), 3);
      const below = (node: number): number[] =>
        tree.feature[node]! < 0 ? [node] : [...below(node + 1), ...below(tree.right[node]!)];
      subtrees.forEach((subtree, node) => {
        if (subtree === undefined) return;
        found++;
        expect(subtree.splits.length).toBeLessThanOrEqual(4);
        expect(subtree.leaves.map(({ leaf }) => leaf)).toEqual(below(node).map((l) => leaves[l]));
        for (const { leaf, places } of subtree.leaves) {
          expect([...places].map((place) => subtree.features[place])).toEqual([...leaf.features]);
        }
      });
    }
    expect(found).toBeGreaterThan(20);
  });

  it('gives each pattern a place of its own in the cache', () => {
    const tree = randomTree(4);
    const { leaves, subtrees, cacheSize } = leafPaths(compile(tree, 3), 3);
    const stretches = [
      ...leaves.flatMap((leaf) =>
        leaf === undefined ? [] : [[leaf.at, leaf.features.length << leaf.features.length]],
      ),
      ...subtrees.flatMap((subtree) => {
        if (subtree === undefined) return [];
        const { at, features, pathFeatures, splits } = subtree;
        return [[at, features.length << (pathFeatures + splits.length)]];
      }),
    ].sort(([a = 0], [b = 0]) => a - b);
    let end = 0;
    for (const [at = 0, length = 0] of stretches) {
      expect(at).toBe(end);
      end += length;
    }
    expect(end).toBe(cacheSize);
  });

  it('leaves long paths out of the cache, and refuses those of more than 31 features', () => {
    const { leaves } = leafPaths(compile(chain(11), 11), 11);
    expect(leaves[11]!.at).toBe(-1);
    expect(leaves[12]!.at).toBe(-1);
    expect(leaves[13]!.at).toBeGreaterThanOrEqual(0);
    expect(leafPaths(compile(chain(31), 31), 31).maxDepth).toBe(31);
    expect(() => leafPaths(compile(chain(32), 32), 32)).toThrow(
      'a path with 32 different features',
    );
  });
});
