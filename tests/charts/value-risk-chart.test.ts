import { loadImage } from 'canvas';
import { describe, expect, test } from 'vitest';
import { drawPng } from '../../src/charts/draw-png.ts';
import { chartWidth } from '../../src/charts/frame.ts';
import { retentionChart } from '../../src/charts/retention-chart.ts';
import { trendChart } from '../../src/charts/trend-chart.ts';
import { valueRiskChart } from '../../src/charts/value-risk-chart.ts';
import { waterfallChart } from '../../src/charts/waterfall-chart.ts';

const money = { currency: 'EUR', locale: 'en' } as const;
const long = 'Wilhelmina Featherstonehaugh-Konstantinopoulou van der Heijden und Söhne & Partner';
const steps = [
  { label: long, amount: 1200 },
  { label: '服务成本', amount: -300 },
];

describe.each(['light', 'dark'] as const)('a chart with a long title, %s', (theme) => {
  test.each([
    ['nobody', valueRiskChart({ points: [], threshold: 0.3, title: long, ...money })],
    [
      'one customer who costs money',
      valueRiskChart({
        points: [{ probability: 0, value: -5, foremost: false }],
        threshold: 0.3,
        title: `潜在损失的一半集中在5位客户${long}`,
        ...money,
      }),
    ],
    [
      'many customers',
      valueRiskChart({
        points: Array.from({ length: 300 }, (_, at) => ({
          probability: at / 300,
          value: at ** 2,
          foremost: at > 295,
        })),
        threshold: 0.3,
        title: long,
        ...money,
      }),
    ],
    ['nobody who joined', retentionChart({ curve: [], title: long, locale: 'zh' })],
    [
      'how long customers stay',
      retentionChart({
        curve: Array.from({ length: 16 }, (_, years) => ({ years, share: 0.9 ** years })),
        title: long,
        locale: 'zh',
      }),
    ],
    ['one month', trendChart({ points: [], title: long, format: 'money', ...money })],
    [
      'a month that is marked',
      trendChart({
        points: [{ month: '2026-05-01', value: 1 }],
        marks: [
          { month: '2026-05-01', letters: 'A B' },
          { month: '2026-09-01', letters: 'C' },
        ],
        title: long,
        format: 'money',
        ...money,
      }),
    ],
    [
      'long names',
      waterfallChart({
        title: long,
        steps,
        to: { label: long, value: 900 },
        format: 'money',
        ...money,
      }),
    ],
  ])('is as wide as any: %s', async (_, spec) => {
    const { width } = await loadImage(Buffer.from(await drawPng(spec, theme)));
    expect(width).toBeLessThanOrEqual(2.1 * chartWidth);
  });
});

test('those to call first are drawn apart, and a customer who costs money on the line of zero', () => {
  const spec = valueRiskChart({
    points: [
      { probability: 0.4, value: 900, foremost: true },
      { probability: 0.1, value: -20, foremost: false },
    ],
    threshold: 0.3,
    title: 'T',
    ...money,
  });
  expect(spec).toMatchObject({
    layer: [
      { data: { values: [{ probability: 0.3 }] } },
      { data: { values: [{ probability: 0.1, value: 0 }] } },
      { data: { values: [{ probability: 0.4, value: 900 }] } },
    ],
  });
});

test('a mark in a month that is not drawn is left out', () => {
  const spec = trendChart({
    points: [{ month: '2026-05-01', value: 1 }],
    marks: [{ month: '2026-09-01', letters: 'C' }],
    title: 'T',
    format: 'money',
    ...money,
  });
  expect(JSON.stringify(spec)).not.toContain('"C"');
});
