import { rowLogLoss } from '../evaluation/metrics.ts';
import { comparePaired } from '../evaluation/paired-comparison.ts';
import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { logOddsOf, probabilityOf } from './log-odds.ts';
import { fitPlatt } from './platt.ts';

/** A non-decreasing function that maps a model's log-odds to calibrated log-odds, as plain data. */
export type Calibration =
  | { readonly method: 'none' }
  | { readonly method: 'platt'; readonly slope: number; readonly intercept: number }
  | {
      readonly method: 'isotonic';
      /** The model's log-odds, ascending, and what each maps to; linear in between, of slope 1 beyond. */
      readonly from: readonly number[];
      readonly to: readonly number[];
    };

/** The fewest rows of a group that isotonic regression starts from, and about the most groups. */
const GROUP_ROWS = 20;
const GROUPS = 100;

/**
 * Isotonic calibration: the non-decreasing step function nearest to the outcomes, by pooling adjacent
 * violators (Ayer and others 1955; Zadrozny and Elkan 2002), over groups of rows with neighbouring
 * log-odds. Steps are joined by lines, so that probabilities are continuous, and no step becomes certain,
 * since half a leaver and half a stayer are added to each.
 *
 * @param logOdds of rows the model was not trained on, at least one
 * @param y 1 left, 0 stayed; one entry a row
 */
export function fitIsotonic(logOdds: Float64Array, y: ArrayLike<number>): Calibration {
  const rows = Uint32Array.from(logOdds, (_, row) => row).sort(
    (a, b) => logOdds[a]! - logOdds[b]! || a - b,
  );
  const size = Math.max(GROUP_ROWS, Math.ceil(rows.length / GROUPS));
  const blocks: { rows: number; leavers: number; low: number; high: number }[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = Math.min(from + size, rows.length);
    if (rows.length - to < size / 2) to = rows.length;
    while (to < rows.length && logOdds[rows[to]!] === logOdds[rows[to - 1]!]) to++;
    let leavers = 0;
    for (let i = from; i < to; i++) leavers += y[rows[i]!]!;
    const low = logOdds[rows[from]!]!;
    blocks.push({ rows: to - from, leavers, low, high: logOdds[rows[to - 1]!]! });
    from = to;
    for (;;) {
      const last = blocks.at(-1)!;
      const before = blocks.at(-2);
      if (before === undefined || shareOf(before) < shareOf(last)) break;
      before.rows += last.rows;
      before.leavers += last.leavers;
      before.high = last.high;
      blocks.pop();
    }
  }
  const corners = blocks.flatMap((block) => {
    const to = logOddsOf(shareOf(block));
    const ends = block.low < block.high ? [block.low, block.high] : [block.low];
    return ends.map((from) => ({ from, to }));
  });
  return {
    method: 'isotonic',
    from: corners.map(({ from }) => from),
    to: corners.map(({ to }) => to),
  };
}

/** The share of leavers, half a leaver and half a stayer added. */
function shareOf({ rows, leavers }: { rows: number; leavers: number }): number {
  return (leavers + 0.5) / (rows + 1);
}

/** The calibrated log-odds of a model's log-odds. */
export function calibrate(calibration: Calibration, logOdds: number): number {
  switch (calibration.method) {
    case 'none':
      return logOdds;
    case 'platt':
      return calibration.slope * logOdds + calibration.intercept;
    case 'isotonic': {
      const { from, to } = calibration;
      const last = from.length - 1;
      if (logOdds <= from[0]!) return to[0]! + (logOdds - from[0]!);
      if (logOdds >= from[last]!) return to[last]! + (logOdds - from[last]!);
      let low = 0;
      let high = last;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (from[middle]! <= logOdds) low = middle;
        else high = middle;
      }
      const along = (logOdds - from[low]!) / (from[high]! - from[low]!);
      return to[low]! + along * (to[high]! - to[low]!);
    }
  }
}

const FOLDS = 5;
/** A difference in log loss with a larger p-value than this is noise. */
const NOISE = 0.05;

/**
 * Chooses how to calibrate held-out log-odds: not at all, by Platt's scaling or by isotonic regression, each
 * judged by log loss on rows it was not fitted on, in five folds. The simplest that is not significantly
 * worse than the best (p > 0.05) is chosen.
 *
 * @param logOdds of rows the model was not trained on, such as those of cross-validation
 * @param y 1 left, 0 stayed; one entry a row
 * @returns `none` where there are fewer than ten rows of either class
 */
export function chooseCalibration(
  logOdds: Float64Array,
  y: ArrayLike<number>,
  seed: number,
): Calibration {
  let leavers = 0;
  for (let row = 0; row < logOdds.length; row++) leavers += y[row]!;
  if (Math.min(leavers, logOdds.length - leavers) < 2 * FOLDS) return { method: 'none' };
  const methods = [(): Calibration => ({ method: 'none' }), plattUnlessFalling, fitIsotonic];
  const fold = stratifiedFolds(y, FOLDS, seed);
  const losses = methods.map((method) => {
    const probability = new Float64Array(logOdds.length);
    for (let held = 0; held < FOLDS; held++) {
      const scores = logOdds.filter((_, row) => fold[row] !== held);
      const labels = Uint8Array.from(y).filter((_, row) => fold[row] !== held);
      const calibration = method(scores, labels);
      for (let row = 0; row < logOdds.length; row++) {
        if (fold[row] === held)
          probability[row] = probabilityOf(calibrate(calibration, logOdds[row]!));
      }
    }
    return rowLogLoss(y, probability);
  });
  const means = losses.map((loss) => loss.reduce((sum, value) => sum + value, 0));
  const best = losses[means.indexOf(Math.min(...means))]!;
  const simplest = losses.findIndex(
    (loss) => loss === best || comparePaired(loss, best).pValue > NOISE,
  );
  return methods[simplest]!(logOdds, y);
}

/** Platt's scaling, or none where its line falls, which would reverse the ranking. */
function plattUnlessFalling(scores: Float64Array, labels: ArrayLike<number>): Calibration {
  const { slope, intercept } = fitPlatt(scores, labels);
  return slope > 0 ? { method: 'platt', slope, intercept } : { method: 'none' };
}
