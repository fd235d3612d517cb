import fc from 'fast-check';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, test } from 'vitest';
import { contributionChart } from '../../src/charts/contribution-chart.ts';
import { householdChart } from '../../src/charts/household-chart.ts';
import { rankingChart } from '../../src/charts/ranking-chart.ts';
import { reasonsChart } from '../../src/charts/reasons-chart.ts';
import { riskChart } from '../../src/charts/risk-chart.ts';
import { segmentsChart } from '../../src/charts/segments-chart.ts';
import { trendChart } from '../../src/charts/trend-chart.ts';

/** Every text that a chart draws. */
async function drawnTexts(spec: TopLevelSpec): Promise<string[]> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  await view.runAsync();
  const svg = await view.toSVG();
  view.finalize();
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)/g)].map(([, text = '']) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}

const months = (count: number, value: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => ({
    month: new Date(Date.UTC(2025, at, 1)).toISOString().slice(0, 10),
    contribution: value(at),
    value: value(at),
  }));
const money = { currency: 'EUR', locale: 'en' } as const;
const zh = { currency: 'CNY', locale: 'zh' } as const;

describe('the axis of money', () => {
  test('is written in the reader’s language and shortened from ten thousand on', async () => {
    const input = { months: months(12, (at) => 15_000 - at * 1000) };
    expect(await drawnTexts(contributionChart({ ...input, ...money }))).toEqual(
      expect.arrayContaining(['€0', '€5k', '€10k', '€15k']),
    );
    expect(await drawnTexts(contributionChart({ ...input, ...zh }))).toEqual(
      expect.arrayContaining(['¥0', '¥5,000', '¥1万', '¥1.5万']),
    );
  });
  test('has cents where the amounts are cents', async () => {
    expect(
      await drawnTexts(contributionChart({ months: months(1, () => 0.42), ...money })),
    ).toEqual(expect.arrayContaining(['Total €0.42', '€0.1', '€0.5']));
  });
  test('reaches below zero where the bank loses, and says millions as such', async () => {
    const texts = await drawnTexts(
      contributionChart({ months: months(6, (at) => (at - 3) * 2_000_000), ...money }),
    );
    expect(texts).toEqual(expect.arrayContaining(['-€6m', '€0', '€4m', 'Total -€6m']));
  });
});

describe('the axis of months', () => {
  test('is in the reader’s language, with the year below its first month', async () => {
    const input = { months: months(14, () => 10) };
    expect(await drawnTexts(contributionChart({ ...input, ...money }))).toEqual(
      expect.arrayContaining(['Jan', '2025', 'Oct', '2026']),
    );
    expect(await drawnTexts(contributionChart({ ...input, ...zh }))).toEqual(
      expect.arrayContaining(['1月', '2025年', '10月', '2026年']),
    );
  });
  test('keeps a place for a month that is missing', async () => {
    const points = months(6, (at) => at).filter((_, at) => at !== 2);
    const spec = trendChart({ points, title: 'Balance', format: 'money', ...money });
    expect(spec).toMatchObject({
      data: {
        values: expect.arrayContaining([
          expect.objectContaining({ month: '2025-03-01', value: null }),
        ]),
      },
    });
    expect(await drawnTexts(spec)).toContain('Jun 2025: €5.00');
  });
});

