import { agnes, type Cluster } from 'ml-hclust';
import { distanceMatrix } from './measures.ts';
import { toRows } from './points.ts';

/** The most leaves of the dendrogram as it is drawn. */
const MOST_LEAVES = 30;

/** A node of a dendrogram as it is drawn; a parent comes before its children. */
export type DendrogramNode = {
  id: number;
  parent: number | null;
  /** left to right, from 0; a parent stands midway between its children */
  position: number;
  /** the distance at which its children merge; 0 for a leaf */
  height: number;
  /** how many customers of the sample are below it */
  customers: number;
  /** whether it is a leaf of the drawing, which may stand for several customers */
  leaf: boolean;
};

/** A tree of clusters, from single points up to all in one. */
export type Hierarchy = {
  /** Cuts the tree into k clusters, or fewer where points coincide: one label from 0 for each row. */
  cut(k: number): { labels: Int32Array; count: number };
  /** The top of the tree, to be drawn. */
  dendrogram(): DendrogramNode[];
  /** The distances between points: rows × rows, row-major. */
  distances: Float64Array;
};

/**
 * Hierarchical clustering by Ward's method on Euclidean distances (Ward 1963; the heights are those
 * of Murtagh & Legendre 2014's Ward2), by ml-hclust. Cubic in the rows: meant for a sample of a few
 * hundred.
 *
 * @param points rows × `dimensions`, row-major
 */
export function buildHierarchy(points: Float64Array, dimensions: number): Hierarchy {
  const rows = points.length / dimensions;
  const distances = distanceMatrix(points, dimensions);
  const root = agnes(toRows(distances, rows), { method: 'ward2', isDistanceMatrix: true });
  return {
    distances,
    cut(k) {
      const groups = splitFromTop(root, k);
      const labels = new Int32Array(rows);
      groups.forEach((group, label) => {
        for (const row of group.indices()) labels[row] = label;
      });
      return { labels, count: groups.length };
    },
    dendrogram: () => draw(root, new Set(splitFromTop(root, MOST_LEAVES))),
  };
}

/** The nodes that remain after the highest merges are undone, `count` of them unless points coincide. */
function splitFromTop(root: Cluster, count: number): Cluster[] {
  const groups = [root];
  while (groups.length < count) {
    let highest = 0;
    groups.forEach((group, i) => {
      if (group.height > groups[highest]!.height) highest = i;
    });
    const { height, children } = groups[highest]!;
    if (!(height > 0)) break;
    groups.splice(highest, 1, ...children);
  }
  return groups;
}

function draw(root: Cluster, leaves: ReadonlySet<Cluster>): DendrogramNode[] {
  const nodes: DendrogramNode[] = [];
  let nextPosition = 0;
  const visit = (cluster: Cluster, parent: number | null): DendrogramNode => {
    const leaf = leaves.has(cluster);
    const node: DendrogramNode = {
      id: nodes.length,
      parent,
      position: 0,
      height: leaf ? 0 : cluster.height,
      customers: cluster.size,
      leaf,
    };
    nodes.push(node);
    if (leaf) {
      node.position = nextPosition++;
    } else {
      const below = cluster.children.map((child) => visit(child, node.id).position);
      node.position = below.reduce((sum, position) => sum + position, 0) / below.length;
    }
    return node;
  };
  visit(root, null);
  return nodes;
}
