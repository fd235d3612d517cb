import type { ValueBacktestCard } from '../../../scoring/value/value-backtest.ts';
import {
  type ForecastMeasure,
  forecastMeasures,
  type StoredValueCard,
} from '../../../scoring/value/value-card.ts';
import type { ValueModel } from '../../../settings/value-models.ts';
import { baselines, spendBaselines } from '../../../valuation/index.ts';
import type { Table } from '../../reply.ts';
import type { Reader } from './reader.ts';

type Measures = Readonly<Record<ForecastMeasure, number>>;

/** A measure as the table writes it. */
function figure(measure: ForecastMeasure, measures: Measures, { say, format }: Reader) {
  const value = measures[measure];
  switch (measure) {
    case 'rankCorrelation':
      return format.fixed(value, 3);
    case 'topDecileShare':
      return say('value-card.values.share', { share: value });
    case 'meanAbsoluteError':
      return format.money(value);
  }
}

/** How the value model, the others that were tried and each baseline did on months they had not seen. */
export function comparisonTable(
  { model, choice }: Pick<StoredValueCard, 'model' | 'choice'>,
  backtest: ValueBacktestCard,
  reader: Reader,
): Table {
  const { say } = reader;
  const row = (name: string, measures: Measures | null) => [
    name,
    ...forecastMeasures.map((measure) =>
      measures === null
        ? say('value-card.values.notTested')
        : figure(measure.name, measures, reader),
    ),
  ];
  const candidate = (each: ValueModel, inUse: 'yes' | 'no') =>
    say('value-card.comparison.candidate', { model: codes[each], inUse });
  const others = (choice?.candidates ?? []).filter((candidate) => candidate.model !== model);
  return {
    columns: [
      { label: say('value-card.comparison.forecast'), align: 'start' },
      ...forecastMeasures.map(({ name }) => ({
        label: say(`value-card.comparison.measures.${name}`),
        align: 'end' as const,
      })),
    ],
    rows: [
      choice === null || model === null
        ? row(say('value-card.comparison.model'), backtest.model)
        : row(candidate(model, 'yes'), backtest.model),
      ...others.map((other) => row(candidate(other.model, 'no'), other.measures)),
      ...baselinesOf(backtest).map(({ baseline, measures }) =>
        row(say(`value-card.comparison.baselines.${baseline}`), measures),
      ),
    ],
  };
}

/**
 * What a model values customers by, in words.
 * @param purchases what purchases are expected by in its place, where it is a model of purchases
 */
export function methodInWords(
  model: ValueModel,
  { say }: Pick<Reader, 'say'>,
  purchases: StoredValueCard['purchases'] = null,
): string {
  return say('value-card.method', {
    model: purchases?.by.kind === 'nbd' ? 'nbd' : codes[model],
  });
}

const codes = {
  contribution: 'contribution',
  transactions: 'transactions',
  'modified-bg-nbd': 'modifiedBgNbd',
  'pareto-nbd': 'paretoNbd',
  'shifted-beta-geometric': 'shiftedBetaGeometric',
} as const satisfies Record<ValueModel, string>;

function baselinesOf({ baselines: judged }: ValueBacktestCard) {
  return [...baselines, ...spendBaselines].flatMap((baseline) => {
    const measures = judged[baseline];
    return measures === undefined ? [] : [{ baseline, measures }];
  });
}

/** On which measure which baseline does better than the model, a clause each. */
export function beatenClauses(backtest: ValueBacktestCard, reader: Reader): string[] {
  const ours = backtest.model;
  return baselinesOf(backtest).flatMap(({ baseline, measures: theirs }) =>
    forecastMeasures
      .filter(({ name, higherIsBetter }) =>
        higherIsBetter ? theirs[name] > ours[name] : theirs[name] < ours[name],
      )
      .map(({ name }) =>
        reader.say('value-card.beaten', {
          baseline,
          measure: name,
          theirs: figure(name, theirs, reader),
          ours: figure(name, ours, reader),
        }),
      ),
  );
}
