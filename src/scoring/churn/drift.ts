import { z } from 'zod';
import type { Told } from '../../language/localised-text.ts';
import {
  type ChurnModel,
  type Dataset,
  type Drift,
  measureDrift,
  predictChurn,
  profileDataset,
  realisedAgainstPredicted,
} from '../../valuation/index.ts';

/** What a model said of customers whose outcome is known by now, and what came. */
export type Realised = {
  /** the day it was said, YYYY-MM-DD */
  asOf: string;
  /** whether a published run said so, or the model as it would have been then */
  from: 'run' | 'window';
  customers: number;
  /** share expected to leave, and share who left */
  predicted: number;
  realised: number;
  /** how far the second lies above the first, in standard errors */
  standardErrors: number;
};

/** How far the bank has moved from what its churn model learnt. */
export type ChurnDrift = {
  /** the newest day the model learnt customers of, which today's are compared with */
  since: string;
  /** population stability index of each feature, the most moved first */
  features: Drift[];
  /** the same of the churn probability */
  score: Drift;
  realised: Realised | null;
  warnings: DriftWarning[];
};

/** `about` is what has moved: a feature, `score` or `realised`. */
type DriftWarning = Told & { about: string };

/** Beyond this the realised share differs from the predicted by more than chance … */
const mostStandardErrors = 3;
/** … and by more than anybody would shrug at, as a share of the predicted. */
const mostOff = 0.25;

/**
 * The population stability index of each feature between two days, the most moved first. A feature of which nothing was
 * known on one of them is passed over: that a bank's history has grown long enough is no drift.
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

/** What was said of customers against what came. */
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
 * Puts what was measured of drift together, with a warning for each feature that has moved, for the score, and for
 * outcomes that differ from what was said by more than chance.
 *
 * @param label what a feature is called
 */
export function churnDrift(
  measured: Omit<ChurnDrift, 'warnings'>,
  label: (feature: string) => Told,
): ChurnDrift {
  const warnings: DriftWarning[] = [];
  const { since, features, score, realised } = measured;
  for (const { name, index, verdict } of features) {
    if (verdict !== 'moved') continue;
    const called = label(name);
    warnings.push({
      about: name,
      en: `Drift: ${called.en} is spread differently from ${since}, the newest day the model learnt from (population stability index ${index.toFixed(2)}).`,
      zh: `漂移：“${called.zh}”的分布与模型最近的学习日期 ${since} 相比已明显不同（群体稳定性指数 ${index.toFixed(2)}）。`,
    });
  }
  if (score.verdict === 'moved') {
    warnings.push({
      about: 'score',
      en: `Drift: the churn probabilities are spread differently from ${since} (population stability index ${score.index.toFixed(2)}).`,
      zh: `漂移：流失概率的分布与 ${since} 相比已明显不同（群体稳定性指数 ${score.index.toFixed(2)}）。`,
    });
  }
  if (realised !== null) {
    const { asOf, customers, predicted, standardErrors } = realised;
    const off = Math.abs(realised.realised - predicted) > mostOff * predicted;
    if (Math.abs(standardErrors) > mostStandardErrors && off) {
      const said = (predicted * 100).toFixed(1);
      const came = (realised.realised * 100).toFixed(1);
      warnings.push({
        about: 'realised',
        en: `Of ${customers} customers on ${asOf}, ${said}% were expected to leave and ${came}% did.`,
        zh: `${asOf} 的 ${customers} 位客户中，预计流失 ${said}%，实际流失 ${came}%。`,
      });
    }
  }
  return { ...measured, warnings };
}

const driftOfCard = z.looseObject({
  drift: z
    .looseObject({
      warnings: z.array(z.object({ about: z.string(), en: z.string(), zh: z.string() })),
    })
    .nullish(),
});

/** The warnings of drift on a stored card; undefined where drift was not measured. */
export function driftWarnings(card: unknown): DriftWarning[] | undefined {
  return driftOfCard.safeParse(card).data?.drift?.warnings;
}
