import { z } from 'zod';
import type { Coded } from '../../language/messages.ts';
import { storedText } from '../../language/stored-text.ts';
import {
  type ChurnModel,
  type Dataset,
  type Drift,
  measureDrift,
  predictChurn,
  profileDataset,
  realisedAgainstPredicted,
} from '../../valuation/index.ts';

const driftOfColumn = z.object({
  name: z.string(),
  index: z.number(),
  verdict: z.enum(['stable', 'moving', 'moved']),
}) satisfies z.ZodType<Drift>;

/** What a model predicted of customers whose outcome is known by now, and what came. */
const realised = z.object({
  /** the day of the prediction, YYYY-MM-DD */
  asOf: z.string(),
  /** whether a published run predicted so, or the model as it would have been then */
  from: z.enum(['run', 'window']),
  customers: z.number(),
  /** share expected to leave, and share who left */
  predicted: z.number(),
  realised: z.number(),
  /** how far the second lies above the first, in standard errors */
  standardErrors: z.number(),
});
export type Realised = z.output<typeof realised>;

/** What has drifted: `about` is a feature, `score` or `realised`. */
export type DriftWarning = { about: string } & Coded<'run-warnings'>;

/** Reads off a card how far the bank has moved from what its churn model learnt. */
export const churnDriftShape = z.object({
  /** the newest day the model learnt customers of, which today's are compared with */
  since: z.string(),
  /** population stability index of each feature, the most moved first */
  features: z.array(driftOfColumn),
  /** the same of the churn probability */
  score: driftOfColumn,
  realised: realised.nullable(),
  warnings: z.array(z.intersection(z.object({ about: z.string() }), storedText)),
});

/** How far the bank has moved from what its churn model learnt. */
export type ChurnDrift = Omit<z.output<typeof churnDriftShape>, 'warnings'> & {
  warnings: DriftWarning[];
};

/** Beyond this the realised share differs from the predicted by more than chance … */
const mostStandardErrors = 3;
/** … and by more than anybody would shrug at, as a share of the predicted. */
const mostOff = 0.25;

/**
 * The population stability index of each feature between two days, the most moved first. A feature that was not known on
 * one of them is left out: it is no drift that a bank's history has grown long enough.
 */
export function featureDrift(then: Dataset, now: Dataset): Drift[] {
  const known = ({ columns }: Dataset, name: string) =>
    columns.find((column) => column.name === name)?.values.some((value) => !Number.isNaN(value));
  const comparable = then.columns.filter(({ name }) => known(then, name) && known(now, name));
  return measureDrift(profileDataset({ ...then, columns: comparable }), now).sort(
    (a, b) => b.index - a.index,
  );
}

/** The population stability index of a model's churn probability between two days. */
export function scoreDrift(model: ChurnModel, then: Dataset, now: Dataset): Drift {
  const scored = (dataset: Dataset): Dataset => ({
    columns: [{ name: 'churn probability', kind: 'number', values: predictChurn(model, dataset) }],
    rows: dataset.rows,
  });
  const [drift] = measureDrift(profileDataset(scored(then)), scored(now));
  if (drift === undefined) throw new Error('The churn probability has no drift to measure.');
  return drift;
}

/** What was predicted of customers against what came. */
export function realisedOf(
  asOf: string,
  from: Realised['from'],
  labels: Uint8Array,
  probability: Float64Array,
): Realised {
  return {
    asOf,
    from,
    customers: labels.length,
    ...realisedAgainstPredicted(labels, probability),
  };
}

/**
 * Completes what was measured of drift with a warning for each feature that has moved, for the score, and for outcomes
 * that differ from the prediction by more than chance.
 */
export function churnDrift(measured: Omit<ChurnDrift, 'warnings'>): ChurnDrift {
  const warnings: DriftWarning[] = [];
  const { since, features, score, realised } = measured;
  for (const { name, index, verdict } of features) {
    if (verdict !== 'moved') continue;
    warnings.push({ about: name, code: 'drift.feature', figures: { feature: name, since, index } });
  }
  if (score.verdict === 'moved') {
    warnings.push({ about: 'score', code: 'drift.score', figures: { since, index: score.index } });
  }
  if (realised !== null) {
    const { asOf, customers, predicted, realised: left, standardErrors } = realised;
    const off = Math.abs(left - predicted) > mostOff * predicted;
    if (Math.abs(standardErrors) > mostStandardErrors && off) {
      warnings.push({
        about: 'realised',
        code: 'drift.realised',
        figures: { customers, asOf, predicted, realised: left },
      });
    }
  }
  return { ...measured, warnings };
}

const cardWithDrift = z.looseObject({ drift: churnDriftShape.pick({ warnings: true }).nullish() });

/** The warnings of drift on a stored card; undefined where drift was not measured. */
export function driftWarnings(
  card: unknown,
): z.output<typeof churnDriftShape>['warnings'] | undefined {
  return cardWithDrift.safeParse(card).data?.drift?.warnings;
}
