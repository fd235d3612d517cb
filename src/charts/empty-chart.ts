import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { frame } from './frame.ts';

const words = { en: 'Nothing to show yet', zh: '暂无数据' };

/** What is drawn where there is nothing to draw. */
export function emptyChart(title: string, locale: Locale): TopLevelSpec {
  return {
    ...frame(title),
    height: 60,
    data: { values: [{ text: words[locale] }] },
    mark: { type: 'text', fontSize: 15 },
    encoding: { text: { field: 'text', type: 'nominal' } },
  };
}
