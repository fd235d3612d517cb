import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { bandHeight, figureAxis, nameAxis } from './bands.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { signColour, signOf } from './sign-colour.ts';
import { figureFormat, type ValueFormat } from './value-format.ts';

/**
 * How a figure became another: a horizontal bar each for what it was, every change, which begins where the one before ended,
 * and what it is. What goes down has the colour of losses and a minus.
 * @param input.from what it was; without, only the changes are drawn, from zero, and `to` is their sum
 * @param input.to what it is. Amounts are in `currency` (ISO 4217) or counts
 */
export function waterfallChart(input: {
  title: string;
  subtitle?: string;
  from?: { label: string; value: number };
  steps: readonly { label: string; amount: number }[];
  to: { label: string; value: number };
  format: ValueFormat;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { title, subtitle, from, steps, to, format, currency, locale } = input;
  if (steps.length === 0) return emptyChart(title, locale);
  let level = from?.value ?? 0;
  const changes = steps.map(({ label, amount }) => {
    const start = level;
    level += amount;
    return { label, start, end: level, amount, isChange: true };
  });
  const whole = ({ label, value }: { label: string; value: number }) => ({
    label,
    start: 0,
    end: value,
    amount: value,
    isChange: from === undefined,
  });
  const bars = [...(from === undefined ? [] : [whole(from)]), ...changes, whole(to)];
  const names = bars.map(({ label }) => label);
  const figure = figureFormat(
    format,
    currency,
    locale,
    Math.max(...bars.map(({ amount }) => Math.abs(amount))),
  );
  const signed = ({ amount, isChange }: (typeof bars)[number]) =>
    isChange && amount > 0 ? `+${figure(amount)}` : figure(amount);
  const ends = bars.flatMap(({ start, end }) => [start, end]);
  const band = { field: 'band', type: 'ordinal' } as const;
  const domain: [number, number] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return {
    ...frame(title, subtitle),
    height: bandHeight(names),
    data: {
      values: bars.map(({ start, end, amount }, at) => ({
        band: at,
        start,
        end,
        sign: signOf(amount),
      })),
    },
    resolve: { axis: { y: 'independent' } },
    layer: [
      {
        mark: { type: 'bar', height: { band: 0.66 } },
        encoding: {
          y: { ...band, axis: nameAxis(names) },
          x: { field: 'start', type: 'quantitative', axis: null, scale: { domain, nice: false } },
          x2: { field: 'end' },
          color: signColour,
        },
      },
      {
        mark: 'rule',
        encoding: { y: { ...band, axis: figureAxis(bars.map(signed)) }, x: { datum: 0 } },
      },
    ],
  };
}
