import type { Coded } from '../../language/messages.ts';
import type { Config } from '../../settings/settings.ts';
import { isPurchaseModel } from '../../settings/value-models.ts';
import { type ModelKind, storedStages } from '../../store/kinds.ts';
import { mainSegmentation } from '../../store/segments/main-segmentation.ts';
import {
  atRows,
  type ChurnExecutor,
  type FeatureColumn,
  lifecycleStages,
  monthsSince,
  type PartTally,
} from '../../valuation/index.ts';
import type { Advised } from '../churn/churn-advice.ts';
import { activeAt, type ChurnDefinition, churnDefinitionOf } from '../churn/churn-labels.ts';
import type { PackedReasons } from '../churn/churn-reasons.ts';
import {
  type ChurnPast,
  type LearntChurn,
  learnLeaving,
  predictLeaving,
} from '../churn/predict-leaving.ts';
import { type BankNow, type LearningBank, today } from '../history/snapshots.ts';
import {
  type RunSegment,
  type SegmentedBank,
  segmentBank,
  segmentPart,
  segmentsOfParts,
} from '../segments/segment-bank.ts';
import { segmentColumns } from '../segments/segment-columns.ts';
import type { LastSegmentation } from '../segments/segment-customers.ts';
import {
  type CustomerClv,
  expectPurchases,
  fitPurchases,
  type PurchaseModels,
  purchasesOf,
} from '../value/clv.ts';
import { judgeValueModel, judgeValueModels } from '../value/judge-value-models.ts';
import { purchaseCard } from '../value/purchase-card.ts';
import { measureReversion } from '../value/risk-reversion.ts';
import { contributionsBeforeLeaving } from '../value/value-backtest.ts';
import { type LearntValue, learnValue, valueByModel } from '../value/value-by-model.ts';
import { nbdMethod, type ValueCard, valueMethods } from '../value/value-card.ts';
import { type Departures, departures, foremostWarnings } from './foremost-warnings.ts';
import { type Standing, Standings } from './standings.ts';

/** What a valuation learns from: data alone, so that any thread may compute it. */
export type ValuationInput = {
  /** everybody or, in a large bank, a sample */
  bank: LearningBank;
  /** whether it is a sample */
  sampled: boolean;
  /** whether everybody is valued in parts, and not those at once who are learnt from */
  inParts: boolean;
  /** the segmentations of the last run by their id; none where there was no run */
  lastSegmentation: Readonly<Record<string, LastSegmentation>>;
  /** the highest number that a segment ever had, by segmentation */
  highestNumbers: ReadonlyMap<string, number>;
  churnPast: ChurnPast;
  config: Config;
  seed: number;
};

/** Customers to value: all of a bank, or a part of it. */
export type PartOfBank = {
  bank: BankNow;
  /** customers × months, row-major, oldest month first; NaN where they were not the bank's customer */
  contributions: Float64Array;
};

