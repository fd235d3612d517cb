import { seededRandom } from '../numeric/random.ts';
import { type ChoiceOfK, chooseBySilhouette, chooseK, WORTH_CHANGING } from './choose-k.ts';
import { corePointClusters, labelByCorePoints, suggestRadius } from './density.ts';
import { bestCut, type DensityCut, densityCuts } from './density-choice.ts';
import { buildHierarchy, type DendrogramNode } from './hierarchical.ts';
import { kMeans, meansOf } from './k-means.ts';
import { meanSilhouette } from './measures.ts';
import { labelNearest, squaredDistance } from './nearest-centroid.ts';
import { takeRows, toRows } from './points.ts';
import type { Labelling, SegmentationSpecification, WantedK } from './segmentation.ts';
import { stratifiedSample } from './stratified-sample.ts';

/** Hierarchical clustering takes time with the cube of the rows, so it is done on about this many. */
const HIERARCHY_ROWS = 400;
/** Core points are found among about this many customers; the others are assigned by them. */
const DENSITY_ROWS = 2000;

/** The radius of the last fit is replaced only by one that differs by more than this share of it. */
const RADIUS_WORTH_CHANGING = 0.2;

/** The last fit, in today's units; null where its method had no such thing. */
export type LastClustering = {
  /** row-major */
  centroids: Float64Array | null;
  radius: number | null;
  dendrogram: DendrogramNode[] | null;
};

/** How customers are assigned to segments, and the evidence for it. */
export type Clustering = {
  labelling: Labelling;
  choice: ChoiceOfK | null;
  dendrogram: DendrogramNode[] | null;
  /** how density clustering divides the sample at its radius; null for other methods */
  density: DensityCut | null;
};

/**
 * Clusters customers by the method of the specification, the largest cluster first.
 *
 * @param points rows × `dimensions`, row-major, transformed
 * @param seed determines every random choice
 * @param last the last fit, which the new one stays close to unless a fresh one is clearly better, or null
 * @throws RangeError when k, neighbours or radius is out of range
 */
export function clusterPoints(
  points: Float64Array,
  dimensions: number,
  specification: SegmentationSpecification,
  seed: number,
  last: LastClustering | null,
): Clustering {
  const initial = last?.centroids ?? null;
  switch (specification.method) {
    case 'k-means':
      return clusterByMeans(points, dimensions, specification.k, seed, initial);
    case 'hierarchical':
      return clusterByTree(points, dimensions, specification.k, seed, last);
    case 'density':
      return clusterByDensity(points, dimensions, specification, seed, last?.radius ?? null);
    case 'rules':
      return {
        labelling: { by: 'rules', rules: specification.rules },
        choice: null,
        dendrogram: null,
        density: null,
      };
  }
}

function clusterByMeans(
  points: Float64Array,
  dimensions: number,
  wanted: WantedK,
  seed: number,
  initial: Float64Array | null,
): Clustering {
  const current = initial === null ? undefined : initial.length / dimensions;
  const choice =
    typeof wanted === 'number' ? null : chooseK(points, dimensions, { ...wanted, current }, seed);
  const k = typeof wanted === 'number' ? wanted : choice!.k;
  const { centroids, labels } = kMeans(points, dimensions, k, {
    seed,
    ...(initial !== null && current === k ? { initial } : {}),
  });
  return {
    labelling: byCentroids(centroids, labels, dimensions),
    choice,
    dendrogram: null,
    density: null,
  };
}

function clusterByTree(
  points: Float64Array,
  dimensions: number,
  wanted: WantedK,
  seed: number,
  last: LastClustering | null,
): Clustering {
  const initial = last?.centroids ?? null;
  const rows = stratifiedSample(points, dimensions, HIERARCHY_ROWS, seededRandom(seed));
  const sample = takeRows(points, dimensions, rows);
  const hierarchy = buildHierarchy(sample, dimensions);
  const range =
    typeof wanted === 'number'
      ? { from: wanted, to: wanted }
      : { ...wanted, current: initial === null ? undefined : initial.length / dimensions };
  const choice = chooseBySilhouette(hierarchy.distances, range, (k) => {
    const { labels, count } = hierarchy.cut(k);
    const centres = meansOf(sample, dimensions, labels, count);
    let inertia = 0;
    for (let row = 0; row < labels.length; row++) {
      inertia += squaredDistance(sample, row, centres, labels[row]!, dimensions);
    }
    return { labels, count, inertia };
  });
  const chosen = hierarchy.cut(choice.k);
  const labels = new Int32Array(points.length / dimensions);
  const fresh = choice.candidates.find(({ k }) => k === choice.k)?.silhouette ?? null;
  if (initial !== null && last?.dendrogram && within(initial.length / dimensions, wanted)) {
    const k = initial.length / dimensions;
    labelNearest(points, dimensions, initial, labels);
    const kept = silhouetteOf(hierarchy.distances, rows, labels, k);
    if (kept !== null && (fresh === null || fresh - kept <= WORTH_CHANGING)) {
      return {
        labelling: byCentroids(initial, labels, dimensions),
        choice: typeof wanted === 'number' ? null : { ...choice, k },
        dendrogram: last.dendrogram,
        density: null,
      };
    }
  }
  const centroids = meansOf(sample, dimensions, chosen.labels, chosen.count);
  labelNearest(points, dimensions, centroids, labels);
  return {
    labelling: byCentroids(centroids, labels, dimensions),
    choice: typeof wanted === 'number' ? null : choice,
    dendrogram: hierarchy.dendrogram(),
    density: null,
  };
}

