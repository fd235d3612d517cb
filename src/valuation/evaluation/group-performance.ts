import { brierScore, confusionAt, rocAuc } from './metrics.ts';
import { calibrationError } from './reliability.ts';

/** The performance of a model among the customers of one group; shares and rates are from 0 to 1. */
export type GroupPerformance = {
  group: string;
  customers: number;
  leavers: number;
  /** The mean probability, and the share who left. */
  predicted: number;
  observed: number;
  /** `null` where nobody of the group left, or nobody stayed. */
  auc: number | null;
  brier: number;
  calibrationError: number;
  /** The share predicted to leave at the threshold: of all, of those who left and of those who stayed. */
  called: number;
  truePositiveRate: number;
  falsePositiveRate: number;
};

/**
 * Performance and calibration by group, such as sex or age band, with which a bank shows that a model
 * treats groups alike. Equal `called` is demographic parity; equal `truePositiveRate` and
 * `falsePositiveRate` are equalised odds (Hardt, Price and Srebro 2016); equal `predicted` and
 * `observed` within each is calibration within groups.
 *
 * @param y 1 left, 0 stayed; one entry a row
 * @param groups the group of each row
 * @param threshold the probability from which a customer is predicted to leave
 * @returns one entry a group, in the order of their names
 * @throws RangeError when the sizes differ, or a probability is missing
 */
export function groupPerformance(
  y: ArrayLike<number>,
  probability: Float64Array,
  groups: readonly string[],
  threshold: number,
): GroupPerformance[] {
  if (groups.length !== probability.length) {
    throw new RangeError(`There are ${groups.length} groups for ${probability.length} rows.`);
  }
  const rowsOf = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const rows = rowsOf.get(group);
    if (rows === undefined) rowsOf.set(group, [row]);
    else rows.push(row);
  });
  return [...rowsOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, rows]) => {
      const labels = Uint8Array.from(rows, (row) => y[row]!);
      const scores = Float64Array.from(rows, (row) => probability[row]!);
      const { truePositives, falsePositives, recall } = confusionAt(labels, scores, threshold);
      const leavers = labels.reduce((sum, label) => sum + label, 0);
      const stayers = rows.length - leavers;
      return {
        group,
        customers: rows.length,
        leavers,
        predicted: scores.reduce((sum, score) => sum + score, 0) / rows.length,
        observed: leavers / rows.length,
        auc: leavers === 0 || stayers === 0 ? null : rocAuc(labels, scores),
        brier: brierScore(labels, scores),
        calibrationError: calibrationError(labels, scores),
        called: (truePositives + falsePositives) / rows.length,
        truePositiveRate: recall,
        falsePositiveRate: stayers === 0 ? 0 : falsePositives / stayers,
      };
    });
}
