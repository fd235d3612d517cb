import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { measuredBars } from './measured-bars.ts';

/**
 * Open opportunities by stage, in the order given: what they are about, and the same weighted by the chance of the stage.
 * @param input.stages amounts in `currency` (ISO 4217)
 */
export function pipelineChart(input: {
  stages: readonly { name: string; amount: number; weighted: number }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { stages, currency, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.pipeline.title');
  if (stages.length === 0) return emptyChart(title, locale);
  return measuredBars({
    title,
    names: stages.map(({ name }) => name),
    panels: [
      {
        title: say('charts.pipeline.amount'),
        format: 'money',
        values: stages.map(({ amount }) => amount),
      },
      {
        title: say('charts.pipeline.weighted'),
        format: 'money',
        values: stages.map(({ weighted }) => weighted),
      },
    ],
    currency,
    locale,
  });
}
