import { loadImage } from 'canvas';
import { describe, expect, test } from 'vitest';
import { contributionChart } from '../../src/charts/contribution-chart.ts';
import { drawPng } from '../../src/charts/draw-png.ts';
import { chartWidth } from '../../src/charts/frame.ts';
import { rankingChart } from '../../src/charts/ranking-chart.ts';
import { paletteOf } from '../../src/charts/themes.ts';
import { cornerColour } from './pixels.ts';

const months = [{ month: '2026-01-01', contribution: 12 }];

describe.each(['light', 'dark'] as const)('a chart in the %s theme', (theme) => {
  test('is a PNG of twice its size on the theme’s ground', async () => {
    const png = await drawPng(contributionChart({ months, currency: 'EUR', locale: 'en' }), theme);
    const { width, height } = await loadImage(Buffer.from(png));
    expect(width).toBe(2 * chartWidth);
    expect(height).toBeGreaterThan(2 * 200);
    expect(await cornerColour(png)).toBe(paletteOf(theme).background);
  });
  test('has texts of 4.5:1 and marks of 3:1 against its ground', () => {
    const { background, ink, quiet, marks } = paletteOf(theme);
    for (const text of [ink, quiet]) expect(contrast(text, background)).toBeGreaterThan(4.5);
    for (const mark of marks) expect(contrast(mark, background)).toBeGreaterThan(3);
  });
});

test.each([
  ['Hangul', '김민수', 'GimMinSu'],
  ['Hebrew', 'שלום', 'Slvm'],
  ['Georgian beside Latin', 'Anna ქართველი', 'Anna Kartveli'],
  ['a Hebrew quotation mark', 'צה״ל', 'Tshl'],
  ['emoji', 'Anna 🏦👍🏽', 'Anna :bank::thumbsup:'],
])('%s, which no font of ours has, is drawn in Latin letters', async (_, name, latin) => {
  const named = (label: string) =>
    drawPng(
      rankingChart({
        bars: [{ label, value: 1 }],
        title: 'T',
        format: 'count',
        currency: 'EUR',
        locale: 'en',
      }),
      'light',
    );
  expect(Buffer.compare(await named(name), await named(latin))).toBe(0);
});

test.each([
  ['Chinese', '张伟', '王芳'],
  ['traditional Chinese', '張偉', '龍'],
  ['Devanagari', 'नमस्ते', 'राम'],
  ['Greek', 'Ελένη', 'Ωρίων'],
  ['kana', 'カタ', 'ひら'],
  ['Arabic', 'محمد', 'فاطمة'],
  ['Thai', 'สมชาย', 'ใจดี'],
  ['Czech', 'Čeněk', 'Žůček'],
  ['Cyrillic', 'Анна', 'Пётр'],
])('%s names are drawn in letters, not in boxes', async (_, one, other) => {
  const named = (label: string) =>
    drawPng(
      rankingChart({
        bars: [{ label, value: 1 }],
        title: 'T',
        format: 'count',
        currency: 'EUR',
        locale: 'en',
      }),
      'light',
    );
  // Letters that no font has are drawn as boxes, and boxes all look the same.
  const first = await named(one);
  expect(first).not.toEqual(await named(other));
});

test('a chart that names data outside itself is refused', async () => {
  const outside = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    data: { url: 'file:///etc/hostname' },
    mark: 'point' as const,
    encoding: { x: { field: 'a', type: 'nominal' as const } },
  };
  await expect(drawPng(outside, 'light')).rejects.toThrow(/carries its data inside/);
});

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
