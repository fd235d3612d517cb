import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { textWidth } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { emptyChart } from './empty-chart.ts';
import { chartWidth, frame } from './frame.ts';
import { signOf } from './sign-colour.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/** Between the panels, and around names and figures, in pixels. */
const spacing = 20;
const gaps = 90;

/**
 * Segments by size and by value, side by side, in the order given.
 * @param input.segments `customers` is a count; `clv` in `currency`, whether a total or a mean
 */
export function segmentsChart(input: {
  segments: readonly { name: string; customers: number; clv: number }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.segments.title');
  const customers = say('charts.segments.customers');
  const clv = say('charts.segments.clv');
  const segments = input.segments.filter((s) => Number.isFinite(s.customers + s.clv));
  if (segments.length === 0) return emptyChart(title, locale);
  const names = segments.map(({ name }) => name);
  const panels = [
    measured(
      'count',
      currency,
      locale,
      segments.map((s) => s.customers),
    ),
    measured(
      'money',
      currency,
      locale,
      segments.map((s) => s.clv),
    ),
  ];
  const texts = [names, ...panels.map((panel) => panel.bars.map(({ figure }) => figure))];
  const taken = texts.reduce((width, column) => width + textWidth(column), gaps + spacing);
  const { $schema, title: heading } = frame(title);
  return {
    $schema,
    title: heading,
    spacing,
    resolve: { scale: { x: 'independent' } },
    hconcat: panels.map((panel, at) => ({
      title: {
        text: at === 0 ? customers : clv,
        fontSize: 15,
        fontWeight: 'normal',
        frame: 'group',
        offset: 6,
      },
      width: Math.max(60, (chartWidth - taken) / 2),
      ...barsWithFigures({ names: at === 0 ? names : undefined, ...panel }),
    })),
  };
}

function measured(format: ValueFormat, currency: string, locale: Locale, values: number[]) {
  const figure = figureFormat(format, currency, locale, Math.max(...values.map(Math.abs)));
  const domain: [number, number] = [Math.min(0, ...values), Math.max(0, ...values)];
  return {
    domain,
    bars: values.map((value) => ({ value, figure: figure(value), sign: signOf(value) })),
  };
}