/** What is known of a customer by themselves, one entry a customer; NaN is unknown. */
export type CustomerFigures = {
  recencyDays: Float64Array;
  frequency: Float64Array;
  monetary: Float64Array;
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

/** The valuation of some customers, without how they stand among all. */
export type ValuedPart = {
  figures: CustomerFigures;
  reasons: PackedReasons;
  advice: (Advised | null)[];
  /** segment numbers of the further segmentations, one entry a customer; −1: in none */
  furtherSegments: { id: string; numbers: Int32Array }[];
};

/** A model of the run for the store; no body where the last run's is carried on with. */
export type ModelResult = { method: string; body: unknown; card: Record<string, unknown> } | 'kept';

/** What is said of a bank once all its customers are valued. */
export type Valuation = {
  /** one entry a customer, in the order in which they were valued */
  standing: Standing;
  /** from which churn probability customers are at risk */
  atRisk: number;
  models: Partial<Record<ModelKind, ModelResult>>;
  /** churn models that competed and are not in use */
  challengers: Exclude<ModelResult, 'kept'>[];
  segments: RunSegment[];
  /** what must be known before any figure is read */
  foremost: Coded<'run-warnings'>[];
  warnings: Coded<'run-warnings'>[];
  /** seconds by step */
  seconds: Record<string, number>;
};

/** How the steps of a valuation are told of and timed. */
export type Steps = {
  /** milliseconds */
  clock: () => number;
  /** called before each step with its name */
  onStep: (step: string) => void;
};

/** What values any customer of a bank, and what there is to say of how it was learnt. Nothing of it grows with the bank. */
type LearntBank = {
  /** what leaving means, and what it would mean were silence known */
  definition: ChurnDefinition;
  wanted: ChurnDefinition;
  churn: LearntChurn;
  purchases: PurchaseModels;
  segmented: SegmentedBank | null;
  reversion: ReturnType<typeof measureReversion>;
  value: LearntValue;
  card: Pick<ValueCard, 'backtest' | 'choice'>;
  asOf: Pick<BankNow, 'snapshots' | 'bringsIn'>;
};

/**
 * Values a bank: learns from some of its customers or all, then values everybody, part by part. The same input gives the same
 * figures to the last bit, and so does everybody at once or in parts: what is learnt does not depend on the parts.
 */
export class BankValuer {
  readonly #config: Config;
  readonly #sampled: boolean;
  readonly #steps: Steps;
  readonly #seconds: Record<string, number> = {};
  readonly #learnt: LearntBank;
  readonly #standings = new Standings();
  #tallies: PartTally[] = [];
  #departed: Departures = { departed: 0, silent: 0 };
  #active = 0;
  /** of whom the model in use expects no finite amount */
  #unvalued = 0;

  private constructor(
    learnt: LearntBank,
    { config, sampled }: ValuationInput,
    steps: Steps,
    seconds: Record<string, number>,
  ) {
    this.#learnt = learnt;
    this.#config = config;
    this.#sampled = sampled;
    this.#steps = steps;
    this.#seconds = seconds;
  }

  /**
   * @param contributions of the customers that are learnt from, as {@link PartOfBank} has them. What does not need them is
   *   computed before they arrive
   * @param executor does the work of churn models until all parts are valued
   */
  static async learn(
    input: ValuationInput,
    contributions: Promise<Float64Array>,
    executor: ChurnExecutor,
    steps: Steps,
  ): Promise<BankValuer> {
    const seconds: Record<string, number> = {};
    const learnt = await learnBank(input, contributions, executor, steps, seconds);
    return new BankValuer(learnt, input, steps, seconds);
  }

  /** Values the next part of the bank. */
  async value(part: PartOfBank): Promise<ValuedPart> {
    const began = this.#steps.clock();
    const { bank, contributions } = part;
    const { definition, churn, purchases, reversion, value } = this.#learnt;
    const [now] = bank.snapshots;
    const active = activeAt(bank.customers, now, definition);
    this.#count(part, active);
    const known = { tenure: tenureOf(bank, active), contribution12m: lastYear(part) };
    const [{ numbers: segment }, ...furtherSegments] = this.#segment(bank, active, known);
    const leaving = await predictLeaving(churn, bank, active);
    const expected = expectPurchases(
      purchases,
      purchasesOf(bank),
      this.#config.valuation.clv.horizonMonths,
    );
    const valued = valueByModel(
      value,
      { bank, contributions, active, segment },
      {
        churn: leaving.probability.map((p) => (Number.isNaN(p) ? churn.baseRate : p)),
        reversion,
        purchases: expected,
      },
      this.#config.valuation.clv,
    );
    this.#unvalued += valued.unvalued;
    const figures: CustomerFigures = {
      ...figuresOf(bank, active, { ...known, segment }),
      probabilityAlive: onlyActive(expected.probabilityAlive, active, 0),
      expectedTransactions: onlyActive(expected.expectedTransactions, active, 0),
      churnProbability: leaving.probability,
      valueAtStake: valued.ifStays.map((amount, row) => leaving.probability[row]! * amount),
      ...clvOf(valued, active),
    };
    this.#standings.add({
      recency: onlyActive(figures.recencyDays, active, Number.NaN),
      frequency: onlyActive(figures.frequency, active, Number.NaN),
      monetary: onlyActive(figures.monetary, active, Number.NaN),
      // Where nothing but costs is known, what customers spend tells more of what they bring in.
      revenue: onlyActive(
        bank.bringsIn ? known.contribution12m : now.columns.own_amount_12m,
        active,
        Number.NaN,
      ),
      satisfaction: onlyActive(figures.satisfaction, active, Number.NaN),
      valueIfStays: figures.valueIfStays.slice(),
    });
    this.#seconds.value = (this.#seconds.value ?? 0) + (this.#steps.clock() - began) / 1000;
    return { figures, reasons: leaving.reasons, advice: leaving.advice, furtherSegments };
  }

  /** Says of the whole bank what its parts add up to, after the last of them. */
  end(): Valuation {
    const { onStep, clock } = this.#steps;
    onStep('scores');
    const began = clock();
    const { churn, segmented, value, asOf, wanted } = this.#learnt;
    const customers = this.#standings.customers;
    const foremost = foremostWarnings(
      asOf,
      wanted,
      { ...this.#departed, customers },
      isPurchaseModel(value.model),
    );
    const standing = this.#standings.of(this.#config.valuation);
    this.#seconds.scores = (clock() - began) / 1000;
    return {
      standing,
      atRisk: churn.riskThreshold.value,
      models: this.#models(foremost),
      challengers: churn.challengers.map(({ model, card }) => ({
        method: model.kind,
        body: model,
        card: { ...card },
      })),
      segments:
        segmented === null
          ? []
          : this.#sampled
            ? segmentsOfParts(segmented, this.#tallies)
            : segmented.segments,
      foremost,
      warnings: [...churn.card.warnings, ...this.#valueWarnings(), ...(segmented?.warnings ?? [])],
      seconds: this.#seconds,
    };
  }

  #count({ bank }: PartOfBank, active: Uint8Array): void {
    const { departed, silent } = departures(bank, active);
    this.#departed.departed += departed;
    this.#departed.silent += silent;
    this.#active += active.length - departed;
  }

  /** Segment numbers by segmentation, the main one first, one entry a customer; −1 for those who are in none. */
  #segment(
    bank: BankNow,
    active: Uint8Array,
    known: { tenure: Float64Array; contribution12m: Float64Array },
  ): [Numbers, ...Numbers[]] {
    const { segmented } = this.#learnt;
    const rows = activeRows(active);
    if (segmented === null || rows.length === 0) {
      const ids = segmented?.segmentations.map(({ id }) => id) ?? [];
      const nobody = (id: string): Numbers => ({
        id,
        numbers: new Int32Array(active.length).fill(-1),
      });
      return [nobody(mainSegmentation), ...ids.slice(1).map(nobody)];
    }
    const { segmentations, tallies } = segmentPart(
      segmented,
      segmentColumnsOf(bank, known, rows),
      this.#tallies,
    );
    this.#tallies = tallies;
    return spreadNumbers(segmentations, rows, active.length);
  }

  #valueWarnings(): Coded<'run-warnings'>[] {
    const { purchases, value } = this.#learnt;
    const customers = this.#unvalued;
    return [
      ...purchases.warnings,
      ...value.warnings,
      ...(customers === 0 ? [] : [{ code: 'value.noAmount', figures: { customers } } as const]),
    ];
  }

  #models(foremost: Coded<'run-warnings'>[]): Valuation['models'] {
    const { churn, segmented, value, purchases, reversion, card } = this.#learnt;
    const models: Valuation['models'] = {};
    if (segmented !== null) models.segments = segmented.model ?? 'kept';
    if (churn.model !== null) {
      models.churn = { method: churn.model.kind, body: churn.model, card: { ...churn.card } };
    }
    const valueCard: ValueCard = {
      ...this.#config.valuation.clv,
      model: value.model,
      customers: this.#active,
      survival:
        churn.model === null
          ? {
              from: 'base rate',
              leavingWithinHorizon: churn.baseRate,
              ...(churn.missing === null ? {} : { because: churn.missing }),
            }
          : { from: 'churn model', reversion },
      purchases: isPurchaseModel(value.model) ? purchaseCard(purchases) : null,
      ...card,
      warnings: [...foremost, ...this.#valueWarnings()],
    };
    models.clv = {
      method: valueCard.purchases?.by.kind === 'nbd' ? nbdMethod : valueMethods[value.model],
      body: {
        transactions: purchases.transactions,
        gammaGamma: purchases.gammaGamma,
        retention: value.retention?.model ?? null,
      },
      card: { ...valueCard },
    };
    return models;
  }
}

