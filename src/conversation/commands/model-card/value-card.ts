import { backtestChart } from '../../../charts/backtest-chart.ts';
import type { ValueBacktestCard } from '../../../scoring/value/value-backtest.ts';
import { type StoredValueCard, valueCardShape } from '../../../scoring/value/value-card.ts';
import type { Chart, Reply } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import { runWarnings } from '../../wording/run-warnings.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';
import { beatenClauses, comparisonTable } from './value-comparison.ts';
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
    ...(backtest === null ? {} : { table: comparisonTable(backtest, reader) }),
    details: [
      ...(backtest === null ? [] : [testSentence(backtest, reader)]),
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
  if (model === 'transactions') return say('value-card.summary.byPurchases');
  if (backtest === null) return say('value-card.summary.historyTooShort');
  const judged = {
    period: monthsInWords(backtest.monthsJudged, locale),
    correlation: format.fixed(backtest.model.rankCorrelation, 2),
    covered: format.percent(backtest.coverage),
  };
  const [first, ...others] = beatenClauses(backtest, reader);
  return first === undefined
    ? say('value-card.summary.judged', judged)
    : say('value-card.summary.beaten', { ...judged, beaten: clauses([first, ...others], say) });
}

function testSentence({ judgedFrom }: ValueBacktestCard, { say, format }: Reader): string {
  return say('value-card.test', { month: format.month(judgedFrom) });
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
