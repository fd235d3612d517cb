import type { ChoiceOfK } from './choose-k.ts';
import type { Density } from './density.ts';
import type { FeatureSpecification, FeatureTransformation } from './feature-transformation.ts';
import type { DendrogramNode } from './hierarchical.ts';
import type { PrincipalPlane } from './principal-components.ts';
import type { Rule } from './rules.ts';
import type { SegmentName } from './settled-names.ts';

/** How many segments: a number, or the range to choose from. */
export type WantedK = number | { from: number; to: number };

/** How customers are to be divided into segments, as it stands in a configuration. */
export type SegmentationSpecification = { features: readonly FeatureSpecification[] } & (
  | { method: 'k-means' | 'hierarchical'; k: WantedK }
  | { method: 'density'; neighbours: number; radius?: number }
  | { method: 'rules'; rules: readonly Rule[] }
);

/** What kind of group a segment is: found, left over by density, made by a rule, left over by rules. */
export type SegmentKind = 'cluster' | 'noise' | 'rule' | 'rest';

/** A segment as a model remembers it from its fit. */
export type FittedSegment = {
  /** stable from one fit to the next: a rule's own id, noise, rest, or s and the number */
  id: string;
  /** as stable; never given to another segment, so that a store may know segments by it */
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

/** How a customer's segment is told, as an index into the model's segments. */
export type Labelling =
  | { by: 'centroid'; centroids: number[][] }
  | ({ by: 'core points'; points: number[][]; labels: number[] } & Density)
  | { by: 'rules'; rules: readonly Rule[] };

/** A fitted segmentation as plain JSON: all that is needed to tell any customer's segment. */
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
  /** why there are as many segments as there are, where the number was chosen */
  choice: ChoiceOfK | null;
  /** the tree of hierarchical segments, to be drawn */
  dendrogram: DendrogramNode[] | null;
  /** the plane on which customers' positions are drawn */
  plane: PrincipalPlane;
};

/** A segment as it is today; only segments with customers are shown. */
export type Segment = {
  id: string;
  number: number;
  kind: SegmentKind;
  name: SegmentName;
  size: number;
  /** of all customers, 0 to 1 */
  share: number;
  /** the row of the customer nearest to the segment's centre; null where the fit found it empty */
  typicalRow: number | null;
  features: {
    feature: string;
    /** mean of the customers for whom it is known, in the feature's own unit; null: known for none */
    mean: number | null;
    /** (segment mean − bank mean) / standard deviation, after transformation */
    standardScore: number;
  }[];
};

/** Every customer's segment, whatever the method. */
export type Segmentation = {
  method: SegmentationSpecification['method'];
  segments: Segment[];
  /** one index into `segments` per row */
  labels: Int32Array;
  drift: SegmentDrift;
};

/** How far today's customers have moved away from those the model was fitted on. */
export type SegmentDrift = {
  /** population stability index of the segments' shares; 0: the same shares */
  stabilityIndex: number;
  /** mean squared distance to the segment's centre, over that at the fit; 1: no change */
  distanceRatio: number;
};

/**
 * Whether a model no longer fits its customers and is due for a refit: a stability index above 0.25,
 * the usual sign of a major shift (Siddiqi, Credit Risk Scorecards, 2006), or customers a quarter
 * farther, in squared distance, from the centres.
 */
export function hasDrifted({ stabilityIndex, distanceRatio }: SegmentDrift): boolean {
  return stabilityIndex > 0.25 || distanceRatio > 1.25;
}

/** Each customer's segment id, in the order of the rows. */
export function segmentIds({ segments, labels }: Segmentation): string[] {
  return Array.from(labels, (label) => segments[label]!.id);
}