async function learnBank(
  { bank, lastSegmentation, highestNumbers, churnPast, config, seed }: ValuationInput,
  contributions: Promise<Float64Array>,
  executor: ChurnExecutor,
  { clock, onStep }: Steps,
  seconds: Record<string, number>,
): Promise<LearntBank> {
  let began = clock();
  const done = (name: string) => {
    seconds[name] = (clock() - began) / 1000;
    began = clock();
  };
  const customersNow = today(bank);
  const { customers, snapshots } = bank;
  const [now] = snapshots;
  const wanted = churnDefinitionOf(config.churn, customers, snapshots);
  // In a bank that records no transactions silence says nothing, so that only a closed customer has left.
  const definition: ChurnDefinition = now.recorded === null ? { definition: 'closed' } : wanted;
  const active = activeAt(customers, now, definition);

  onStep('churn');
  const churn = await learnLeaving(
    bank,
    definition,
    active,
    churnPast,
    { ...config.churn, seed },
    executor,
  );
  done('churn');

  onStep('lifetime');
  const history = await contributions;
  done('lifetime');

  onStep('backtest');
  const { clv } = config.valuation;
  const past = {
    bank,
    contributions: contributionsBeforeLeaving(history, bank, definition),
    clv,
    seed,
  };
  const judged = judgeValueModels(past);
  const purchases = fitPurchases(
    purchasesOf(customersNow),
    isPurchaseModel(judged.model) ? judged.model : 'modified-bg-nbd',
  );
  done('backtest');

  onStep('segments');
  const rows = activeRows(active);
  const segmented =
    rows.length === 0
      ? null
      : await segmentBank(
          segmentColumnsOf(
            customersNow,
            {
              tenure: tenureOf(customersNow, active),
              contribution12m: lastYear({ bank: customersNow, contributions: history }),
            },
            rows,
          ),
          rows,
          lastSegmentation,
          config.valuation.segments,
          { asOf: now.day, seed, highestNumbers },
        );
  const [{ numbers: segment }] = spreadNumbers(segmented?.segmentations ?? [], rows, active.length);
  done('segments');

  onStep('value');
  const reversion = measureReversion(bank, churn.model, definition, churn.baseRate, config.churn);
  const value = learnValue(
    judged.model,
    purchases,
    { bank: customersNow, contributions: history, active, segment },
    clv,
  );
  const backtest =
    value.model === judged.model ? judged.backtest : judgeValueModel(value.model, past);
  done('value');
  const { bringsIn } = bank;
  return {
    ...{ definition, wanted, churn, purchases, reversion, value },
    segmented:
      segmented === null
        ? null
        : {
            ...segmented,
            segmentations: segmented.segmentations.map((each) => ({
              ...each,
              numbers: new Int32Array(0),
            })),
          },
    card: { backtest, choice: value.model === judged.model ? judged.choice : null },
    asOf: {
      snapshots: [{ ...now, columns: noRows(now.columns), overridden: new Float64Array(0) }],
      bringsIn,
    },
  };
}

