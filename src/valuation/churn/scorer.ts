import { logisticContributions, logisticLogOdds } from './logistic.ts';
import type { ChurnModel } from './model.ts';
import { perceptronBase, perceptronContributions, perceptronLogOdds } from './perceptron.ts';
import {
  supportVectorBase,
  supportVectorContributions,
  supportVectorLogOdds,
} from './support-vector.ts';
import { compileTrees, ensembleLogOdds } from './tree-ensemble.ts';
import { ensembleBase, ensembleContributions } from './tree-shap.ts';

/** What every kind of model can do with columns in the model's own order. */
export type Scorer = {
  /** The log-odds before anything is known of a customer. */
  base(): number;
  /** The log-odds of each row. */
  logOdds(columns: readonly Float64Array[], rows: number): Float64Array;
  /** What each feature adds to each row's log-odds; rows × features, row-major. */
  contributions(columns: readonly Float64Array[], rows: number): Float64Array;
};

/** A model made ready to score. */
export function scorerOf(model: ChurnModel): Scorer {
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
    case 'supportVector': {
      const { parameters } = model;
      return {
        base: () => supportVectorBase(parameters),
        logOdds: (columns, rows) => supportVectorLogOdds(parameters, columns, rows),
        contributions: (columns, rows) => supportVectorContributions(parameters, columns, rows),
      };
    }
    case 'perceptron': {
      const { parameters } = model;
      return {
        base: () => perceptronBase(parameters),
        logOdds: (columns, rows) => perceptronLogOdds(parameters, columns, rows),
        contributions: (columns, rows) => perceptronContributions(parameters, columns, rows),
      };
    }
  }
}
