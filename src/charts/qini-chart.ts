import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { noCurrency, sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/**
 * A Qini curve: how many more customers are kept, by the share contacted, foremost first, against a random order.
 * @param input.curve `share` from 0 to 1, rising; `kept` customers
 * @param input.best the most profitable share; null where none is known
 */
export function qiniChart(input: {
  curve: readonly { share: number; kept: number }[];
  best: number | null;
  locale: Locale;
}): TopLevelSpec {
  const { curve, best, locale } = input;
  const say = sayIn(locale);
  const title = say('uplift-card.chart.title');
  const end = curve.at(-1);
  if (end === undefined) return emptyChart(title, locale);
  const percent = valueAxis([1], 'percent', noCurrency, locale);
  const count = valueAxis([0, ...curve.map(({ kept }) => kept)], 'count', noCurrency, locale);
  const x = { field: 'share', type: 'quantitative', title: null, ...percent } as const;
  const y = { field: 'kept', type: 'quantitative', title: null, ...count } as const;
  return {
    ...frame(title, say('uplift-card.chart.axes')),
    height: 240,
    layer: [
      {
        data: { values: [{ share: 0, kept: 0 }, end] },
        mark: { type: 'line', strokeDash: [5, 5], strokeWidth: 1.5, opacity: 0.6 },
        encoding: { x, y },
      },
      { data: { values: [...curve] }, mark: { type: 'line' }, encoding: { x, y } },
      ...(best === null || best === 0
        ? []
        : [
            {
              data: { values: [{ share: best }] },
              mark: { type: 'rule' as const, strokeDash: [2, 3] },
              encoding: { x },
            },
          ]),
    ],
  };
}
