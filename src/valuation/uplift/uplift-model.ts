import { predictChurn, trainChurn } from '../churn/churn-model.ts';
import { type Dataset, takeLabels, takeRows } from '../churn/dataset.ts';
import type { ChurnKind, ChurnModel } from '../churn/model.ts';
import type { TrainingOptions } from '../churn/training.ts';
import { stratifiedFolds } from '../evaluation/stratified-folds.ts';
import { seededRandom } from '../numeric/random.ts';
import { type RankedCampaign, upliftCurve } from './uplift-curve.ts';

/** Who was treated in a campaign and what came of it, one entry a customer, as in {@link RankedCampaign}. */
export type CampaignOutcome = Omit<RankedCampaign, 'score'>;

/**
 * How uplift is learnt. `twoModel`: a model of the treated and one of the held-out, whose probabilities are subtracted.
 * `classTransformation`: one model of whether outcome and group agree, whose probability p gives 2p − 1 (Jaskowski and
 * Jaroszewicz 2012); it is the transformed outcome for trainers that learn classes.
 */
export type UpliftMethod = 'twoModel' | 'classTransformation';

/** A method over a kind of the trainers there are for churn. */
export type UpliftCandidate = { readonly method: UpliftMethod; readonly kind: ChurnKind };

/** A trained model as plain JSON. */
export type UpliftModel =
  | { readonly method: 'twoModel'; readonly treated: ChurnModel; readonly heldOut: ChurnModel }
  | { readonly method: 'classTransformation'; readonly agrees: ChurnModel };

/**
 * What is tried. The class transformation repeats customers of the smaller group so that both weigh the same, for the
 * trainers take no weights; boosting, which chooses its number of trees on rows it holds out, would find them there again,
 * and is left to the two models.
 */
export const upliftCandidates: readonly UpliftCandidate[] = [
  { method: 'twoModel', kind: 'logistic' },
  { method: 'classTransformation', kind: 'logistic' },
  { method: 'twoModel', kind: 'boosting' },
];

/**
 * Trains a model of what treating a customer changes.
 *
 * @throws RangeError where one group has only one outcome, or as {@link trainChurn} does
 */
export function trainUplift(
  { method, kind }: UpliftCandidate,
  dataset: Dataset,
  { treated, outcome }: CampaignOutcome,
  options: TrainingOptions,
): UpliftModel {
  const y = Uint8Array.from(outcome);
  const group = (of: number) => rowsWhere(treated, (each) => each === of);
  const trained = (rows: Uint32Array, labels: Uint8Array) =>
    trainChurn(kind, takeRows(dataset, rows), takeLabels(labels, rows), options);
  if (method === 'twoModel') {
    return { method, treated: trained(group(1), y), heldOut: trained(group(0), y) };
  }
  const agrees = y.map((each, row) => (each === treated[row] ? 1 : 0));
  return {
    method,
    agrees: trained(balanced(group(1), group(0), options.seed), agrees),
  };
}

/**
 * By how much treating each customer changes the probability of the outcome, from −1 to 1; columns are found by name.
 *
 * @throws RangeError when a column the model needs is absent or of the other kind
 */
export function predictUplift(model: UpliftModel, dataset: Dataset): Float64Array {
  if (model.method === 'classTransformation') {
    return predictChurn(model.agrees, dataset).map((probability) => 2 * probability - 1);
  }
  const without = predictChurn(model.heldOut, dataset);
  return predictChurn(model.treated, dataset).map(
    (probability, row) => probability - without[row]!,
  );
}

/** How well a method ranks customers whom it did not learn from. */
export type UpliftValidation = UpliftCandidate & {
  /** each customer's, from the model that was not trained on them */
  readonly score: Float64Array;
  readonly qini: number;
  readonly auuc: number;
};

/**
 * Cross-validates a method: folds are shuffled by the seed and have their share of each group and outcome, and the held-out
 * scores are measured pooled.
 *
 * @throws RangeError where a fold's training rows cannot be trained on, or as {@link upliftCurve} does
 */
export function validateUplift(
  candidate: UpliftCandidate,
  dataset: Dataset,
  { treated, outcome }: CampaignOutcome,
  options: TrainingOptions & { readonly folds: number },
): UpliftValidation {
  const fold = new Uint8Array(treated.length);
  for (const group of [0, 1]) {
    const rows = rowsWhere(treated, (each) => each === group);
    const dealt = stratifiedFolds(
      takeLabels(Uint8Array.from(outcome), rows),
      options.folds,
      options.seed,
    );
    rows.forEach((row, i) => {
      fold[row] = dealt[i]!;
    });
  }
  const score = new Float64Array(treated.length);
  for (let held = 0; held < options.folds; held++) {
    const inside = rowsWhere(fold, (each) => each === held);
    const outside = rowsWhere(fold, (each) => each !== held);
    const learnt = {
      treated: takeLabels(treated, outside),
      outcome: takeLabels(Uint8Array.from(outcome), outside),
    };
    const model = trainUplift(candidate, takeRows(dataset, outside), learnt, options);
    predictUplift(model, takeRows(dataset, inside)).forEach((uplift, i) => {
      score[inside[i]!] = uplift;
    });
  }
  const { qini, auuc } = upliftCurve({ score, treated, outcome });
  return { ...candidate, score, qini, auuc };
}

/**
 * How often a ranking by chance would have a Qini at least as large: a permutation test of a ranking.
 *
 * @param permutations how many random rankings it is held to
 * @returns above 0, at most 1
 * @throws RangeError as {@link upliftCurve} does
 */
export function qiniByChance(
  { score, treated, outcome }: RankedCampaign,
  permutations: number,
  seed: number,
): number {
  const random = seededRandom(seed);
  const { qini } = upliftCurve({ score, treated, outcome });
  const shuffled = score.slice();
  let asLarge = 1;
  for (let i = 0; i < permutations; i++) {
    random.shuffle(shuffled);
    if (upliftCurve({ score: shuffled, treated, outcome }).qini >= qini) asLarge++;
  }
  return asLarge / (permutations + 1);
}

/** All rows of both groups, those of the smaller repeated until it has as many; who is repeated once more, the seed says. */
function balanced(one: Uint32Array, other: Uint32Array, seed: number): Uint32Array {
  const [larger, smaller] = one.length >= other.length ? [one, other] : [other, one];
  const shuffled = seededRandom(seed).shuffle(smaller.slice());
  const repeated = larger.map((_, i) => shuffled[i % shuffled.length]!);
  const all = new Uint32Array(2 * larger.length);
  all.set(larger);
  all.set(repeated, larger.length);
  return all.sort();
}

function rowsWhere(of: Uint8Array, wanted: (value: number) => boolean): Uint32Array {
  return Uint32Array.from(of, (_, row) => row).filter((row) => wanted(of[row]!));
}