function within(k: number, wanted: WantedK): boolean {
  return typeof wanted === 'number' ? k === wanted : k >= wanted.from && k <= wanted.to;
}

/** The silhouette of some rows under the labels of all; null where they are all of one segment. */
function silhouetteOf(
  distances: Float64Array,
  rows: Int32Array,
  labels: Int32Array,
  count: number,
): number | null {
  const ofSample = Int32Array.from(rows, (row) => labels[row]!);
  return new Set(ofSample).size > 1 ? meanSilhouette(distances, ofSample, count) : null;
}

function clusterByDensity(
  points: Float64Array,
  dimensions: number,
  { neighbours, radius: given }: { neighbours: number; radius?: number },
  seed: number,
  lastRadius: number | null,
): Clustering {
  if (!Number.isInteger(neighbours) || neighbours < 1) {
    throw new RangeError(`neighbours must be a whole number from 1, but it is ${neighbours}.`);
  }
  if (given !== undefined && !(given > 0 && given < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`radius must be a positive distance, but it is ${given}.`);
  }
  const rows = stratifiedSample(points, dimensions, DENSITY_ROWS, seededRandom(seed));
  const sample = takeRows(points, dimensions, rows);
  const density = densityOf(sample, dimensions, neighbours, given, lastRadius);
  const { radius } = density;
  const { labels, count } = corePointClusters(sample, dimensions, { radius, neighbours });
  const coreRows = Int32Array.from(labels.keys()).filter((row) => labels[row] !== -1);
  const core = takeRows(sample, dimensions, coreRows);
  const coreLabels = Int32Array.from(coreRows, (row) => labels[row]!);
  const everyone = labelByCorePoints(points, dimensions, core, coreLabels, radius, count);
  const rank = Int32Array.from({ length: count });
  largestFirst(everyone, count).forEach((label, place) => {
    rank[label] = place;
  });
  return {
    labelling: {
      by: 'core points',
      radius,
      neighbours,
      points: toRows(core, dimensions),
      labels: Array.from(coreLabels, (label) => rank[label]!),
    },
    choice: null,
    dendrogram: null,
    density,
  };
}

/**
 * At which radius, and how, a sample is divided: at the one given; otherwise at the best of several, or where none tells
 * customers apart, at the knee of their distances to their neighbours.
 */
function densityOf(
  sample: Float64Array,
  dimensions: number,
  neighbours: number,
  given: number | undefined,
  lastRadius: number | null,
): DensityCut {
  if (given !== undefined) return cutAtRadius(sample, dimensions, neighbours, given);
  const tried = lastRadius === null ? [] : [lastRadius];
  const best = bestCut(densityCuts(sample, dimensions, neighbours, tried), lastRadius);
  if (best !== null) return best;
  const knee = settledRadius(suggestRadius(sample, dimensions, neighbours), lastRadius);
  return cutAtRadius(sample, dimensions, neighbours, knee);
}

function cutAtRadius(
  sample: Float64Array,
  dimensions: number,
  neighbours: number,
  radius: number,
): DensityCut {
  const cut = densityCuts(sample, dimensions, neighbours, [radius]).find(
    (tried) => tried.radius === radius,
  );
  if (cut === undefined) throw new Error(`The radius ${radius} was not tried.`);
  return cut;
}

/** The last radius where the suggested one is close to it, since small changes decide which customers are noise. */
function settledRadius(suggested: number, last: number | null): number {
  const near = last !== null && Math.abs(suggested - last) <= RADIUS_WORTH_CHANGING * last;
  return near ? last : suggested;
}

/** The centroids that have rows, the one with the most first. */
function byCentroids(centroids: Float64Array, labels: Int32Array, dimensions: number): Labelling {
  const rows = toRows(centroids, dimensions);
  const owned = new Set(labels);
  return {
    by: 'centroid',
    centroids: largestFirst(labels, rows.length)
      .filter((label) => owned.has(label))
      .map((label) => rows[label]!),
  };
}

/** The labels below `count`, the one with the most rows first. */
function largestFirst(labels: Int32Array, count: number): number[] {
  const sizes = new Float64Array(count);
  for (const label of labels) if (label < count) sizes[label]! += 1;
  return Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
}
