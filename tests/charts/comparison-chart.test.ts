import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { comparisonChart } from '../../src/charts/comparison-chart.ts';

async function drawn(spec: TopLevelSpec): Promise<{ texts: string[]; bars: number }> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return {
    texts: [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)/g)].map(([, text = '']) => text),
    bars: svg.split('aria-roledescription="bar"').length - 1,
  };
}

const months = (from: number, amounts: readonly number[]) =>
  amounts.map((contribution, i) => ({
    month: `2026-${String(from + i).padStart(2, '0')}-01`,
    contribution,
  }));

test('each customer has a panel over the same months, and all have one scale', async () => {
  const spec = comparisonChart({
    customers: [
      { name: 'Anna', months: months(1, [100, 900, 300]) },
      { name: 'width', months: months(3, [-400]) },
    ],
    currency: 'EUR',
    locale: 'en',
  });
  const { texts, bars } = await drawn(spec);
  expect(texts).toEqual(expect.arrayContaining(['Contribution by month', 'Anna', 'width']));
  expect(texts.filter((text) => text === '€1,000')).toHaveLength(2);
  expect(texts.filter((text) => text === '-€500')).toHaveLength(2);
  expect(texts.filter((text) => text === 'Jan')).toHaveLength(1);
  expect(bars).toBe(4);
});

test('a customer without months keeps the place of theirs', async () => {
  const customers = [
    { name: 'Anna', months: months(1, [100, 200]) },
    { name: 'Nina', months: [] },
  ];
  const { texts, bars } = await drawn(
    comparisonChart({ customers, currency: 'CNY', locale: 'zh' }),
  );
  expect(texts).toContain('Nina');
  expect(bars).toBe(2);
});

test('nobody with months is nothing to show', async () => {
  const customers = [{ name: 'Nina', months: months(1, [Number.NaN]) }];
  const { texts } = await drawn(comparisonChart({ customers, currency: 'EUR', locale: 'zh' }));
  expect(texts).toContain('暂无数据');
});
