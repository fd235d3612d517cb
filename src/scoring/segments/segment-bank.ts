import type { Coded } from '../../language/messages.ts';
import type { SegmentsConfig } from '../../settings/segments.ts';
import {
  assignPart,
  type FeatureColumn,
  type GivenNames,
  type PartTally,
  portrayParts,
  type Segment,
  type SegmentationModel,
  type SegmentName,
} from '../../valuation/index.ts';
import { shareTogether } from './segment-card.ts';
import { type LastSegmentation, segmentCustomers } from './segment-customers.ts';
import { segmentationsOf } from './segmentations.ts';

/** The segments of a run for the store. */
export type RunSegment = {
  segmentation: string;
  id: number;
  /** by locale */
  names: SegmentName;
  size: number;
  portrait: Record<string, { mean: number; z: number }>;
};

/** The segmentations of a run, learnt from all customers or from a sample of them. */
export type SegmentedBank = {
  /** of the customers that were learnt from */
  segments: RunSegment[];
  /** the main one first; segment numbers, one entry a customer of the columns */
  segmentations: {
    id: string;
    numbers: Int32Array;
    model: SegmentationModel;
    given: GivenNames;
  }[];
  /** null where every segmentation was carried on with */
  model: { method: string; body: unknown; card: Record<string, unknown> } | null;
  /** which segmentations hardly tell customers apart */
  warnings: Coded<'run-warnings'>[];
};

/**
 * Divides the bank's customers by every segmentation that the configuration asks for.
 *
 * @param columns one entry a customer of those to be segmented, at least one
 * @param rows these customers, as entries of the last run's segments
 * @param last the segmentations of the last run by their id
 * @param asOf YYYY-MM-DD
 * @param highestNumbers the highest number that a segment ever had, by segmentation
 * @throws RangeError when a feature is missing that the configuration refuses to fill
 */
export async function segmentBank(
  columns: readonly FeatureColumn[],
  rows: Uint32Array,
  last: Readonly<Record<string, LastSegmentation>>,
  config: SegmentsConfig,
  {
    asOf,
    seed,
    highestNumbers,
  }: { asOf: string; seed: number; highestNumbers: ReadonlyMap<string, number> },
): Promise<SegmentedBank> {
  const wanted = segmentationsOf(config);
  const { refitDays } = config;
  const before = new Map(Object.entries(last));
  const made = [];
  for (const one of wanted) {
    const others = wanted.filter(({ id }) => id !== one.id);
    const taken = [
      ...others.flatMap(({ names }) => Object.values(names)),
      ...made.flatMap(({ segmentation }) => segmentation.segments.map(({ name }) => name)),
    ];
    const segmented = await segmentCustomers(columns, rows, before.get(one.id) ?? null, one, {
      asOf,
      refitDays,
      seed,
      taken,
      highestNumber: highestNumbers.get(one.id) ?? 0,
    });
    made.push({ id: one.id, ...segmented });
  }
  const same = made.length === before.size;
  const fits = Object.fromEntries(made.map(({ id, fit: { card: _, ...fit } }) => [id, fit]));
  const cards = Object.fromEntries(made.map(({ id, fit }) => [id, fit.card]));
  const [{ method = 'k-means' } = {}] = wanted.map(({ specification }) => specification);
  return {
    segments: made.flatMap(({ id, segmentation }) => runSegments(id, segmentation.segments)),
    segmentations: made.map(
      ({ id, fit: { model }, given, segmentation: { labels, segments } }) => ({
        id,
        model,
        given,
        numbers: Int32Array.from(labels, (label) => segments[label]!.number),
      }),
    ),
    model:
      same && made.every(({ refitted }) => !refitted)
        ? null
        : {
            method,
            body: { cuts: fits },
            card: { customers: rows.length, seed, cuts: cards },
          },
    warnings: made.flatMap(({ id, fit }) => {
      const share = shareTogether(fit.card);
      return share === null
        ? []
        : [{ code: 'segments.notByDensity', figures: { segmentation: id, share } }];
    }),
  };
}

/**
 * Puts a part of the bank's customers into the segments of a run.
 *
 * @param columns one entry a customer of those to be segmented, at least one
 * @param before what the parts before add up to, by segmentation
 * @returns segment numbers by segmentation, the main one first, and what the parts up to this one add up to
 */
export function segmentPart(
  { segmentations }: SegmentedBank,
  columns: readonly FeatureColumn[],
  before: readonly PartTally[],
): { segmentations: { id: string; numbers: Int32Array }[]; tallies: PartTally[] } {
  const assigned = segmentations.map(({ id, model }, i) => ({
    id,
    ...assignPart(model, columns, before[i] ?? null),
  }));
  return {
    segmentations: assigned.map(({ id, numbers }) => ({ id, numbers })),
    tallies: assigned.map(({ tally }) => tally),
  };
}

/** The segments of a run by what all parts of its customers add up to. */
export function segmentsOfParts(
  { segmentations }: SegmentedBank,
  tallies: readonly PartTally[],
): RunSegment[] {
  return segmentations.flatMap(({ id, model, given }, i) => {
    const tally = tallies[i];
    return tally === undefined ? [] : runSegments(id, portrayParts(model, tally, given));
  });
}

function runSegments(segmentation: string, segments: readonly Segment[]): RunSegment[] {
  return segments.map(({ number, name, size, features }) => ({
    segmentation,
    id: number,
    names: name,
    size,
    portrait: Object.fromEntries(
      features.flatMap(({ feature, mean, standardScore }) =>
        mean === null ? [] : [[feature, { mean, z: standardScore }]],
      ),
    ),
  }));
}
