import type { Config } from '../../settings/settings.ts';
import {
  isPurchaseModel,
  type PurchaseModel,
  type ValueModel,
  valueModels,
} from '../../settings/value-models.ts';
import { forecastContribution, type ValueForecast } from '../../valuation/index.ts';
import { dayNumber } from '../history/calendar.ts';
import { type LearningBank, today } from '../history/snapshots.ts';
import { expectPurchases, fitPurchases } from './clv.ts';
import { valuePurchases } from './purchase-value.ts';
import { departureByTenure, fitRetention, retentionOnRecord, tenuresOf } from './retention.ts';
import {
  backtestOnHistory,
  backtestOnPurchases,
  type Sample,
  type ValueBacktestCard,
  type Yardstick,
} from './value-backtest.ts';
import { type ForecastMeasure, forecastMeasures, type ValueCard } from './value-card.ts';

/** The model that customers are to be valued by, how it did on the bank's past, and why it was chosen, where it was. */
export type JudgedModel = {
  model: ValueModel;
  backtest: ValueBacktestCard | null;
  choice: ValueCard['choice'];
};

/** What models are judged on. */
export type JudgedPast = {
  bank: LearningBank;
  /** customers × months, row-major, oldest month first; NaN where they were not the bank's customer, or had departed */
  contributions: Float64Array;
  clv: Config['valuation']['clv'];
  seed: number;
};

/**
 * Judges the model that the configuration names on the bank's own past, by what it forecasts. With `auto`, judges every model
 * by the same: the contribution of customers, or, where the bank knows of nothing but costs, what they spend. The model that
 * does best on most measures is chosen; among equals, the one of the best rank correlation.
 */
export function judgeValueModels(past: JudgedPast): JudgedModel {
  const { bank, clv } = past;
  if (clv.model !== 'auto') {
    return { model: clv.model, backtest: judgeValueModel(clv.model, past), choice: null };
  }
  const by = bank.bringsIn ? 'contribution' : 'spend';
  const backtests = backtestsOf(valueModels, by, past);
  const candidates = valueModels.map((model, i) => ({
    model,
    measures: backtests[i]?.model ?? null,
  }));
  const chosen = bestOf(candidates);
  if (chosen === undefined) {
    // A bank that is too young to be judged has customers who are too young for their tenure to tell much.
    const model = by === 'contribution' ? 'contribution' : 'modified-bg-nbd';
    return { model, backtest: null, choice: { by, candidates, best: 0 } };
  }
  const { at, best } = chosen;
  return {
    model: valueModels[at]!,
    backtest: backtests[at] ?? null,
    choice: { by, candidates, best },
  };
}

/** How one model did on the bank's own past, by what it forecasts; null where that cannot be told. */
export function judgeValueModel(model: ValueModel, past: JudgedPast): ValueBacktestCard | null {
  const by = isPurchaseModel(model) ? 'spend' : 'contribution';
  return backtestsOf([model], by, past)[0] ?? null;
}

/** The place of the model that did best on most measures, and on how many. */
function bestOf(
  candidates: readonly { measures: Readonly<Record<ForecastMeasure, number>> | null }[],
): { at: number; best: number } | undefined {
  const judged = candidates.flatMap(({ measures }, at) =>
    measures === null ? [] : [{ at, measures }],
  );
  const scored = judged.map(({ at, measures }) => ({
    at,
    correlation: measures.rankCorrelation,
    best: forecastMeasures.filter(({ name, higherIsBetter }) =>
      judged.every(({ measures: theirs }) =>
        higherIsBetter ? measures[name] >= theirs[name] : measures[name] <= theirs[name],
      ),
    ).length,
  }));
  return scored.sort((a, b) => b.best - a.best || b.correlation - a.correlation)[0];
}

function backtestsOf(
  models: readonly ValueModel[],
  by: Yardstick,
  past: JudgedPast,
): (ValueBacktestCard | null)[] {
  const { bank, contributions, seed } = past;
  const forecast = (model: ValueModel, sample: Sample) => forecastOf(model, by, sample, past);
  return by === 'spend'
    ? backtestOnPurchases(bank, contributions, seed, models, forecast)
    : backtestOnHistory(contributions, bank.months, seed, models, forecast);
}

/**
 * What a model forecasts of a sample of customers, in units of the yardstick: a purchase brings its amount times the margin,
 * so that a contribution stands for as much spending as brings it.
 */
function forecastOf(
  model: ValueModel,
  by: Yardstick,
  sample: Sample,
  { bank, clv }: JudgedPast,
): ValueForecast | null {
  if (isPurchaseModel(model)) {
    return forecastSpend(model, sample, bank, by === 'spend' ? 1 : clv.margin);
  }
  const { rows, past, monthsJudged } = sample;
  // A group has everybody who was there at the end of the months seen.
  if (past.segment.every((group) => group < 0)) return null;
  const forecast =
    model === 'contribution'
      ? forecastContribution(past, monthsJudged)
      : forecastByTenure(rows, sample, bank);
  if (forecast === null || by === 'contribution' || clv.margin === 0) return forecast;
  const spending = (values: Float64Array) => values.map((value) => value / clv.margin);
  return {
    predicted: spending(forecast.predicted),
    low: spending(forecast.low),
    high: spending(forecast.high),
  };
}

function forecastSpend(
  model: PurchaseModel,
  { rows, monthsJudged }: Sample,
  { pastPurchases }: LearningBank,
  margin: number,
): ValueForecast | null {
  if (pastPurchases === null || pastPurchases.months.judged !== monthsJudged) return null;
  const { columns, dayNumber: day } = pastPurchases;
  const of = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!);
  const history = {
    dayNumber: day,
    first: of(columns.first_own),
    last: of(columns.last_own),
    days: of(columns.days),
    amount: of(columns.amount),
    kept: of(columns.kept),
  };
  const purchases = expectPurchases(fitPurchases(history, model), history, monthsJudged);
  const valued = valuePurchases(purchases, new Uint8Array(rows.length).fill(1), {
    model,
    margin,
    horizonMonths: monthsJudged,
    annualDiscountRate: 0,
  });
  // What values a bank has to value those whom it learnt from.
  if (valued?.unvalued !== 0) return null;
  return { predicted: valued.clv, low: valued.low, high: valued.high };
}

function forecastByTenure(
  rows: Uint32Array,
  { past, monthsJudged }: Sample,
  bank: LearningBank,
): ValueForecast | null {
  const [first] = bank.months;
  const judgedFrom = bank.months[past.months];
  // Judged is only what could be used today.
  if (first === undefined || judgedFrom === undefined || retentionOnRecord(today(bank)) === null) {
    return null;
  }
  const to = dayNumber(judgedFrom) - 1;
  const tenures = tenuresOf(today(bank));
  const model = fitRetention(tenures, { from: dayNumber(first), to });
  if (model === null) return null;
  const joined = Float64Array.from(rows, (row) => tenures.joined[row]!);
  return forecastContribution(past, monthsJudged, departureByTenure(model, joined, to));
}
