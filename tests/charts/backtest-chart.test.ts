import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { expect, test } from 'vitest';
import { backtestChart } from '../../src/charts/backtest-chart.ts';

async function drawnTexts(spec: TopLevelSpec): Promise<string[]> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)/g)].map(([, text = '']) => text);
}

const deciles = Array.from({ length: 10 }, (_, n) => ({
  customers: 30,
  predicted: 400 * n - 100,
  actual: 380 * n,
}));

test('predicted and actual value stand side by side, in the reader’s language', async () => {
  const texts = await drawnTexts(backtestChart({ deciles, currency: 'EUR', locale: 'en' }));
  expect(texts).toEqual(
    expect.arrayContaining(['Predicted', 'Actual', '1', '10', '€0', 'Predicted and actual value']),
  );
  const zh = await drawnTexts(backtestChart({ deciles, currency: 'CNY', locale: 'zh' }));
  expect(zh).toEqual(expect.arrayContaining(['预测', '实际', '¥0']));
});

test('groups of nobody are left out, and nothing at all is said to be so', async () => {
  const one = [{ customers: 0, predicted: 9, actual: 9 }, ...deciles.slice(0, 2)];
  const texts = await drawnTexts(backtestChart({ deciles: one, currency: 'EUR', locale: 'en' }));
  expect(texts).toContain('2');
  expect(texts).not.toContain('3');
  const none = await drawnTexts(backtestChart({ deciles: [], currency: 'EUR', locale: 'en' }));
  expect(none).not.toContain('Actual');
});
