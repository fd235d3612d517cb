import { calibrate } from '../../valuation/churn/calibration.ts';
import { logOddsOf, probabilityOf } from '../../valuation/churn/log-odds.ts';
import { stratifiedFolds } from '../../valuation/evaluation/stratified-folds.ts';
import {
  type Calibration,
  type ChurnExecutor,
  type ChurnKind,
  chooseCalibration,
  type TrainingOptions,
} from '../../valuation/index.ts';
import { rowsOf, type Window } from './churn-windows.ts';

/** What models say of customers whom they did not see: one entry a row of what was learnt from. */
export type HeldOut = {
  probability: Float64Array;
  /** rows × features, row-major, in log-odds before calibration */
  contributions: Float64Array;
  /** of the model that learns from all rows, chosen on the log-odds of those who were held out */
  calibration: Calibration;
};

const folds = 5;
const leastProbability = 1e-15;

/**
 * Has every customer of whom a label is known told by a model that did not learn from that label: a model that did would be surer
 * of those who stayed than anybody can be. Each fold is calibrated on the others.
 */
export async function predictHeldOut(
  kind: ChurnKind,
  { dataset, labels }: Pick<Window, 'dataset' | 'labels'>,
  training: TrainingOptions,
  executor: ChurnExecutor,
): Promise<HeldOut> {
  const fold = stratifiedFolds(labels, folds, training.seed);
  const rowsWhere = (test: (of: number) => boolean) =>
    Uint32Array.from(fold.keys()).filter((row) => test(fold[row]!));
  const logOdds = new Float64Array(dataset.rows);
  const width = dataset.columns.length;
  const contributions = new Float64Array(dataset.rows * width);
  for (let held = 0; held < folds; held++) {
    const learnt = rowsWhere((of) => of !== held);
    const model = await executor.train(
      kind,
      rowsOf(dataset, learnt),
      Uint8Array.from(learnt, (row) => labels[row]!),
      training,
    );
    const unseen = rowsWhere((of) => of === held);
    const asked = rowsOf(dataset, unseen);
    const [predicted, contributed] = await Promise.all([
      executor.predict(model, asked),
      executor.contributions(model, asked),
    ]);
    unseen.forEach((row, i) => {
      logOdds[row] = boundedLogOdds(predicted[i]!);
      contributions.set(contributed.subarray(i * width, (i + 1) * width), row * width);
    });
  }
  const calibrationOn = (rows: Uint32Array) =>
    chooseCalibration(
      Float64Array.from(rows, (row) => logOdds[row]!),
      Uint8Array.from(rows, (row) => labels[row]!),
      training.seed,
    );
  const probability = new Float64Array(dataset.rows);
  for (let held = 0; held < folds; held++) {
    const calibration = calibrationOn(rowsWhere((of) => of !== held));
    for (const row of rowsWhere((of) => of === held))
      probability[row] = probabilityOf(calibrate(calibration, logOdds[row]!));
  }
  return { probability, contributions, calibration: calibrationOn(rowsWhere(() => true)) };
}

const boundedLogOdds = (probability: number) =>
  logOddsOf(Math.min(Math.max(probability, leastProbability), 1 - leastProbability));