describe('bars', () => {
  test('keep two customers of the same name apart, and say what they are worth', async () => {
    const bars = ['张伟', 'Ann', '张伟'].map((label, at) => ({ label, value: 3000 - at * 1000 }));
    const texts = await drawnTexts(
      rankingChart({ bars, title: 'Most valuable', format: 'money', ...money }),
    );
    expect(texts.filter((text) => text === '张伟')).toHaveLength(2);
    expect(texts).toEqual(expect.arrayContaining(['€3,000', '€2,000', '€1,000']));
  });
  test('end after fifteen, and say so', async () => {
    const bars = months(40, (at) => at).map(({ value }) => ({ label: `C${value}`, value }));
    const input = { bars, title: 'T', format: 'count' as const, currency: 'EUR' };
    const texts = await drawnTexts(rankingChart({ ...input, locale: 'en' }));
    expect(texts).toContain('First 15 of 40');
    expect(texts).not.toContain('C15');
    expect(await drawnTexts(rankingChart({ ...input, locale: 'zh' }))).toContain(
      '共40项，显示前15项',
    );
  });
  test('say probability and value at stake', async () => {
    const bars = [{ label: 'Ann', probability: 0.62, valueAtStake: 7694 }];
    expect(await drawnTexts(riskChart({ bars, ...money }))).toContain('62% · €7,694');
  });
  test('show segments by size and value', async () => {
    const segments = [{ name: '沉睡储户', customers: 3200, clv: -120 }];
    expect(await drawnTexts(segmentsChart({ segments, ...zh }))).toEqual(
      expect.arrayContaining(['沉睡储户', '3,200', '-¥120', '客户数', 'CLV']),
    );
  });
  test('say on which side a reason raises the risk', async () => {
    const reasons = [
      { label: 'Balance fell', contribution: 1.2 },
      { label: 'Mortgage', contribution: -0.4 },
    ];
    expect(await drawnTexts(reasonsChart({ reasons, locale: 'en' }))).toEqual(
      expect.arrayContaining(['Balance fell', 'Mortgage', '◀ lowers the risk · raises the risk ▶']),
    );
  });
});

test('a chart of nothing says so', async () => {
  const nothing = [
    contributionChart({ months: [], ...zh }),
    trendChart({ points: [], title: 'T', format: 'money', ...zh }),
    rankingChart({ bars: [], title: 'T', format: 'money', ...zh }),
    riskChart({ bars: [], ...zh }),
    segmentsChart({ segments: [], ...zh }),
    reasonsChart({ reasons: [], locale: 'zh' }),
  ];
  for (const spec of nothing) expect(await drawnTexts(spec)).toContain('暂无数据');
});

test('a chart never shows a number that is none', async () => {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, 0, -0, 1e-9, -1e12, 1e15];
  for (const value of odd) {
    for (const format of ['money', 'percent', 'count'] as const) {
      const texts = [
        ...(await drawnTexts(
          trendChart({ points: months(3, () => value), title: 'T', format, ...money }),
        )),
        ...(await drawnTexts(
          rankingChart({ bars: [{ label: 'Ann', value }], title: 'T', format, ...zh }),
        )),
      ];
      expect(texts.join(' ')).not.toMatch(/NaN|undefined|null|∞|非数字/);
    }
  }
});

test('any name can stand at a bar', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 12 }), async (label) => {
      const bars = [{ label, value: 1 }];
      const texts = await drawnTexts(rankingChart({ bars, title: 'T', format: 'count', ...money }));
      expect(texts).toContain('T');
    }),
    { numRuns: 20 },
  );
});

test.each([`"]; alert(1); ["\\`, 'width', 'constructor', 'datum', 'null'])(
  'what would be an expression, such as %j, stays a name',
  async (label) => {
    const texts = await drawnTexts(
      rankingChart({ bars: [{ label, value: 1 }], title: 'T', format: 'count', ...money }),
    );
    expect(texts).toContain(label);
  },
);

describe('who is worth what in a household', () => {
  const bars = [
    { label: 'Anna', value: 12_345, probability: 0.1, atRisk: false },
    { label: 'Ben', value: 800, probability: 0.62, atRisk: true },
    { label: 'Anna', value: -40, probability: null, atRisk: false },
  ];
  test('has each value with its risk, in the order given', async () => {
    const texts = await drawnTexts(householdChart({ bars, ...money }));
    expect(texts).toEqual(expect.arrayContaining(['€12,345 · 10%', '€800 · 62%', '-€40 · –']));
    expect(texts.filter((text) => text === 'Anna')).toHaveLength(2);
  });
  test('shows in colour who is at risk, and who costs more than they bring in', () => {
    expect(householdChart({ bars, ...money })).toMatchObject({
      data: { values: [{ sign: 'above' }, { sign: 'below' }, { sign: 'below' }] },
    });
  });
  test('says so where it draws the first only, and where there is nobody', async () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      label: `Customer ${at}`,
      value: 100,
      probability: 0.1,
      atRisk: false,
    }));
    expect((await drawnTexts(householdChart({ bars: many, ...zh }))).join(' ')).toMatch(/30/);
    expect((await drawnTexts(householdChart({ bars: [], ...zh }))).join(' ')).not.toMatch(
      /undefined/,
    );
  });
});
