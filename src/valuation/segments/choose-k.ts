import { seededRandom } from '../numeric/random.ts';
import { kMeans } from './k-means.ts';
import { distanceMatrix, meanSilhouette } from './measures.ts';
import { takeRows } from './points.ts';
import { stratifiedSample } from './stratified-sample.ts';

/** The silhouette compares every row with every other, so each k is judged on about this many. */
const SAMPLE_ROWS = 1000;
/** Two starts are enough to rank the numbers of segments; the fit that follows tries more. */
const STARTS = 2;
/** What is in use is replaced only by what has a silhouette higher by more than this. */
export const WORTH_CHANGING = 0.02;

/** A chosen number of segments, and the evidence for it. */
export type ChoiceOfK = {
  k: number;
  /** each k tried on the sample; the inertia over k shows the elbow. The silhouette of a single cluster is null */
  candidates: { k: number; silhouette: number | null; inertia: number }[];
};

/** The numbers of segments to choose from, both ends included, and the one in use if any. */
export type RangeOfK = { from: number; to: number; current?: number | undefined };

/**
 * Chooses the number of k-means clusters by the highest mean silhouette (Rousseeuw 1987) on a stratified
 * sample; the smaller k on a tie, and the k in use unless another is better by more than 0.02.
 *
 * @param points rows × `dimensions`, row-major, finite
 * @param seed determines the sample and the starts
 * @throws RangeError when the range is not two whole numbers from 1, the smaller first
 */
export function chooseK(
  points: Float64Array,
  dimensions: number,
  range: RangeOfK,
  seed: number,
): ChoiceOfK {
  const rows = stratifiedSample(points, dimensions, SAMPLE_ROWS, seededRandom(seed));
  const sample = takeRows(points, dimensions, rows);
  return chooseBySilhouette(distanceMatrix(sample, dimensions), range, (k) => {
    const { labels, inertia, centroids } = kMeans(sample, dimensions, k, { seed, starts: STARTS });
    return { labels, inertia, count: centroids.length / dimensions };
  });
}

/**
 * Chooses among the clusterings of a sample by the highest mean silhouette, as {@link chooseK} does.
 *
 * @param distances rows × rows of the sample, row-major
 * @param cluster clusters the sample into at most k; `count` says into how many
 * @throws RangeError as {@link chooseK} does
 */
export function chooseBySilhouette(
  distances: Float64Array,
  { from, to, current }: RangeOfK,
  cluster: (k: number) => { labels: Int32Array; inertia: number; count: number },
): ChoiceOfK {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to < from) {
    throw new RangeError(
      `The number of segments is to be chosen from ${from} to ${to}, but needs two whole numbers from 1, the smaller first.`,
    );
  }
  const candidates = Array.from({ length: to - from + 1 }, (_, i) => {
    const { labels, inertia, count } = cluster(from + i);
    const silhouette = count > 1 ? meanSilhouette(distances, labels, count) : null;
    return { k: from + i, silhouette, inertia };
  });
  const scoreOf = ({ silhouette }: { silhouette: number | null }) => silhouette ?? -1;
  let best = candidates[0]!;
  for (const candidate of candidates) if (scoreOf(candidate) > scoreOf(best)) best = candidate;
  const kept = candidates.find(({ k }) => k === current);
  const stays = kept !== undefined && scoreOf(best) - scoreOf(kept) <= WORTH_CHANGING;
  return { k: stays ? kept.k : best.k, candidates };
}
