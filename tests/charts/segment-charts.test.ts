import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { movementChart } from '../../src/charts/movement-chart.ts';
import { portraitChart } from '../../src/charts/portrait-chart.ts';
import { positionChart } from '../../src/charts/position-chart.ts';
import { segmentMapChart } from '../../src/charts/segment-map-chart.ts';

async function drawnTexts(spec: TopLevelSpec): Promise<string[]> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)/g)].map(([, text = '']) => text);
}

const segments = [
  { id: 4, name: 'savers' },
  { id: 9, name: 'spenders' },
];

test('movement is told by count, with those who came and went', async () => {
  const flows = [
    { from: 4, to: 4, customers: 812 },
    { from: 4, to: 9, customers: 31 },
    { from: null, to: 9, customers: 5 },
    { from: 9, to: null, customers: 7 },
    { from: 77, to: 9, customers: 66 },
  ];
  const texts = await drawnTexts(movementChart({ segments, flows, locale: 'en' }));
  expect(texts).toEqual(
    expect.arrayContaining(['1 savers', '2 spenders', '812', '31', '5', '7', 'gone']),
  );
  expect(texts).not.toContain('66');
  const thousands = [{ from: 4, to: 9, customers: 123_456 }];
  expect(await drawnTexts(movementChart({ segments, flows: thousands, locale: 'zh' }))).toContain(
    '12万',
  );
});

test('the map of segments says shares by branch, and how many branches it leaves out', async () => {
  const branches = Array.from({ length: 20 }, (_, i) => ({
    name: `Branch ${i}`,
    shares: [0.25, 0.75],
  }));
  const texts = await drawnTexts(
    segmentMapChart({ segments: ['savers', 'spenders'], branches, locale: 'en' }),
  );
  expect(texts).toEqual(
    expect.arrayContaining(['Branch 0', 'Branch 14', '25%', '75%', '2 spenders']),
  );
  expect(texts).not.toContain('Branch 15');
  expect(texts.join()).toContain('First 15 of 20');
});

test('a portrait tells on which side of the bank a segment lies', async () => {
  const features = [
    { label: 'Balance', standardScore: 1.24 },
    { label: 'Debt', standardScore: -0.5 },
  ];
  expect(await drawnTexts(portraitChart({ features, locale: 'en' }))).toEqual(
    expect.arrayContaining(['Balance', '+1.2', '-0.5']),
  );
});

test('positions are told by the numbers of the segments', async () => {
  const points = [
    { x: 1, y: 2, segment: 4 },
    { x: -1, y: 0, segment: 9 },
    { x: Number.NaN, y: 0, segment: 9 },
  ];
  const texts = await drawnTexts(
    positionChart({ segments, points, explained: [0.5, 0.21], locale: 'en' }),
  );
  expect(texts).toEqual(expect.arrayContaining(['1', '2', '1 savers', '2 spenders']));
  expect(texts.join()).toContain('71%');
});

test('a chart of no segments says so', async () => {
  for (const spec of [
    movementChart({ segments, flows: [], locale: 'zh' }),
    segmentMapChart({ segments: [], branches: [], locale: 'zh' }),
    portraitChart({ features: [], locale: 'zh' }),
    positionChart({ segments, points: [], explained: [0, 0], locale: 'zh' }),
  ])
    expect(await drawnTexts(spec)).toContain('暂无数据');
});
