import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import type { Told } from '../../language/localised-text.ts';
import type { Config } from '../../settings/settings.ts';
import {
  averagePrecision,
  brierScore,
  type Calibration,
  type ChurnKind,
  type Confusion,
  calibrationError,
  churnKinds,
  confusionAt,
  costThreshold,
  type DroppedFeature,
  type GroupPerformance,
  groupPerformance,
  type LiftDecile,
  liftByDecile,
  logLoss,
  type ReliabilityBin,
  reliabilityBins,
  rocAuc,
} from '../../valuation/index.ts';
import type { Gathered } from '../history/snapshots.ts';
import type { Leaving } from './churn-labels.ts';
import type { Window } from './churn-windows.ts';
import type { ChurnDrift } from './drift.ts';

/** How a model did on a window it had not seen. */
export type ChurnMetrics = {
  auc: number;
  /** area under the precision-recall curve */
  prAuc: number;
  brier: number;
  logLoss: number;
  /** leavers among the tenth with the highest probability, over the rate among all */
  topDecileLift: number;
  deciles: LiftDecile[];
  /** mean distance of what was said from what came, 0 to 1 */
  calibrationError: number;
  reliability: ReliabilityBin[];
  /** the probability from which a customer is at risk, and what calling them so would have brought */
  threshold: number;
  confusion: Confusion;
  /** from which probability a contact pays, and what that would have brought; null where no costs are set */
  contact: ReturnType<typeof costThreshold> | null;
};

/** How the model treats customers who differ in what it must not know. */
export type ChurnGroups = { attribute: 'sex' | 'age'; groups: GroupPerformance[] };

const selection = z.object({
  /** as-of date of the run that chose, YYYY-MM-DD */
  selectedOn: z.string(),
  /** why it was time: nothing to go on with, the last choice too old, drift, or other settings */
  because: z.enum(['first', 'age', 'drift', 'settings']),
  judgedOn: z.enum(['later window', 'cross-validation']),
  /** rows compared on, and how many of them left */
  rows: z.number(),
  leavers: z.number(),
  candidates: z.array(
    z.object({
      kind: z.enum(churnKinds),
      calibration: z.enum(['none', 'platt', 'isotonic']),
      auc: z.number(),
      brier: z.number(),
      logLoss: z.number(),
      /** mean log loss above that of the best, and how likely that much is where neither is better */
      difference: z.number(),
      pValue: z.number(),
      withinNoise: z.boolean(),
    }),
  ),
  /** the simplest within noise of the best */
  chosen: z.enum(churnKinds),
  /** how the one chosen did against the champion before it; null where there was none, or settings decided */
  against: z
    .object({
      champion: z.enum(churnKinds),
      difference: z.number(),
      pValue: z.number(),
      tookOver: z.boolean(),
    })
    .nullable(),
  /** features that had moved already, so that they are no reason to choose again */
  drifted: z.array(z.string()),
  /** the settings it was chosen under */
  settings: z.string(),
});

/** Who competed to be champion, and how it was decided. */
export type ChurnSelection = z.infer<typeof selection>;

/** What a run reads of the card of the champion before it. */
export const lastCardShape = z.looseObject({ selection });

/** What the store keeps about a churn model, for the model card. */
export type ChurnCard = {
  role: 'champion' | 'challenger';
  definition: Leaving;
  horizonMonths: number;
  windows: { from: string; to: string; customers: number; leavers: number }[];
  features: string[];
  /** features that were left out, and why */
  dropped: DroppedFeature[];
  calibration: Calibration['method'];
  /** on the newest window, by a model trained on the older ones; null where there was only one window */
  metrics: ChurnMetrics | null;
  /** by attributes that are no features, on the same window */
  groups: ChurnGroups[];
  selection: ChurnSelection | null;
  drift: ChurnDrift | null;
  seed: number;
  /** version of the program that trained it */
  codeVersion: string;
  warnings: Told[];
};

/** A card with nothing on it but the data it is about. */
export function emptyCard(
  definition: Leaving,
  horizonMonths: number,
  windows: readonly Window[],
  seed: number,
): ChurnCard {
  return {
    role: 'champion',
    definition,
    horizonMonths,
    windows: windows.map(({ from, to, labels }) => ({
      from,
      to,
      customers: labels.length,
      leavers: labels.reduce((sum, label) => sum + label, 0),
    })),
    features: [],
    dropped: [],
    calibration: 'none',
    metrics: null,
    groups: [],
    selection: null,
    drift: null,
    seed,
    codeVersion: manifest.version,
    warnings: [],
  };
}

/**
 * Every figure of the card about probabilities of a window a model had not seen.
 */
export function churnMetrics(
  y: Uint8Array,
  probability: Float64Array,
  { atRisk, contact }: Pick<Config['churn'], 'atRisk' | 'contact'>,
): ChurnMetrics {
  const deciles = liftByDecile(y, probability);
  return {
    auc: rocAuc(y, probability),
    prAuc: averagePrecision(y, probability),
    brier: brierScore(y, probability),
    logLoss: logLoss(y, probability),
    topDecileLift: deciles[0]?.lift ?? 0,
    deciles,
    calibrationError: calibrationError(y, probability),
    reliability: reliabilityBins(y, probability),
    threshold: atRisk,
    confusion: confusionAt(y, probability, atRisk),
    contact:
      contact === undefined
        ? null
        : costThreshold(y, probability, { ...contact, contact: contact.cost }),
  };
}

const ageBands = [30, 45, 60];

/**
 * Performance by sex and by age band, whether or not they may be features, as a bank needs to show that its model treats
 * customers alike. An attribute the bank does not record is left out.
 *
 * @returns groups named `female`, `not female`, `-29`, `30-44`, `45-59`, `60-` and `unknown`
 */
export function churnGroups(
  { born, female }: Gathered['customers'],
  { customers, dayNumber, labels }: Window,
  probability: Float64Array,
  threshold: number,
): ChurnGroups[] {
  const sexes = Array.from(customers, (row) => sexOf(female[row]!));
  const ages = Array.from(customers, (row) => ageBandOf((dayNumber - born[row]!) / 365.25));
  return [
    { attribute: 'sex' as const, names: sexes },
    { attribute: 'age' as const, names: ages },
  ]
    .filter(({ names }) => names.some((name) => name !== unknown))
    .map(({ attribute, names }) => ({
      attribute,
      groups: groupPerformance(labels, probability, names, threshold),
    }));
}

const unknown = 'unknown';

function sexOf(female: number): string {
  if (Number.isNaN(female)) return unknown;
  return female === 1 ? 'female' : 'not female';
}

function ageBandOf(age: number): string {
  if (Number.isNaN(age)) return unknown;
  const above = ageBands.findIndex((bound) => age < bound);
  if (above === -1) return `${ageBands.at(-1)}-`;
  return `${above === 0 ? '' : ageBands[above - 1]}-${ageBands[above]! - 1}`;
}

/** What the card says of how a kind is to be trained: kinds by name, in the reader's language. */
export const churnKindNames: Readonly<Record<ChurnKind, Told>> = {
  logistic: { en: 'Logistic regression', zh: '逻辑回归' },
  tree: { en: 'Decision tree', zh: '决策树' },
  forest: { en: 'Random forest', zh: '随机森林' },
  boosting: { en: 'Gradient boosting', zh: '梯度提升' },
  supportVector: { en: 'Support vector machine', zh: '支持向量机' },
  perceptron: { en: 'Multilayer perceptron', zh: '多层感知机' },
};
