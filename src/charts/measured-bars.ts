import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { textWidth } from './bands.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { chartWidth, frame, textSize } from './frame.ts';
import { signOf } from './sign-colour.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/** Between the panels, and around names and figures, in pixels. */
const spacing = 20;
const gaps = 60;

/**
 * The same things by several measures, one below the other: a panel of horizontal bars each, with the names at the left.
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
  const figures = panels.flatMap((panel) => panel.bars.map(({ figure }) => figure));
  const taken = textWidth(names) + textWidth(figures) + gaps;
  const { $schema, title: heading } = frame(title);
  return {
    $schema,
    title: heading,
    spacing,
    resolve: { scale: { x: 'independent' } },
    vconcat: panels.map(({ title: text, ...panel }) => ({
      title: { text, fontSize: textSize, fontWeight: 'normal', frame: 'group', offset: 6 },
      width: chartWidth - taken,
      ...barsWithFigures({ names, ...panel }),
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