type Numbers = { id: string; numbers: Int32Array };

function noRows<Name extends string>(
  columns: Readonly<Record<Name, Float64Array>>,
): Record<Name, Float64Array> {
  const empty: Record<Name, Float64Array> = { ...columns };
  for (const name in empty) empty[name] = new Float64Array(0);
  return empty;
}

function activeRows(active: Uint8Array): Uint32Array {
  return Uint32Array.from(active.keys()).filter((row) => active[row] === 1);
}

/** Months since customers joined; of whom that is not known, all the months that the bank has data of. */
function tenureOf({ customers, snapshots: [now] }: BankNow, active: Uint8Array): Float64Array {
  return monthsSince(customers.joined, now.dayNumber).map((months, row) =>
    Number.isNaN(months) && active[row] === 1 ? now.monthsKnown : months,
  );
}

function segmentColumnsOf(
  { snapshots: [now], satisfaction }: BankNow,
  known: { tenure: Float64Array; contribution12m: Float64Array },
  rows: Uint32Array,
): FeatureColumn[] {
  return segmentColumns(now, { ...known, satisfaction: satisfaction.values }).map(
    ({ name, values }) => ({ name, values: atRows(values, rows) }),
  );
}

/** Segment numbers by segmentation, the main one first, one entry a customer; −1 for those who are not segmented. */
function spreadNumbers(
  segmentations: readonly Numbers[],
  segmentedRows: Uint32Array,
  rows: number,
): [Numbers, ...Numbers[]] {
  const [main, ...further] = segmentations.map(({ id, numbers }) => {
    const spread = new Int32Array(rows).fill(-1);
    segmentedRows.forEach((row, i) => {
      spread[row] = numbers[i]!;
    });
    return { id, numbers: spread };
  });
  return [main ?? { id: mainSegmentation, numbers: new Int32Array(rows).fill(-1) }, ...further];
}

