import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { noCurrency, sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { chartWidth, frame, textSize } from './frame.ts';
import { valueAxis } from './value-axis.ts';

/** The labels, the padding and the axis at the left of a panel, in pixels. */
const taken = 80;

/**
 * Why a number of segments was chosen: the silhouette of each number that was tried, and the spread left within segments,
 * whose bend is the elbow. The chosen number has the larger dot and its line.
 * @param input.candidates by number of segments; a null silhouette, of one segment alone, is left out
 */
export function choiceOfKChart(input: {
  k: number;
  candidates: readonly { k: number; silhouette: number | null; inertia: number }[];
  locale: Locale;
}): TopLevelSpec {
  const { k, candidates, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.choiceOfK.title');
  const silhouette = say('charts.choiceOfK.silhouette');
  const elbow = say('charts.choiceOfK.elbow');
  const judged = candidates.flatMap((each) =>
    each.silhouette === null ? [] : [{ k: each.k, value: each.silhouette }],
  );
  if (judged.length === 0) return emptyChart(title, locale);
  const most = Math.max(...candidates.map(({ inertia }) => inertia)) || 1;
  const spread = candidates.map((each) => ({ k: each.k, value: each.inertia / most }));
  const { $schema, title: heading } = frame(title);
  const tried = candidates.map((each) => each.k);
  return {
    $schema,
    title: heading,
    spacing: 24,
    vconcat: [
      panel(silhouette, judged, k, tried, { axis: decimals }),
      panel(elbow, spread, k, tried, valueAxis([1], 'percent', noCurrency, locale)),
    ],
  };
}

/** A silhouette is no share: it is written as it is, which both languages do alike. */
const decimals = { format: '.2f', tickCount: 4, domain: false, grid: true } as const;

type ValueAxis = { axis: typeof decimals } | ReturnType<typeof valueAxis>;
type Point = { k: number; value: number };
type Panel = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

function panel(
  title: string,
  points: readonly Point[],
  k: number,
  tried: readonly number[],
  axis: ValueAxis,
): Panel {
  const x = {
    field: 'k',
    type: 'ordinal' as const,
    title: null,
    scale: { domain: [...tried] },
    axis: { labelAngle: 0 },
  };
  const y = {
    field: 'value',
    type: 'quantitative',
    title: null,
    ...axis,
  } as const;
  const chosen = points.filter((point) => point.k === k);
  return {
    title: { text: title, fontSize: textSize, fontWeight: 'normal', frame: 'group', offset: 8 },
    width: chartWidth - taken,
    height: 120,
    data: { values: [...points] },
    layer: [
      { data: { values: chosen }, mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { x } },
      { mark: { type: 'line', point: { size: 50 } }, encoding: { x, y } },
      {
        data: { values: chosen },
        mark: { type: 'point', filled: true, size: 220 },
        encoding: { x, y },
      },
    ],
  };
}
