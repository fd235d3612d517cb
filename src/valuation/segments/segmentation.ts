import type { ChoiceOfK } from './choose-k.ts';
import type { Density } from './density.ts';
import type { FeatureSpecification, FeatureTransformation } from './feature-transformation.ts';
import type { DendrogramNode } from './hierarchical.ts';
import type { PrincipalPlane } from './principal-components.ts';
import type { Rule } from './rules.ts';
import type { SegmentName } from './settled-names.ts';

/** The number of segments, or the range to choose it from; whole numbers from 1. */
export type WantedK = number | { from: number; to: number };

/** A way to segment a bank's customers, as a configuration states it. */
export type SegmentationSpecification = { features: readonly FeatureSpecification[] } & (
  | { method: 'k-means' | 'hierarchical'; k: WantedK }
  | { method: 'density'; neighbours: number; radius?: number }
  | { method: 'rules'; rules: readonly Rule[] }
);

/** The kind of a segment: a cluster, what density clustering leaves over, a rule, what rules leave over. */
export type SegmentKind = 'cluster' | 'noise' | 'rule' | 'rest';

/** A segment as a model keeps it from its fit. */
export type FittedSegment = {
  /** stable from one fit to the next: a rule's own id, noise, rest, or s and the number */
  id: string;
  /** just as stable; never reused for another segment, so that a store can identify segments by it */
  number: number;
  kind: SegmentKind;
  name: SegmentName;
  /** mean of its customers in transformed units; null where it had none */
  centre: number[] | null;
  /** root mean square distance of its customers to the centre, in the same units */
  spread: number;
  /** how many customers it had */
  size: number;
};

/** How customers are assigned to segments, as indices into the model's segments. */
export type Labelling =
  | { by: 'centroid'; centroids: number[][] }
  | ({ by: 'core points'; points: number[][]; labels: number[] } & Density)
  | { by: 'rules'; rules: readonly Rule[] };

/** A fitted segmentation as plain JSON: all that is needed to assign any customer to a segment. */
export type SegmentationModel = {
  method: SegmentationSpecification['method'];
  transformation: FeatureTransformation[];
  labelling: Labelling;
  segments: FittedSegment[];
  /** the number of the next new segment */
  nextNumber: number;
  /** how many customers it was fitted on, and their mean squared distance to their segment's centre */
  rows: number;
  meanSquaredDistance: number;
  /** the evidence for the number of segments; null where it was given */
  choice: ChoiceOfK | null;
  /** the tree of hierarchical segments, to be drawn; null for other methods */
  dendrogram: DendrogramNode[] | null;
  /** the plane on which customers' positions are drawn */
  plane: PrincipalPlane;
};

/** A segment as it is today; segments without customers are left out. */
export type Segment = {
  id: string;
  number: number;
  kind: SegmentKind;
  name: SegmentName;
  size: number;
  /** the share of all customers, 0 to 1 */
  share: number;
  /** the row of the customer nearest to the segment's centre; null where the fit found it empty */
  typicalRow: number | null;
  features: {
    feature: string;
    /** mean of the customers for whom it is known, in the feature's own unit; null where it is known for none */
    mean: number | null;
    /** (segment mean − bank mean) / standard deviation, after transformation */
    standardScore: number;
  }[];
};

/** The segments of all customers, the same for every method. */
export type Segmentation = {
  method: SegmentationSpecification['method'];
  segments: Segment[];
  /** for each row the index of its segment in `segments` */
  labels: Int32Array;
  drift: SegmentDrift;
};

/** How far today's customers have moved away from those the model was fitted on. */
export type SegmentDrift = {
  /** population stability index of the segments' shares, ≥ 0; 0 where they are the same */
  stabilityIndex: number;
  /** mean squared distance to the segment's centre, over that at the fit; 1 where it is the same */
  distanceRatio: number;
};

/**
 * Whether a model no longer fits its customers and should be refitted: a stability index above 0.25, the
 * usual sign of a major shift (Siddiqi, Credit Risk Scorecards, 2006), or a mean squared distance to the
 * centres more than a quarter larger.
 */
export function hasDrifted({ stabilityIndex, distanceRatio }: SegmentDrift): boolean {
  return stabilityIndex > 0.25 || distanceRatio > 1.25;
}

/** Each customer's segment id, in the order of the rows. */
export function segmentIds({ segments, labels }: Segmentation): string[] {
  return Array.from(labels, (label) => segments[label]!.id);
}
