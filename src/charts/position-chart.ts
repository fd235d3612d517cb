import type { TopLevelSpec } from 'vega-lite';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { emptyChart } from './empty-chart.ts';
import { frame } from './frame.ts';
import { figureFormat } from './value-format.ts';

/** Of middling luminance, so that each holds 3:1 against a light and a dark background. */
const hues = [
  '#3b82c4',
  '#d0651a',
  '#2b9370',
  '#b352ac',
  '#94800f',
  '#d14a5b',
  '#6f79d6',
  '#748493',
];

/**
 * A sample of customers on the plane of the two leading components, coloured by segment, with the number of each segment
 * at its middle. Nobody is named.
 * @param input.segments in the order of their numbers
 * @param input.points `segment` is an id of `segments`; points of others are left out
 * @param input.explained share of the variance along each axis, 0 to 1
 */
export function positionChart(input: {
  segments: readonly { id: number; name: string }[];
  points: readonly { x: number; y: number; segment: number }[];
  explained: readonly [number, number];
  locale: Locale;
}): TopLevelSpec {
  const { segments, explained, locale } = input;
  const say = sayIn(locale);
  const title = say('charts.position.title');
  const groups = segments
    .map(({ id, name }, at) => ({
      number: String(at + 1),
      name,
      hue: hues[at % hues.length] ?? '#748493',
      points: input.points.filter(({ segment, x, y }) => segment === id && Number.isFinite(x + y)),
    }))
    .filter(({ points }) => points.length > 0);
  if (groups.length === 0) return emptyChart(title, locale);
  const share = figureFormat('percent', 'EUR', locale, 1)(explained[0] + explained[1]);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = { field: 'x', type: 'quantitative', axis: null, scale: { zero: false } } as const;
  const y = { field: 'y', type: 'quantitative', axis: null, scale: { zero: false } } as const;
  const { title: _, ...framed } = frame(title);
  return {
    ...framed,
    title: {
      text: title,
      subtitle: [
        say('charts.position.key', { share }),
        ...groups.map(({ number, name }) => `${number} ${name}`),
      ],
    },
    height: 300,
    layer: [
      {
        data: {
          values: groups.flatMap(({ number, points }) =>
            points.map((point) => ({ x: point.x, y: point.y, number })),
          ),
        },
        mark: { type: 'point', filled: true, size: 24, opacity: 1 },
        encoding: {
          x,
          y,
          color: {
            field: 'number',
            type: 'nominal',
            scale: {
              domain: groups.map(({ number }) => number),
              range: groups.map(({ hue }) => hue),
            },
            legend: null,
          },
        },
      },
      {
        data: {
          values: groups.map(({ number, points }) => ({
            number,
            x: mean(points.map((point) => point.x)),
            y: mean(points.map((point) => point.y)),
          })),
        },
        mark: { type: 'text', fontSize: 24, fontWeight: 700 },
        encoding: { x, y, text: { field: 'number', type: 'nominal' } },
      },
    ],
  };
}
