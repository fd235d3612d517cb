import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { choiceOfKChart } from '../../src/charts/choice-of-k-chart.ts';
import { dendrogramChart } from '../../src/charts/dendrogram-chart.ts';
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
    expect.arrayContaining(['1 savers', '2 spenders', '812', '31', '5', '7', 'left']),
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

test('the choice of a number of segments tells each silhouette that there is, and the spread left', async () => {
  const candidates = [
    { k: 2, silhouette: 0.3, inertia: 100 },
    { k: 3, silhouette: 0.42, inertia: 40 },
    { k: 4, silhouette: null, inertia: 38 },
  ];
  const texts = await drawnTexts(choiceOfKChart({ k: 3, candidates, locale: 'en' }));
  expect(texts).toEqual(expect.arrayContaining(['2', '3', '4', '0.40', '100%']));
  const none = candidates.map((each) => ({ ...each, silhouette: null }));
  expect(await drawnTexts(choiceOfKChart({ k: 3, candidates: none, locale: 'zh' }))).toContain(
    '暂无数据',
  );
});

test('a dendrogram is cut where as many branches are left as there are segments', async () => {
  const leaf = { height: 0 };
  const nodes = [
    { id: 0, parent: null, position: 1.25, height: 9 },
    { id: 1, parent: 0, position: 0.5, height: 4 },
    { id: 2, parent: 1, position: 0, ...leaf },
    { id: 3, parent: 1, position: 1, ...leaf },
    { id: 4, parent: 0, position: 2, ...leaf },
  ];
  for (const [segments, level] of [
    [2, 6.5],
    [3, 2],
  ] as const) {
    const spec = dendrogramChart({ nodes, segments, locale: 'en' });
    expect(JSON.stringify(spec)).toContain(`"y":${level},"part":"cut"`);
    expect((await drawnTexts(spec)).join()).toContain(`Cut where ${segments} branches are left`);
  }
  const alone = [{ id: 0, parent: null, position: 0, ...leaf }];
  expect(await drawnTexts(dendrogramChart({ nodes: alone, segments: 1, locale: 'en' }))).toContain(
    'Nothing to show yet',
  );
});

test('of more segments than a phone can show, a matrix shows the first and says so', async () => {
  const many = Array.from({ length: 12 }, (_, i) => ({ id: i, name: `kind ${i}` }));
  const flows = many.map(({ id }) => ({ from: id, to: id, customers: 1234 }));
  const texts = await drawnTexts(movementChart({ segments: many, flows, locale: 'en' }));
  expect(texts).toEqual(expect.arrayContaining(['First 8 of 12', '8 kind 7', '1.2k']));
  expect(texts).not.toContain('9 kind 8');
  const map = segmentMapChart({
    segments: many.map(({ name }) => name),
    branches: [{ name: 'Prague', shares: many.map(() => 1 / 12) }],
    locale: 'zh',
  });
  expect(await drawnTexts(map)).toContain('共12项，显示前8项');
});
