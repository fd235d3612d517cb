import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel } from '../../settings/value-models.ts';
import { type ModelKind, storedStages } from '../../store/kinds.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';
import {
  atRows,
  lifecycleStages,
  monthsSince,
  rfmScore,
  tiersByShareOfValue,
  valueScore,
} from '../../valuation/index.ts';
import type { Advised } from '../churn/churn-advice.ts';
import { activeAt, type ChurnDefinition, churnDefinitionOf } from '../churn/churn-labels.ts';
import type { PackedReasons } from '../churn/churn-reasons.ts';
import { type ChurnPast, predictLeaving } from '../churn/predict-leaving.ts';
import type { BankSnapshots } from '../history/snapshots.ts';
import { type RunSegment, type SegmentedBank, segmentBank } from '../segments/segment-bank.ts';
import { segmentColumns } from '../segments/segment-columns.ts';
import type { LastSegmentation } from '../segments/segment-customers.ts';
import { type CustomerClv, expectPurchases, purchasesOf } from '../value/clv.ts';
import { judgeValueModel, judgeValueModels } from '../value/judge-value-models.ts';
import { measureReversion } from '../value/risk-reversion.ts';
import { contributionsBeforeLeaving } from '../value/value-backtest.ts';
import { valueByModel } from '../value/value-by-model.ts';
import { type ValueCard, valueMethods } from '../value/value-card.ts';
import { foremostWarnings } from './foremost-warnings.ts';

/** What a valuation is computed from: data alone, so that any thread may compute it. */
export type ValuationInput = {
  bank: BankSnapshots;
  /** the segmentations of the last run by their id; none where there was no run */
  lastSegmentation: Readonly<Record<string, LastSegmentation>>;
  /** the highest number that a segment ever had, by segmentation */
  highestNumbers: ReadonlyMap<string, number>;
  churnPast: ChurnPast;
  config: Config;
  seed: number;
};

/** One entry a customer; NaN is unknown. */
export type CustomerFigures = {
  recencyDays: Float64Array;
  frequency: Float64Array;
  monetary: Float64Array;
  recencyScore: Uint8Array;
  frequencyScore: Uint8Array;
  monetaryScore: Uint8Array;
  probabilityAlive: Float64Array;
  expectedTransactions: Float64Array;
  contribution12m: Float64Array;
  expectedContribution: Float64Array;
  clv: Float64Array;
  clvLow: Float64Array;
  clvHigh: Float64Array;
  /** the CLV without the chance of leaving; NaN for those who have left */
  valueIfStays: Float64Array;
  /** the churn probability × the value if they stay; NaN where there is no churn probability */
  valueAtStake: Float64Array;
  cvs: Float64Array;
  /** 0 high, 1 medium, 2 low */
  tier: Uint8Array;
  /** of the main segmentation; −1: in none */
  segment: Int32Array;
  churnProbability: Float64Array;
  balance: Float64Array;
  satisfaction: Float64Array;
  /** 1 where it is estimated from what they wrote */
  satisfactionEstimated: Uint8Array;
  /** index into `storedStages` */
  stage: Uint8Array;
};

/** A model of the run for the store; no body where the last run's is carried on with. */
export type ModelResult = { method: string; body: unknown; card: Record<string, unknown> } | 'kept';

/** The valuation of a bank. */
export type Valuation = {
  figures: CustomerFigures;
  reasons: PackedReasons;
  advice: (Advised | null)[];
  /** from which churn probability customers are at risk */
  atRisk: number;
  models: Partial<Record<ModelKind, ModelResult>>;
  /** churn models that competed and are not in use */
  challengers: Exclude<ModelResult, 'kept'>[];
  segments: RunSegment[];
  /** segment numbers of the further segmentations, one entry a customer; −1: in none */
  furtherSegments: { id: string; numbers: Int32Array }[];
  /** what must be known before any figure is read */
  foremost: Coded<'run-warnings'>[];
  warnings: Coded<'run-warnings'>[];
  /** seconds by step */
  seconds: Record<string, number>;
};

/**
 * Values a bank. The same input gives the same figures to the last bit.
 *
 * @param contributions customers × months, row-major, oldest month first; NaN where they were not the bank's customer.
 *   What does not need them is computed before they arrive
 * @param clock milliseconds, for the seconds each step took
 * @param onStep called before each step with its name
 */
