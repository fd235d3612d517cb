import { backtestChart } from '../../../charts/backtest-chart.ts';
import type { ValueBacktestCard } from '../../../scoring/value/value-backtest.ts';
import {
  forecastMeasures,
  type StoredValueCard,
  valueCardShape,
} from '../../../scoring/value/value-card.ts';
import { isPurchaseModel } from '../../../settings/value-models.ts';
import type { Chart, Reply } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import { runWarnings } from '../../wording/run-warnings.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';
import { beatenClauses, comparisonTable, methodInWords } from './value-comparison.ts';
import { valueFacts } from './value-facts.ts';

/**
 * The card of the value model in use: how it did on months it had not seen, against what needs no model.
 *
 * @param currency ISO 4217, of the bank
 */
export function valueCardReply(model: Model, currency: string, reader: Reader): Reply {
  const { say, locale } = reader;
  const card = valueCardShape.parse(model.card);
  const { backtest } = card;
  return {
    title: say('model-card.names.clv'),
    summary: valueSummary(card, reader),
    facts: valueFacts(model, card, reader),
    ...(backtest === null ? {} : { table: comparisonTable(card, backtest, reader) }),
    details: [
      ...choiceSentences(card, reader),
      ...(backtest === null ? [] : [testSentence(backtest, card, reader)]),
      ...runWarnings(card.warnings, locale),
    ],
    charts: backtest === null ? [] : backtestCharts(backtest, currency, reader),
    actions: [
      { label: say('model-card.names.churn'), command: 'model churn' },
      { label: say('model-card.names.segments'), command: 'model segments' },
      { label: say('value-card.actions.top'), command: 'top' },
    ],
    visibility: 'channel',
  };
}

/** How well the model does, in a sentence; a baseline that does better is named first. */
export function valueSummary(
  { model, backtest }: Pick<StoredValueCard, 'model' | 'backtest'>,
  reader: Reader,
): string {
  const { say, format, locale } = reader;
  if (backtest === null) {
    return model !== null && isPurchaseModel(model)
      ? say('value-card.summary.byPurchases')
      : say('value-card.summary.historyTooShort');
  }
  const judged = {
    of: backtest.of,
    period: monthsInWords(backtest.monthsJudged, locale),
    correlation: format.fixed(backtest.model.rankCorrelation, 2),
    covered: format.percent(backtest.coverage),
  };
  const [first, ...others] = beatenClauses(backtest, reader);
  return first === undefined
    ? say('value-card.summary.judged', judged)
    : say('value-card.summary.beaten', { ...judged, beaten: clauses([first, ...others], say) });
}

/** What the model's test used. */
export function testSentence(
  { of, judgedFrom }: ValueBacktestCard,
  { model }: StoredValueCard,
  { say, format }: Reader,
): string {
  const month = format.month(judgedFrom);
  if (of === 'spend') return say('value-card.test.spend', { month });
  return model === 'contribution' || model === null
    ? say('value-card.test.contribution', { month })
    : say('value-card.test.otherModel', { month });
}

/** Why this model was chosen, where the bank's own history chose it. */
export function choiceSentences(
  { model, choice, backtest, purchases }: StoredValueCard,
  reader: Reader,
): string[] {
  const { say, locale } = reader;
  if (choice === null || model === null) return [];
  const inUse = methodInWords(model, reader, purchases);
  if (backtest === null || choice.best === 0) {
    return [say('value-card.choice.untested', { model: inUse })];
  }
  const tested = choice.candidates.filter(({ measures }) => measures !== null).length;
  return [
    say('value-card.choice.tested', {
      by: choice.by,
      tested,
      period: monthsInWords(backtest.monthsJudged, locale),
      model: inUse,
      best: choice.best,
      measures: forecastMeasures.length,
    }),
  ];
}

function backtestCharts(
  { deciles }: ValueBacktestCard,
  currency: string,
  { say, format, locale }: Reader,
): Chart[] {
  const best = deciles.at(-1);
  if (best === undefined) return [];
  return [
    {
      alt: say('value-card.chart', {
        predicted: format.money(best.predicted),
        actual: format.money(best.actual),
      }),
      spec: backtestChart({ deciles, currency, locale }),
    },
  ];
}
