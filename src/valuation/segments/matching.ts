import { assignOptimally } from './optimal-assignment.ts';

/** The farthest that a centre may move, in spreads of the segment, for it to count as the same segment. */
const FARTHEST = 0.75;
/** The least Jaccard index of the customers of two segments for them to count as the same. */
const LEAST_OVERLAP = 1 / 3;
/** More than this share of a segment's customers are most of them. */
const MOST = 0.5;
/** Costs more than any number of recognisable pairs, so that as many pairs as possible are matched. */
const UNRECOGNISABLE = 1000;

/** How the segments of two fits correspond; segments are given by their index. */
export type Matching = {
  /** the segments that are recognisably the same, with how far the centre moved in spreads, and the Jaccard index of their customers */
  pairs: { previous: number; current: number; distance: number | null; overlap: number | null }[];
  /** current segments without a previous one, and previous segments without a current one */
  births: number[];
  deaths: number[];
  /** a previous segment from which most customers of several current segments come */
  splits: { previous: number; into: number[] }[];
  /** a current segment to which most customers of several previous segments went */
  merges: { from: number[]; current: number }[];
};

/** The segments of two fits that are to be matched. */
export type ToMatch = {
  /** how many segments there were, and are */
  previous: number;
  current: number;
  /** previous × current, row-major: from centre to centre, in spreads; null where not comparable */
  distances: Float64Array | null;
  /** previous × current, row-major: how many customers are in both; null where not known */
  shared: Float64Array | null;
  /** how many of the customers known in both runs each segment had, and has */
  previousSizes: Float64Array;
  currentSizes: Float64Array;
};

/**
 * Matches the segments of a new fit to those of the last one, so that each keeps its identity while it
 * is recognisably the same: its centre moved by at most three quarters of its spread, and at least a third
 * of the customers of either are in both. The assignment with the most recognisable pairs, and among those
 * with the smallest distances, is chosen (optimal assignment). Splits and merges are found by where most
 * customers went (after MONIC, Spiliopoulou et al. 2006).
 */
export function matchSegments(given: ToMatch): Matching {
  const { previous, current, distances, shared, previousSizes, currentSizes } = given;
  const distanceOf = (i: number, j: number) => distances && distances[i * current + j]!;
  const overlapOf = (i: number, j: number): number | null => {
    if (shared === null) return null;
    const both = shared[i * current + j]!;
    const either = previousSizes[i]! + currentSizes[j]! - both;
    return either > 0 ? both / either : null;
  };
  const costs = new Float64Array(previous * current);
  for (let i = 0; i < previous; i++) {
    for (let j = 0; j < current; j++) {
      const distance = distanceOf(i, j);
      const overlap = overlapOf(i, j);
      const known = distance !== null || overlap !== null;
      const near = distance === null || distance <= FARTHEST;
      const common = overlap === null || overlap >= LEAST_OVERLAP;
      costs[i * current + j] =
        known && near && common ? (distance ?? 0) + 1 - (overlap ?? 0) : UNRECOGNISABLE;
    }
  }
  const assigned = assignOptimally(costs, previous, current);
  const pairs: Matching['pairs'] = [];
  for (let i = 0; i < previous; i++) {
    const j = assigned[i]!;
    if (j === -1 || costs[i * current + j] === UNRECOGNISABLE) continue;
    pairs.push({ previous: i, current: j, distance: distanceOf(i, j), overlap: overlapOf(i, j) });
  }
  const all = (count: number) => Array.from({ length: count }, (_, i) => i);
  // A segment without customers known in both runs takes part in no split or merge.
  const mostly = (i: number, j: number, size: number) =>
    shared !== null && size > 0 && shared[i * current + j]! > MOST * size;
  return {
    pairs,
    births: all(current).filter((j) => !pairs.some((pair) => pair.current === j)),
    deaths: all(previous).filter((i) => !pairs.some((pair) => pair.previous === i)),
    splits: all(previous)
      .map((i) => ({
        previous: i,
        into: all(current).filter((j) => mostly(i, j, currentSizes[j]!)),
      }))
      .filter(({ into }) => into.length > 1),
    merges: all(current)
      .map((j) => ({
        current: j,
        from: all(previous).filter((i) => mostly(i, j, previousSizes[i]!)),
      }))
      .filter(({ from }) => from.length > 1),
  };
}
