import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { measuredBars } from './measured-bars.ts';

/**
 * Segments by size and by value, side by side, in the order given.
 * @param input.segments `customers` is a count; `clv` in `currency`, whether a total or a mean, null where it is not known: then size is shown alone
 */
export function segmentsChart(input: {
  segments: readonly { name: string; customers: number; clv: number | null }[];
  /** what the segments show; otherwise the chart says what they are */
  title?: string | undefined;
  currency: string;
  locale: Locale;
}): TopLevelSpec {
  const { currency, locale } = input;
  const say = sayIn(locale);
  const title = input.title ?? say('charts.segments.title');
  const segments = input.segments.filter((s) => Number.isFinite(s.customers + (s.clv ?? 0)));
  if (segments.length === 0) return emptyChart(title, locale);
  const clvs = segments.flatMap(({ clv }) => clv ?? []);
  return measuredBars({
    title,
    names: segments.map(({ name }) => name),
    panels: [
      {
        title: say('charts.segments.customers'),
        format: 'count',
        values: segments.map((s) => s.customers),
      },
      ...(clvs.length < segments.length
        ? []
        : [{ title: say('charts.segments.clv'), format: 'money' as const, values: clvs }]),
    ],
    currency,
    locale,
  });
}