export async function valueBank(
  { bank, lastSegmentation, highestNumbers, churnPast, config, seed }: ValuationInput,
  contributions: Promise<Float64Array>,
  clock: () => number,
  onStep: (step: string) => void,
): Promise<Valuation> {
  const seconds: Record<string, number> = {};
  let began = clock();
  const step = (name: string) => onStep(name);
  const done = (name: string) => {
    seconds[name] = (clock() - began) / 1000;
    began = clock();
  };
  const { customers, snapshots } = bank;
  const [now] = snapshots;
  const rows = customers.joined.length;
  const wanted = churnDefinitionOf(config.churn, customers, bank.learning.snapshots);
  // In a bank that records no transactions silence says nothing, so that only a closed customer has left.
  const definition: ChurnDefinition = now.recorded === null ? { definition: 'closed' } : wanted;
  const active = activeAt(customers, now, definition);

  step('churn');
  const churn = await predictLeaving(bank, definition, active, churnPast, {
    ...config.churn,
    seed,
  });
  done('churn');

  step('lifetime');
  const history = await contributions;
  done('lifetime');

  step('backtest');
  const { clv } = config.valuation;
  const past = {
    bank,
    contributions: contributionsBeforeLeaving(history, bank, definition),
    clv,
    seed,
  };
  const judged = judgeValueModels(past);
  const purchases = expectPurchases(
    purchasesOf(bank),
    isPurchaseModel(judged.model) ? judged.model : 'modified-bg-nbd',
    clv.horizonMonths,
  );
  done('backtest');

  step('segments');
  const tenure = monthsSince(customers.joined, now.dayNumber).map((months, row) =>
    Number.isNaN(months) && active[row] === 1 ? now.monthsKnown : months,
  );
  const contribution12m = lastYear(history, rows);
  const activeRows = Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
  const models: Valuation['models'] = {};
  const segmented =
    activeRows.length === 0
      ? null
      : await segmentBank(
          segmentColumns(now, {
            tenure,
            contribution12m,
            satisfaction: bank.satisfaction.values,
          }).map(({ name, values }) => ({
            name,
            values: atRows(values, activeRows),
          })),
          activeRows,
          lastSegmentation,
          config.valuation.segments,
          { asOf: now.day, seed, highestNumbers },
        );
  const [{ numbers: segment }, ...furtherSegments] = segmentNumbers(segmented, activeRows, rows);
  if (segmented !== null) models.segments = segmented.model ?? 'kept';
  done('segments');

  step('value');
  const reversion = measureReversion(
    bank.learning,
    churn.model,
    definition,
    churn.baseRate,
    config.churn,
  );
  const leaves = churn.probability.map((p) => (Number.isNaN(p) ? churn.baseRate : p));
  const {
    valued,
    model,
    retention,
    warnings: fallback,
  } = valueByModel(
    judged.model,
    { bank, contributions: history, active, segment, churn: leaves, reversion, purchases },
    clv,
  );
  const backtest = model === judged.model ? judged.backtest : judgeValueModel(model, past);
  const foremost = foremostWarnings(bank, wanted, active, isPurchaseModel(model));
  const valueWarnings = [...purchases.warnings, ...fallback];
  done('value');

  step('scores');
  const figures = figuresOf(bank, active, { tenure, contribution12m, segment }, config);
  const warnings = [...churn.card.warnings, ...valueWarnings, ...(segmented?.warnings ?? [])];
  if (churn.model !== null) {
    models.churn = { method: churn.model.kind, body: churn.model, card: { ...churn.card } };
  }
  const valueCard: ValueCard = {
    ...clv,
    model,
    customers: activeRows.length,
    survival:
      churn.model === null
        ? {
            from: 'base rate',
            leavingWithinHorizon: churn.baseRate,
            ...(churn.missing === null ? {} : { because: churn.missing }),
          }
        : { from: 'churn model', reversion },
    backtest,
    choice: model === judged.model ? judged.choice : null,
    warnings: [...foremost, ...valueWarnings],
  };
  models.clv = {
    method: valueMethods[model],
    body: { transactions: purchases.transactions, gammaGamma: purchases.gammaGamma, retention },
    card: { ...valueCard },
  };
  done('scores');
  return {
    figures: {
      ...figures,
      probabilityAlive: onlyActive(purchases.probabilityAlive, active, 0),
      expectedTransactions: onlyActive(purchases.expectedTransactions, active, 0),
      churnProbability: churn.probability,
      valueAtStake: valued.ifStays.map((amount, row) => churn.probability[row]! * amount),
      ...tieredClv(valued, active, config),
    },
    reasons: churn.reasons,
    advice: churn.advice,
    atRisk: churn.riskThreshold.value,
    models,
    challengers: churn.challengers.map(({ model, card }) => ({
      method: model.kind,
      body: model,
      card: { ...card },
    })),
    segments: segmented?.segments ?? [],
    furtherSegments,
    foremost,
    warnings,
    seconds,
  };
}