function clvOf(
  valued: CustomerClv,
  active: Uint8Array,
): Pick<CustomerFigures, 'expectedContribution' | 'clv' | 'clvLow' | 'clvHigh' | 'valueIfStays'> {
  return {
    expectedContribution: valued.expectedContribution,
    clv: valued.clv,
    // Where most of the chance is at nothing, what is expected lies beyond both tails.
    clvLow: valued.low.map((low, row) => Math.min(low, valued.clv[row]!)),
    clvHigh: valued.high.map((high, row) => Math.max(high, valued.clv[row]!)),
    valueIfStays: onlyActive(valued.ifStays, active, Number.NaN),
  };
}

function figuresOf(
  bank: BankNow,
  active: Uint8Array,
  known: { tenure: Float64Array; contribution12m: Float64Array; segment: Int32Array },
) {
  const [{ dayNumber, columns, monthsKnown }] = bank.snapshots;
  const frequency = columns.own_12m;
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
    recencyDays: columns.last_own.map((day) => dayNumber - day),
    frequency,
    monetary: columns.own_amount_12m.map((amount, row) =>
      frequency[row]! > 0 ? amount / frequency[row]! : Number.NaN,
    ),
    contribution12m: known.contribution12m,
    segment: known.segment,
    balance: bank.balance,
    satisfaction: bank.satisfaction.values,
    satisfactionEstimated: bank.satisfaction.estimated,
    stage: stage.map((index, row) => (active[row] === 1 ? index : storedStages.length - 1)),
  };
}

/** Contribution of the newest twelve months; `NaN` where none of them is known. */
function lastYear({ bank, contributions: history }: PartOfBank): Float64Array {
  const rows = bank.customers.joined.length;
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
