import type { Config } from '../settings/settings.ts';
import { type OpenStage, openStages, type ProductKind } from '../store/kinds.ts';
import type { PipelineGroup } from '../store/opportunities/open-opportunities.ts';

/** What open opportunities add up to; money in the bank's currency, those without an amount count as nothing. */
export type Pipeline = {
  count: number;
  amount: number;
  /** the amounts, each times the chance of its stage */
  weighted: number;
  /** of how many the amount is not known */
  unknown: number;
  /** how many were to close before today, and what they are about */
  overdue: { count: number; amount: number };
  /** those that have any, in the order of the stages */
  stages: {
    stage: OpenStage;
    /** 0 to 1 */
    chance: number;
    count: number;
    amount: number;
    weighted: number;
  }[];
  /** the most weighted first */
  products: {
    product: ProductKind;
    count: number;
    amount: number;
    weighted: number;
    /** a year, the weighted amount times the spread of the configuration; null where the product has none */
    yearly: number | null;
  }[];
};

/** Weights open opportunities by the chances of their stages, and what they would bring by the spreads of their products. */
export function pipelineOf(
  groups: readonly PipelineGroup[],
  { pipeline: { stageChances }, valuation: { contribution } }: Config,
): Pipeline {
  const sum = (of: readonly PipelineGroup[], figure: (group: PipelineGroup) => number) =>
    of.reduce((total, group) => total + figure(group), 0);
  const weight = ({ stage, amount }: PipelineGroup) => amount * stageChances[stage];
  const together = (of: readonly PipelineGroup[]) => ({
    count: sum(of, ({ count }) => count),
    amount: sum(of, ({ amount }) => amount),
    weighted: sum(of, weight),
  });
  const products = [...new Set(groups.map(({ product }) => product))].map((product) => {
    const figures = together(groups.filter((group) => group.product === product));
    const spread = contribution.spread[product];
    return {
      product,
      ...figures,
      yearly: spread === undefined ? null : figures.weighted * spread,
    };
  });
  return {
    ...together(groups),
    unknown: sum(groups, ({ count, known }) => count - known),
    overdue: {
      count: sum(groups, ({ overdue }) => overdue),
      amount: sum(groups, ({ overdueAmount }) => overdueAmount),
    },
    stages: openStages.flatMap((stage) => {
      const of = groups.filter((group) => group.stage === stage);
      return of.length === 0 ? [] : [{ stage, chance: stageChances[stage], ...together(of) }];
    }),
    products: products.sort((a, b) => b.weighted - a.weighted),
  };
}
