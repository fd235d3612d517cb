import { z } from 'zod';
import type { Config } from '../../settings/settings.ts';
import {
  averagePrecision,
  brierScore,
  type Confusion,
  type CostThreshold,
  calibrationError,
  confusionAt,
  costThreshold,
  type LiftDecile,
  liftByDecile,
  logLoss,
  type ReliabilityBin,
  reliabilityBins,
  rocAuc,
} from '../../valuation/index.ts';

const contact = z.object({
  threshold: z.number(),
  contacted: z.number(),
  profit: z.number(),
}) satisfies z.ZodType<CostThreshold>;

const confusion = z.object({
  truePositives: z.number(),
  falsePositives: z.number(),
  trueNegatives: z.number(),
  falseNegatives: z.number(),
  accuracy: z.number(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
}) satisfies z.ZodType<Confusion>;

const decile = z.object({
  decile: z.number(),
  customers: z.number(),
  leavers: z.number(),
  rate: z.number(),
  lift: z.number(),
  gain: z.number(),
}) satisfies z.ZodType<LiftDecile>;

const bin = z.object({
  low: z.number(),
  high: z.number(),
  customers: z.number(),
  predicted: z.number(),
  observed: z.number(),
}) satisfies z.ZodType<ReliabilityBin>;

/** Reads off a card how a model did on a window it had not seen; what an earlier version did not measure is null or empty. */
export const churnMetricsShape = z.object({
  auc: z.number(),
  /** area under the precision-recall curve */
  prAuc: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  /** mean distance of the probabilities from what came, 0 to 1 */
  calibrationError: z.number().nullable().default(null),
  /** customers who left among the tenth with the highest probability, over the rate among all */
  topDecileLift: z.number(),
  deciles: z.array(decile).default([]),
  reliability: z.array(bin).default([]),
  /** the probability from which a customer is at risk, and what calling them so would have brought */
  threshold: z.number().nullable().default(null),
  confusion: confusion.nullable().default(null),
  /** from which probability a contact pays, and what that would have brought; null where no costs are set */
  contact: z.object({ breakEven: contact, best: contact.nullable() }).nullable().default(null),
});

/** How a model did on a window it had not seen. */
export type ChurnMetrics = z.output<typeof churnMetricsShape>;

/** The measures of a model that are one number, in the order they are shown in. */
export const churnMeasures = [
  'auc',
  'prAuc',
  'brier',
  'logLoss',
  'calibrationError',
] as const satisfies readonly (keyof ChurnMetrics)[];

/** From which probability a contact pays, and what it would have brought; null where no costs are set. */
export function contactThreshold(
  y: Uint8Array,
  probability: Float64Array,
  contact: Config['churn']['contact'],
): ChurnMetrics['contact'] {
  return contact === undefined
    ? null
    : costThreshold(y, probability, { ...contact, contact: contact.cost });
}

/**
 * Every figure of the card about probabilities of a window a model had not seen.
 *
 * @param atRisk the probability from which a customer is at risk
 */
export function churnMetrics(
  y: Uint8Array,
  probability: Float64Array,
  { atRisk, contact }: { atRisk: number; contact: Config['churn']['contact'] },
): ChurnMetrics {
  const deciles = liftByDecile(y, probability);
  return {
    auc: rocAuc(y, probability),
    prAuc: averagePrecision(y, probability),
    brier: brierScore(y, probability),
    logLoss: logLoss(y, probability),
    calibrationError: calibrationError(y, probability),
    topDecileLift: deciles[0]?.lift ?? 0,
    deciles,
    reliability: reliabilityBins(y, probability),
    threshold: atRisk,
    confusion: confusionAt(y, probability, atRisk),
    contact: contactThreshold(y, probability, contact),
  };
}
