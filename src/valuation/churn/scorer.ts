import { type Calibration, calibrate } from './calibration.ts';
import { scoreInBlocks } from './encoding.ts';
import { logisticContributions, logisticLogOdds } from './logistic.ts';
import type { ChurnModel, SampledKind } from './model.ts';
import { perceptronScore } from './perceptron.ts';
import { type EncodedScore, sampledBase, sampledContributions } from './sampled-shapley.ts';
import { supportVectorScore } from './support-vector.ts';
import { compileTrees } from './trees/tree-ensemble.ts';
import { ensembleBase, ensembleContributions } from './trees/tree-shap.ts';
import { ensembleLogOdds } from './trees/tree-walk.ts';

/** Scores rows, given as columns in the model's own order. */
export type Scorer = {
  /** The log-odds that contributions start from. */
  base(): number;
  /** The log-odds of each row. */
  logOdds(columns: readonly Float64Array[], rows: number): Float64Array;
  /** What each feature contributes to each row's log-odds; rows × features, row-major. */
  contributions(columns: readonly Float64Array[], rows: number): Float64Array;
};

/** The scorer of a model, calibrated where the model has a calibration. */
export function scorerOf(model: ChurnModel): Scorer {
  const scorer = uncalibrated(model);
  return model.calibration === undefined ? scorer : calibrated(scorer, model.calibration);
}

/**
 * A calibration need not be linear in the log-odds, so contributions are scaled by the slope of the line
 * from the base to the row's log-odds: they keep their signs and proportions, and add up again.
 */
function calibrated(scorer: Scorer, calibration: Calibration): Scorer {
  return {
    base: () => calibrate(calibration, scorer.base()),
    logOdds: (columns, rows) =>
      scorer.logOdds(columns, rows).map((logOdds) => calibrate(calibration, logOdds)),
    contributions(columns, rows) {
      const contributions = scorer.contributions(columns, rows);
      const logOdds = scorer.logOdds(columns, rows);
      const base = scorer.base();
      const calibratedBase = calibrate(calibration, base);
      for (let row = 0; row < rows; row++) {
        const distance = logOdds[row]! - base;
        if (Math.abs(distance) < 1e-12) continue;
        const slope = (calibrate(calibration, logOdds[row]!) - calibratedBase) / distance;
        for (let f = 0; f < columns.length; f++) contributions[row * columns.length + f]! *= slope;
      }
      return contributions;
    },
  };
}

function uncalibrated(model: ChurnModel): Scorer {
  switch (model.kind) {
    case 'logistic': {
      const { parameters } = model;
      return {
        base: () => parameters.intercept,
        logOdds: (columns, rows) => logisticLogOdds(parameters, columns, rows),
        contributions: (columns, rows) => logisticContributions(parameters, columns, rows),
      };
    }
    case 'tree':
    case 'forest':
    case 'boosting': {
      const isCategory = model.features.map(({ kind }) => kind === 'category');
      const trees = compileTrees(model.parameters, isCategory);
      return {
        base: () => ensembleBase(trees),
        logOdds: (columns, rows) => ensembleLogOdds(trees, columns, rows),
        contributions: (columns, rows) => ensembleContributions(trees, columns, rows),
      };
    }
    case 'supportVector':
      return sampled(supportVectorScore(model.parameters), model);
    case 'perceptron':
      return sampled(perceptronScore(model.parameters), model);
  }
}

function sampled(
  score: EncodedScore,
  { parameters }: Extract<ChurnModel, { kind: SampledKind }>,
): Scorer {
  return {
    base: () => sampledBase(score, parameters),
    logOdds: (columns, rows) => scoreInBlocks(parameters.encoding, columns, rows, score),
    contributions: (columns, rows) => sampledContributions(score, parameters, columns, rows),
  };
}
