import type { TopLevelSpec } from 'vega-lite';
import { formatsOf } from '../language/catalogs.ts';
import { numberFormat } from '../language/intl-formats.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { barsWithFigures } from './bars-with-figures.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { signOf } from './sign-colour.ts';

/**
 * A segment's portrait: by feature, how far its mean lies from the mean of the bank, as bars from the middle.
 * @param input.features `standardScore` in standard deviations; drawn in the order given
 */
export function portraitChart(input: {
  features: readonly { label: string; standardScore: number }[];
  locale: Locale;
}): TopLevelSpec {
  const { locale } = input;
  const say = sayIn(locale);
  const title = say('charts.portrait.title');
  const scale = say('charts.portrait.scale');
  const features = input.features.filter(({ standardScore }) => Number.isFinite(standardScore));
  if (features.length === 0) return emptyChart(title, locale);
  const widest = Math.max(...features.map(({ standardScore }) => Math.abs(standardScore))) || 1;
  const figure = numberFormat(formatsOf(locale), {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return {
    ...frame(title, scale),
    ...barsWithFigures({
      names: features.map(({ label }) => label),
      domain: [-widest, widest],
      bars: features.map(({ standardScore }) => ({
        value: standardScore,
        figure: figure.format(standardScore),
        sign: signOf(standardScore),
      })),
    }),
  };
}
