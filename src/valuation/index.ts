/**
 * The public interface of the valuation engine: everything that other parts of the program call. Vectors
 * are `Float64Array`; `NaN` is missing. Nothing here does I/O or reads a clock, and randomness comes from a
 * seed.
 */

export {
  type AssociationRule,
  associationRules,
  type CountedRule,
  type RuleBounds,
} from './behaviour/association-rules.ts';
export { calibrateBands } from './behaviour/forecast/calibrate-bands.ts';
export { type ForecastMethod, forecastMethods } from './behaviour/forecast/candidates.ts';
export {
  type Forecast,
  type ForecastOptions,
  forecastSeries,
} from './behaviour/forecast/forecast-series.ts';
export { cosineOfProducts, type HoldingCounts, type Holdings } from './behaviour/holding-counts.ts';
export {
  type BasketGroup,
  type HitRate,
  type LeaveOneOut,
  leaveOneOut,
} from './behaviour/leave-one-out.ts';
export {
  fitRecommendations,
  type RecommendationModel,
  type Recommender,
  rankProducts,
  recommenders,
  scoreProducts,
} from './behaviour/recommenders.ts';
export {
  type Reading,
  readOpinion,
  type Sentiment,
  sentiment,
  sentimentVersion,
} from './behaviour/sentiment/sentiment.ts';
export { isTopic, type Topic, topics } from './behaviour/sentiment/topics.ts';
export { type SentimentLabel, sentimentLabels } from './behaviour/sentiment/train-sentiment.ts';
export { type Calibration, chooseCalibration } from './churn/calibration.ts';
export {
  type Contribution,
  churnContributions,
  churnLogOdds,
  explainChurn,
  explanationBase,
  predictChurn,
  trainChurn,
} from './churn/churn-model.ts';
export { type ChurnExecutor, type ChurnWorkers, startChurnWorkers } from './churn/churn-workers.ts';
export type { Column, Dataset, Labels } from './churn/dataset.ts';
export { type ColumnProfile, type Drift, measureDrift, profileDataset } from './churn/drift.ts';
export { type DroppedFeature, screenFeatures } from './churn/feature-checks.ts';
export { type ChurnKind, type ChurnModel, churnKinds, monotoneKinds } from './churn/model.ts';
export {
  type Candidate,
  type Comparison,
  compareChurn,
  type Selection,
  type SelectionOptions,
  selectChurn,
} from './churn/selection.ts';
export {
  fitSurrogateTree,
  type SurrogateNode,
  type SurrogateTree,
  surrogatePrediction,
} from './churn/surrogate-tree.ts';
export type { TrainingOptions } from './churn/training.ts';
export {
  type ContactCosts,
  type CostThreshold,
  costThreshold,
} from './evaluation/cost-threshold.ts';
export {
  type CrossValidation,
  crossValidate,
  measure,
  type Performance,
  type ValidationOptions,
} from './evaluation/cross-validation.ts';
export { type GroupPerformance, groupPerformance } from './evaluation/group-performance.ts';
export { type LiftDecile, liftByDecile } from './evaluation/lift.ts';
export {
  averagePrecision,
  brierScore,
  type Confusion,
  confusionAt,
  logLoss,
  rocAuc,
  rowLogLoss,
} from './evaluation/metrics.ts';
export { comparePaired, type PairedComparison } from './evaluation/paired-comparison.ts';
export { rankCorrelation } from './evaluation/rank-correlation.ts';
export {
  calibrationError,
  type ReliabilityBin,
  realisedAgainstPredicted,
  reliabilityBins,
} from './evaluation/reliability.ts';
export { splitByTime, type TimeSplit } from './evaluation/time-split.ts';
export {
  type Baseline,
  backtestSpend,
  backtestValue,
  baselines,
  type ForecastMeasures,
  forecastContribution,
  type SpendBaseline,
  spendBaselines,
  splitHistory,
  type ValueBacktest,
  type ValueDecile,
  type ValueForecast,
} from './evaluation/value-backtest.ts';
export { type BgNbdModel, fitBgNbd, fitModifiedBgNbd } from './lifetime/bg-nbd.ts';
export {
  cumulativeValue,
  discountedValue,
  growingValue,
  perpetuityValue,
  purchaseValue,
  retentionValue,
} from './lifetime/cash-flow.ts';
export {
  type ContributionModel,
  type ExpectedContribution,
  expectContribution,
  expectedContribution,
  learnContribution,
} from './lifetime/contribution.ts';
export type { ContributionHistory } from './lifetime/contribution-estimate.ts';
export {
  type ContributionValue,
  contributionLifetimeValue,
  type ValueOptions,
} from './lifetime/contribution-value.ts';
export {
  customerLifetimeValue,
  lifetimeValueIfStaying,
} from './lifetime/customer-lifetime-value.ts';
export {
  type Departure,
  hazardsOf,
  monthlyChurn,
  type Reversion,
  survivalOf,
} from './lifetime/departure.ts';
export { akaike, type DropoutOrNone, dropoutOrNone } from './lifetime/dropout-or-none.ts';
export {
  expectedSpend,
  fitGammaGamma,
  type GammaGammaModel,
  type Spending,
} from './lifetime/gamma-gamma.ts';
export type { Boundary } from './lifetime/maximum-likelihood.ts';
export { fitNbd, type NbdModel, ratesDiffer } from './lifetime/nbd.ts';
export { fitParetoNbd } from './lifetime/pareto-nbd.ts';
export type { CovariateEffect, ParetoNbdModel } from './lifetime/pareto-nbd-model.ts';
export type { Covariates, Rfm } from './lifetime/rfm.ts';
export { type RiskPersistence, riskPersistence } from './lifetime/risk-persistence.ts';
export {
  fitRetentionByTenure,
  fitShiftedBetaGeometric,
  type ShiftedBetaGeometricModel,
  survivalCurve,
} from './lifetime/shifted-beta-geometric.ts';
export {
  expectedTransactions,
  probabilityAlive,
  type TransactionModel,
} from './lifetime/transaction-model.ts';
export {
  type Assumptions,
  assumptionsBehind,
  type Driver,
  type Supposition,
  steadyAssumptionsBehind,
  type WhatIf,
  whatIf,
} from './lifetime/what-if.ts';
export { atRows } from './numeric/at-rows.ts';
export { type Random, seededRandom } from './numeric/random.ts';
export { monthsSince } from './numeric/vector-arithmetic.ts';
export { type Evidence, posterior } from './risk/inference.ts';
export { learnTables, type RiskCase } from './risk/learn-tables.ts';
export { checkNetwork, NetworkError, type RiskNetwork, type RiskVariable } from './risk/network.ts';
export { estimateSatisfaction, type KnownSatisfaction } from './scores/estimated-satisfaction.ts';
export {
  type LifecycleActivity,
  type LifecycleBounds,
  type LifecycleStage,
  lifecycleStages,
  stages,
} from './scores/lifecycle.ts';
export { churnRate, contributionRate, repurchaseRate } from './scores/rates.ts';
export { percentileRanks, type RfmBehaviour, type RfmScore, rfmScore } from './scores/rfm.ts';
export { meanRating, surveySatisfaction, weightedSatisfaction } from './scores/satisfaction.ts';
export { type Tier, type TierShares, tiers, tiersByShareOfValue } from './scores/tiers.ts';
export {
  type ValueParts,
  type ValueWeights,
  valueScore,
  weightedScore,
} from './scores/value-score.ts';
export { assignPart, type PartTally, portrayParts } from './segments/assign-parts.ts';
export { type AssignmentOptions, assignSegments } from './segments/assign-segments.ts';
export type { ChoiceOfK } from './segments/choose-k.ts';
export type { FitOptions, SegmentationFit } from './segments/complete-fit.ts';
export type { DensityCut } from './segments/density-choice.ts';
export {
  applyTransformation,
  type FeatureColumn,
  type FeatureSpecification,
  type FeatureTransformation,
} from './segments/feature-transformation.ts';
export { fitSegmentation } from './segments/fit-segmentation.ts';
export type { DendrogramNode } from './segments/hierarchical.ts';
export { type KMeans, type KMeansOptions, kMeans } from './segments/k-means.ts';
export { measureSegments, type SegmentMeasures } from './segments/measures.ts';
export { countMovement, type Movement } from './segments/movement.ts';
export type { FeatureWords } from './segments/naming.ts';
export { type PrincipalPlane, projectOnPlane } from './segments/principal-components.ts';
export { adjustedRandIndex } from './segments/rand-index.ts';
export { refitSegmentation, type SegmentChanges } from './segments/refit-segmentation.ts';
export type { Condition, Rule } from './segments/rules.ts';
export {
  hasDrifted,
  type Segment,
  type Segmentation,
  type SegmentationModel,
  type SegmentationSpecification,
  type SegmentDrift,
  segmentIds,
  type WantedK,
} from './segments/segmentation.ts';
export type { GivenNames, NamingWords, SegmentName } from './segments/settled-names.ts';
export { type CoxModel, fitCox } from './survival/cox.ts';
export { type BaselineHazard, baselineHazard, coxSurvival } from './survival/cox-curves.ts';
export { type KaplanMeier, kaplanMeier, medianTime } from './survival/kaplan-meier.ts';
export { type LeavingAfter, type LeavingCounts, leavingAfter } from './survival/leaving-after.ts';
export type { SurvivalColumn, SurvivalData, SurvivalTimes } from './survival/survival-data.ts';
export { drawHoldOut } from './uplift/hold-out.ts';
export { differenceOfMeans, type Sample } from './uplift/means.ts';
export { profitableShare, type ShareProfit, type UpliftWorth } from './uplift/profitable-share.ts';
export {
  type Difference,
  differenceOfProportions,
  type Proportion,
} from './uplift/proportions.ts';
export {
  type PlannedPower,
  type SampleSize,
  sampleSizeOfMeans,
  sampleSizeOfProportions,
  smallestVisibleRise,
} from './uplift/sample-size.ts';
export { criticalValues } from './uplift/stopping.ts';
export {
  type CurvePoints,
  qiniPoints,
  type RankedCampaign,
  type UpliftCurve,
  upliftCurve,
  upliftPoints,
} from './uplift/uplift-curve.ts';
export {
  type CampaignOutcome,
  predictUplift,
  qiniByChance,
  trainUplift,
  type UpliftCandidate,
  type UpliftMethod,
  type UpliftModel,
  type UpliftValidation,
  upliftCandidates,
  validateUplift,
} from './uplift/uplift-model.ts';
