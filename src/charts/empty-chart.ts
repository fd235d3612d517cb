import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { frame, textSize } from './frame.ts';

/** What is drawn where there is nothing to draw. */
export function emptyChart(title: string, locale: Locale): TopLevelSpec {
  return {
    ...frame(title),
    height: 60,
    data: { values: [{ text: sayIn(locale)('charts.empty') }] },
    mark: { type: 'text', fontSize: textSize },
    encoding: { text: { field: 'text', type: 'nominal' } },
  };
}
