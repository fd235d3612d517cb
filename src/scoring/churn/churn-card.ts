import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import type { Coded } from '../../language/messages.ts';
import { storedText } from '../../language/stored-text.ts';
import { churnKinds, type DroppedFeature } from '../../valuation/index.ts';
import { churnGroupsShape } from './churn-groups.ts';
import { type ChurnDefinition, churnDefinitionShape } from './churn-labels.ts';
import { churnMetricsShape } from './churn-metrics.ts';
import type { Window } from './churn-windows.ts';
import { type ChurnDrift, churnDriftShape } from './drift.ts';
import { formerNames } from './former-names.ts';
import { surrogateShape } from './inside-model.ts';
import { judgeOverrides, overridesShape } from './overrides.ts';
import { riskThresholdShape } from './risk-threshold.ts';

const calibration = z.enum(['none', 'platt', 'isotonic']);

const candidate = z.object({
  kind: z.enum(churnKinds),
  calibration: calibration.default('none'),
  auc: z.number(),
  brier: z.number(),
  logLoss: z.number(),
  /** mean log loss above that of the best, and how likely that much is where neither is better */
  difference: z.number(),
  pValue: z.number(),
  withinNoise: z.boolean(),
});

const challengerTest = z.object({
  champion: z.enum(churnKinds),
  difference: z.number(),
  pValue: z.number(),
  replacedChampion: z.boolean(),
});

const selection = z.object({
  /** as-of date of the run that chose, YYYY-MM-DD */
  selectedOn: z.string(),
  /** why it was time: nothing to go on with, the last choice too old, drift, or other settings */
  reason: z.enum(['first', 'age', 'drift', 'settings']),
  judgedOn: z.enum(['later window', 'cross-validation']),
  /** rows compared on, and how many of them left */
  rows: z.number(),
  leavers: z.number(),
  candidates: z.array(candidate),
  /** the simplest within noise of the best */
  chosen: z.enum(churnKinds),
  /** how the one chosen did against the champion before it; null where there was none, or settings decided */
  challengerTest: formerNames({ tookOver: 'replacedChampion' }, challengerTest).nullable(),
  /** features that had moved already, so that they are no reason to choose again */
  drifted: z.array(z.string()).default([]),
  /** the settings it was chosen under */
  settings: z.string().default(''),
});

/** Who competed to be champion, and how it was decided. */
export type ChurnSelection = z.output<typeof selection>;

const dropped = z.union([
  z.object({ feature: z.string(), reason: z.literal('tooManyValues') }),
  z.object({ feature: z.string(), reason: z.literal('constant') }),
  z.object({ feature: z.string(), reason: z.literal('duplicate'), of: z.string() }),
  z.object({ feature: z.string(), reason: z.literal('leak'), auc: z.number() }),
]) satisfies z.ZodType<DroppedFeature | { feature: string; reason: 'tooManyValues' }>;

/** Reads what the store keeps about a churn model, whichever version wrote it: what a version left out is null or empty. */
export const churnCardShape = z.object({
  role: z.enum(['champion', 'challenger']).default('champion'),
  definition: churnDefinitionShape,
  horizonMonths: z.number(),
  windows: z.array(
    z.object({ from: z.string(), to: z.string(), customers: z.number(), leavers: z.number() }),
  ),
  /** the day of the labels it learnt from; null where it learnt from who left over time */
  labelledOn: z.string().nullable().default(null),
  features: z.array(z.string()),
  /** features that were left out, and why */
  dropped: z.array(dropped).default([]),
  calibration: calibration.default('none'),
  /** on the newest window, by a model trained on the older ones, or of labels by cross-validation; null where there was neither */
  metrics: churnMetricsShape.nullable(),
  /** from which churn probability the run calls customers at risk; null where an earlier version wrote the card */
  riskThreshold: riskThresholdShape.nullable().default(null),
  /** how often people were right who said that somebody is not at risk; null where nobody had, or of an earlier version */
  overrides: overridesShape.nullable().default(null),
  /** by attributes that are no features, on the same window */
  groups: churnGroupsShape.default([]),
  selection: formerNames({ because: 'reason', against: 'challengerTest' }, selection)
    .nullable()
    .default(null),
  drift: churnDriftShape.nullable().default(null),
  seed: z.number().nullable().default(null),
  /** the median of each feature over the customers that the run valued, and nobody's own figure; of a text the most frequent; null where most lack it */
  typical: z
    .record(z.string(), z.union([z.number(), z.string()]).nullable())
    .nullable()
    .default(null),
  /** a small tree that imitates the model, to show what it does */
  surrogate: surrogateShape.nullable().default(null),
  /** version of the program that trained it */
  codeVersion: z.string().nullable().default(null),
  warnings: z.array(storedText).default([]),
});

/** A churn model's card as it is read. */
export type StoredChurnCard = z.output<typeof churnCardShape>;

/** A churn model's card as this version writes it: it warns by codes alone. */
export type ChurnCard = Omit<StoredChurnCard, 'drift' | 'warnings'> & {
  drift: ChurnDrift | null;
  warnings: Coded<'run-warnings'>[];
};

/** A card with nothing on it but the data it is about. */
export function emptyCard(
  definition: ChurnDefinition,
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
    labelledOn: null,
    features: [],
    dropped: [],
    calibration: 'none',
    metrics: null,
    riskThreshold: null,
    overrides: judgeOverrides(windows),
    groups: [],
    selection: null,
    drift: null,
    seed,
    typical: null,
    surrogate: null,
    codeVersion: manifest.version,
    warnings: [],
  };
}
