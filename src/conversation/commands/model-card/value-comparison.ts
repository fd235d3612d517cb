import type { ValueBacktestCard } from '../../../scoring/value/value-backtest.ts';
import { type ForecastMeasure, forecastMeasures } from '../../../scoring/value/value-card.ts';
import { baselines, type ForecastMeasures } from '../../../valuation/index.ts';
import type { Table } from '../../reply.ts';
import type { Reader } from './reader.ts';

/** A measure as the table writes it. */
function figure(measure: ForecastMeasure, measures: ForecastMeasures, { say, format }: Reader) {
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

/** How the value model and each baseline did on months they had not seen. */
export function comparisonTable(backtest: ValueBacktestCard, reader: Reader): Table {
  const { say } = reader;
  const row = (name: string, measures: ForecastMeasures) => [
    name,
    ...forecastMeasures.map((measure) => figure(measure.name, measures, reader)),
  ];
  return {
    columns: [
      { label: say('value-card.comparison.forecast'), align: 'start' },
      ...forecastMeasures.map(({ name }) => ({
        label: say(`value-card.comparison.measures.${name}`),
        align: 'end' as const,
      })),
    ],
    rows: [
      row(say('value-card.comparison.model'), backtest.model),
      ...baselines.map((baseline) =>
        row(say(`value-card.comparison.baselines.${baseline}`), backtest.baselines[baseline]),
      ),
    ],
  };
}

/** On which measure which baseline does better than the model, a clause each. */
export function beatenClauses(
  { model, baselines: judged }: ValueBacktestCard,
  reader: Reader,
): string[] {
  return baselines.flatMap((baseline) =>
    forecastMeasures
      .filter(({ name, higherIsBetter }) => {
        const [theirs, ours] = [judged[baseline][name], model[name]];
        return higherIsBetter ? theirs > ours : theirs < ours;
      })
      .map(({ name }) =>
        reader.say('value-card.beaten', {
          baseline,
          measure: name,
          theirs: figure(name, judged[baseline], reader),
          ours: figure(name, model, reader),
        }),
      ),
  );
}
