import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { textWidth } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { chartWidth, frame } from './frame.ts';
import { signOf } from './sign-colour.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/** Between the panels, and around names and figures, in pixels. */
const spacing = 20;
const gaps = 90;

/**
 * The same things by several measures, side by side: a panel of horizontal bars each, with the names at the left.
 * @param input.panels `values` are in the order of the names; money is in `currency` (ISO 4217)
 */
export function measuredBars(input: {
  title: string;
  names: readonly string[];
  panels: readonly { title: string; format: ValueFormat; values: readonly number[] }[];
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { title, names, currency, locale } = input;
  const panels = input.panels.map((panel) => ({
    title: panel.title,
    ...measured(panel.format, currency, locale, panel.values),
  }));
  const texts = [names, ...panels.map((panel) => panel.bars.map(({ figure }) => figure))];
  const taken = texts.reduce((width, column) => width + textWidth(column), gaps + spacing);
  const { $schema, title: heading } = frame(title);
  return {
    $schema,
    title: heading,
    spacing,
    resolve: { scale: { x: 'independent' } },
    hconcat: panels.map(({ title: text, ...panel }, at) => ({
      title: { text, fontSize: 15, fontWeight: 'normal', frame: 'group', offset: 6 },
      width: Math.max(60, (chartWidth - taken) / panels.length),
      ...barsWithFigures({ names: at === 0 ? names : undefined, ...panel }),
    })),
  };
}

function measured(
  format: ValueFormat,
  currency: string,
  locale: Locale,
  values: readonly number[],
) {
  const figure = figureFormat(format, currency, locale, Math.max(...values.map(Math.abs)));
  const domain: [number, number] = [Math.min(0, ...values), Math.max(0, ...values)];
  return {
    domain,
    bars: values.map((value) => ({ value, figure: figure(value), sign: signOf(value) })),
  };
}