type Numbers = SegmentedBank['segmentations'][number];

/** Segment numbers by segmentation, the main one first, one entry a customer of the bank; −1 for those who are in none. */
function segmentNumbers(
  segmented: SegmentedBank | null,
  segmentedRows: Uint32Array,
  rows: number,
): [Numbers, ...Numbers[]] {
  const [main, ...further] = (segmented?.segmentations ?? []).map(({ id, numbers }) => {
    const spread = new Int32Array(rows).fill(-1);
    segmentedRows.forEach((row, i) => {
      spread[row] = numbers[i]!;
    });
    return { id, numbers: spread };
  });
  return [main ?? { id: mainSegmentation, numbers: new Int32Array(rows).fill(-1) }, ...further];
}

function tieredClv(
  valued: CustomerClv,
  active: Uint8Array,
  config: Config,
): Pick<
  CustomerFigures,
  'expectedContribution' | 'clv' | 'clvLow' | 'clvHigh' | 'valueIfStays' | 'tier'
> {
  const { high, medium } = config.valuation.tiers;
  const valueIfStays = onlyActive(valued.ifStays, active, Number.NaN);
  return {
    expectedContribution: valued.expectedContribution,
    clv: valued.clv,
    // Where most of the chance is at nothing, what is expected lies beyond both tails.
    clvLow: valued.low.map((low, row) => Math.min(low, valued.clv[row]!)),
    clvHigh: valued.high.map((high, row) => Math.max(high, valued.clv[row]!)),
    valueIfStays,
    tier: tiersByShareOfValue(valueIfStays, { high, medium: medium - high }),
  };
}

function figuresOf(
  bank: BankSnapshots,
  active: Uint8Array,
  known: { tenure: Float64Array; contribution12m: Float64Array; segment: Int32Array },
  config: Config,
) {
  const [{ dayNumber, columns, monthsKnown }] = bank.snapshots;
  const recencyDays = columns.last_own.map((day) => dayNumber - day);
  const frequency = columns.own_12m;
  const monetary = columns.own_amount_12m.map((amount, row) =>
    frequency[row]! > 0 ? amount / frequency[row]! : Number.NaN,
  );
  const scores = rfmScore({
    recency: onlyActive(recencyDays, active, Number.NaN),
    frequency: onlyActive(frequency, active, Number.NaN),
    monetary: onlyActive(monetary, active, Number.NaN),
  });
  const { revenue, frequency: often, satisfaction } = config.valuation.cvs;
  const cvs = valueScore(
    {
      // Where nothing but costs is known, what customers spend tells more of what they bring in.
      revenue: onlyActive(
        bank.bringsIn ? known.contribution12m : columns.own_amount_12m,
        active,
        Number.NaN,
      ),
      transactionFrequency: onlyActive(frequency, active, Number.NaN),
      satisfaction: onlyActive(bank.satisfaction.values, active, Number.NaN),
    },
    { revenue, transactionFrequency: often, satisfaction },
  );
  // How many months of the past year, before the newest three, the customer was with the bank.
  const monthsBefore = known.tenure.map((tenure) => Math.min(12, tenure, monthsKnown) - 3);
  const stage = lifecycleStages({
    tenureMonths: known.tenure.map((tenure) => (Number.isNaN(tenure) ? 0 : tenure)),
    recentActivity: columns.own_3m.map((count) => count / 3),
    earlierActivity: columns.own_12m.map((count, row) =>
      monthsBefore[row]! >= 1 ? (count - columns.own_3m[row]!) / monthsBefore[row]! : Number.NaN,
    ),
  });
  return {
    recencyDays,
    frequency,
    monetary,
    recencyScore: scores.recency,
    frequencyScore: scores.frequency,
    monetaryScore: scores.monetary,
    contribution12m: known.contribution12m,
    cvs: cvs.map((score) => (Number.isNaN(score) ? 0 : score)),
    segment: known.segment,
    balance: bank.balance,
    satisfaction: bank.satisfaction.values,
    satisfactionEstimated: bank.satisfaction.estimated,
    stage: stage.map((index, row) => (active[row] === 1 ? index : storedStages.length - 1)),
  };
}

/** Contribution of the newest twelve months; `NaN` where none of them is known. */
function lastYear(history: Float64Array, rows: number): Float64Array {
  const months = history.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = Number.NaN;
    for (let month = Math.max(0, months - 12); month < months; month++) {
      const value = history[row * months + month]!;
      if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
    }
    return sum;
  });
}

function onlyActive(values: Float64Array, active: Uint8Array, otherwise: number): Float64Array {
  return values.map((value, row) => (active[row] === 1 ? value : otherwise));
}
