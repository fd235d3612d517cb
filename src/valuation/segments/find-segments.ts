import { clusterPoints, type LastClustering } from './cluster-points.ts';
import type { DensityCut } from './density-choice.ts';
import {
  applyTransformation,
  type FeatureColumn,
  type FeatureTransformation,
  fitTransformation,
  invertTransformation,
} from './feature-transformation.ts';
import { meansOf } from './k-means.ts';
import { toRows } from './points.ts';
import type {
  Labelling,
  SegmentationModel,
  SegmentationSpecification,
  SegmentKind,
} from './segmentation.ts';
import { labelRows, segmentCount, type Tally } from './tally.ts';
import { tallyAll } from './tally-blocks.ts';

/** Segments that were found but not identified yet; arrays are indexed by their place in the labelling. */
export type FoundSegments = {
  transformation: FeatureTransformation[];
  /** customers × features, row-major, transformed */
  points: Float64Array;
  labelling: Labelling;
  kinds: SegmentKind[];
  /** the id of a segment that does not depend on an earlier fit: a rule's, noise, rest; null for a cluster */
  fixedIds: (string | null)[];
  /** in transformed units; null where a segment has no customers */
  centres: (number[] | null)[];
  tally: Tally;
  choice: SegmentationModel['choice'];
  dendrogram: SegmentationModel['dendrogram'];
  density: DensityCut | null;
};

/**
 * Transforms the features, finds the segments and assigns every customer to one.
 *
 * @param seed determines every random choice
 * @param previous the last model, which the segments stay close to, or null
 * @throws RangeError when the columns or the specification are invalid
 */
export function findSegments(
  columns: readonly FeatureColumn[],
  specification: SegmentationSpecification,
  seed: number,
  previous: SegmentationModel | null,
): FoundSegments {
  const transformation = fitTransformation(columns, specification.features);
  const points = applyTransformation(transformation, columns);
  const dimensions = transformation.length;
  const last = previous && lastClustering(previous, transformation);
  const clustering = clusterPoints(points, dimensions, specification, seed, last);
  const { labelling } = clustering;
  const kinds = kindsOf(labelling);
  const centres =
    labelling.by === 'centroid'
      ? labelling.centroids
      : centresOf(
          points,
          dimensions,
          labelRows(labelling, points, dimensions, columns),
          kinds.length,
        );
  const tally = tallyAll({ transformation, labelling, centres }, columns);
  return {
    ...clustering,
    transformation,
    points,
    kinds,
    fixedIds: fixedIdsOf(labelling),
    centres,
    tally,
  };
}

function lastClustering(
  { labelling, dendrogram, transformation }: SegmentationModel,
  now: readonly FeatureTransformation[],
): LastClustering {
  return {
    centroids:
      labelling.by === 'centroid' ? translate(labelling.centroids, transformation, now) : null,
    radius:
      labelling.by === 'core points' && sameFeatures(transformation, now) ? labelling.radius : null,
    dendrogram,
  };
}

function sameFeatures(
  some: readonly FeatureTransformation[],
  others: readonly FeatureTransformation[],
): boolean {
  return (
    some.length === others.length && some.every(({ feature }, d) => feature === others[d]!.feature)
  );
}

function kindsOf(labelling: Labelling): SegmentKind[] {
  const kinds = new Array<SegmentKind>(segmentCount(labelling));
  if (labelling.by === 'centroid') return kinds.fill('cluster');
  const dense = labelling.by === 'core points';
  kinds.fill(dense ? 'cluster' : 'rule');
  kinds[kinds.length - 1] = dense ? 'noise' : 'rest';
  return kinds;
}

function fixedIdsOf(labelling: Labelling): (string | null)[] {
  if (labelling.by === 'rules') return [...labelling.rules.map(({ id }) => id), 'rest'];
  return kindsOf(labelling).map((kind) => (kind === 'noise' ? 'noise' : null));
}

/** The mean of each group's points, null where it has none. */
function centresOf(
  points: Float64Array,
  dimensions: number,
  labels: Int32Array,
  count: number,
): (number[] | null)[] {
  return toRows(meansOf(points, dimensions, labels, count), dimensions).map((centre) =>
    centre.some(Number.isNaN) ? null : centre,
  );
}

/**
 * Converts points from one transformation's units to another's.
 *
 * @returns points × features, row-major; null where the features differ
 */
export function translate(
  points: readonly (readonly number[])[],
  from: readonly FeatureTransformation[],
  to: readonly FeatureTransformation[],
): Float64Array | null {
  if (!sameFeatures(from, to)) return null;
  // Converting through the features' own units would change the last bits, and with them customers' segments.
  if (JSON.stringify(from) === JSON.stringify(to)) return Float64Array.from(points.flat());
  const raw = points.map((point) => invertTransformation(from, point));
  return applyTransformation(
    to,
    to.map(({ feature }, d) => ({
      name: feature,
      values: Float64Array.from(raw, (values) => values[d]!),
    })),
  );
}
