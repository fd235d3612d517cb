import { type ActionableFeature, actionableFeatures } from '../../settings/churn-features.ts';
import type { ChurnAdvice, NoChurnAdvice } from '../../store/schema.ts';
import type { ChurnExecutor, ChurnModel, Dataset } from '../../valuation/index.ts';
import { type JudgeOf, learnJudge, withFeature } from './advice-evidence.ts';
import { rowsOf, type Stacked } from './churn-windows.ts';

/** Below this risk, unless customers are at risk from a lower one, nobody asks what would lower it. */
const leastRisk = 0.05;
/** A risk that is lower by less than a point, or by less than a tenth of itself, is not worth an action. */
const leastGain = 0.01;
const leastShare = 0.1;

/** The churn probability below which nobody asks, where customers are at risk from `atRisk`. */
export const leastAsked = (atRisk: number): number => Math.min(leastRisk, atRisk);

/** What goes with a lower risk for a customer, or why there is nothing to say. */
export type Advised = ChurnAdvice | NoChurnAdvice;

/** The customers in question. */
export type InQuestion = {
  dataset: Dataset;
  /** of each row of the dataset, by the model */
  probability: Float64Array;
  /** from which probability customers are at risk */
  atRisk: number;
};

/** Gives an entry a row; null where nobody asks, because the risk is low. */
export type ChurnAdvisor = (asked: InQuestion) => Promise<(Advised | null)[]>;

/**
 * Tells what goes with the lowest risk for each customer among the things the bank can change. The model is asked about the same
 * customer with that one thing changed; what it says counts only as far as past customers bear it out who were like that, and
 * the probability is never below what they suggest ({@link learnJudge}). What past customers teach is learnt at the first
 * question that needs it, and once.
 *
 * @param past the windows the model learnt from, or a sample of them
 * @param wanted the features that may be changed
 */
export function churnAdvisor(
  model: ChurnModel,
  past: Stacked,
  wanted: readonly ActionableFeature['name'][],
  { seed, executor }: { seed: number; executor: ChurnExecutor },
): ChurnAdvisor {
  const learnt = new Map<string, Promise<JudgeOf>>();
  const judgeOf = (feature: ActionableFeature): Promise<JudgeOf> => {
    const judge = learnt.get(feature.name) ?? learnJudge(past, feature, { seed, executor });
    learnt.set(feature.name, judge);
    return judge;
  };
  return (asked) => advise(asked, wanted, judgeOf, (dataset) => executor.predict(model, dataset));
}

async function advise(
  { dataset, probability, atRisk }: InQuestion,
  wanted: readonly ActionableFeature['name'][],
  judgeOf: (feature: ActionableFeature) => Promise<JudgeOf>,
  predict: (dataset: Dataset) => Promise<Float64Array>,
): Promise<(Advised | null)[]> {
  const least = leastAsked(atRisk);
  const rows = Uint32Array.from(probability.keys()).filter((row) => probability[row]! >= least);
  const advice = new Array<Advised | null>(dataset.rows).fill(null);
  for (const row of rows) advice[row] = { none: 'nothingToChange' };
  if (rows.length === 0) return advice;
  const asked = rowsOf(dataset, rows);
  for (const feature of actionableFeatures.filter(({ name }) => wanted.includes(name))) {
    const now = asked.columns.find(({ name }) => name === feature.name)?.values;
    if (now === undefined) continue;
    const then = now.map(feature.action.to);
    const changed = withFeature(asked, feature.name, feature.action.along, feature.action.to);
    const lowered = await predict(changed);
    const lowers = (i: number, p: number) => {
      const risk = probability[rows[i]!]!;
      return risk - p >= leastGain && risk - p >= leastShare * risk;
    };
    const promising = Array.from(then.keys()).filter((i) => !Number.isNaN(then[i]!));
    for (const i of promising) {
      atLeast(advice, rows[i]!, lowers(i, lowered[i]!) ? 'notBorneOut' : 'noEffect');
    }
    const worthJudging = promising.filter((i) => lowers(i, lowered[i]!));
    if (worthJudging.length === 0) continue;
    const judge = await (await judgeOf(feature))(asked);
    for (const i of worthJudging) {
      const row = rows[i]!;
      const found = judge(i, now[i]!, then[i]!, probability[row]!);
      if (found === null) continue;
      const promised = Math.max(lowered[i]!, found.probability);
      const best = advice[row];
      if (!lowers(i, promised)) continue;
      if (best != null && 'feature' in best && best.probability <= promised) continue;
      advice[row] = {
        feature: feature.name,
        from: now[i]!,
        to: then[i]!,
        probability: promised,
        similar: found.similar,
      };
    }
  }
  return advice;
}

const reasons = ['nothingToChange', 'noEffect', 'notBorneOut'] as const;

/** Puts down the reason for having no advice that got farthest. */
function atLeast(advice: (Advised | null)[], row: number, reason: NoChurnAdvice['none']): void {
  const before = advice[row];
  if (before == null || 'feature' in before) return;
  if (reasons.indexOf(reason) > reasons.indexOf(before.none)) advice[row] = { none: reason };
}
