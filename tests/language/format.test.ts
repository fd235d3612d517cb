import { describe, expect, it } from 'vitest';
import { formatFor } from '../../src/language/format.ts';

const en = formatFor('en', 'CZK', 'Europe/Prague');
const zh = formatFor('zh', 'CNY', 'Asia/Shanghai');

describe('numbers and dates', () => {
  it.each<[number, string, string]>([
    [12345.67, 'CZK\u00a012,346', '¥12,346'],
    [-1200.5, '-CZK\u00a01,201', '-¥1,201'],
    [99.994, 'CZK\u00a099.99', '¥99.99'],
    [99.999, 'CZK\u00a0100', '¥100'],
    [0, 'CZK\u00a00', '¥0'],
    [-0, 'CZK\u00a00', '¥0'],
    [0.001, 'CZK\u00a00', '¥0'],
    [-0.004, 'CZK\u00a00', '¥0'],
  ])('%d as money is %s and %s', (amount, english, chinese) => {
    expect(en.money(amount)).toBe(english);
    expect(zh.money(amount)).toBe(chinese);
  });

  it.each<[string, number, string]>([
    ['KWD', 0.004, 'KWD\u00a00.004'],
    ['KWD', -3, '-KWD\u00a03.000'],
    ['KWD', 99.9994, 'KWD\u00a099.999'],
    ['KWD', 99.9996, 'KWD\u00a0100'],
    ['KWD', 1000.125, 'KWD\u00a01,000'],
    ['KWD', 0.0004, 'KWD\u00a00'],
    ['CLF', 0.0051, 'CLF\u00a00.0051'],
    ['JPY', 12.4, '¥12'],
    ['JPY', 0.4, '¥0'],
    ['JPY', -0.6, '-¥1'],
    ['JPY', 99.6, '¥100'],
  ])('money has the decimals of %s', (currency, amount, text) => {
    expect(formatFor('en', currency, 'UTC').money(amount).replace('JP¥', '¥')).toBe(text);
  });

  it.each<[number, string]>([
    [0.42, '42%'],
    [0.9999, '>99%'],
    [1, '100%'],
    [0.0995, '10%'],
    [0.0412, '4.1%'],
    [0.0004, '<0.1%'],
    [0, '0%'],
    [-0.0001, '0%'],
  ])('%d as a share is %s', (share, text) => {
    expect(en.percent(share)).toBe(text);
    expect(zh.percent(share)).toBe(text);
  });

  it('are written as the reader writes them', () => {
    expect(en.day('2026-03-01')).toBe('1 March 2026');
    expect(zh.day('2026-03-01')).toBe('2026年3月1日');
    expect(en.month('2026-03-01')).toBe('March 2026');
    expect(zh.month('2026-03-01')).toBe('2026年3月');
    expect(en.moment(new Date('2026-03-01T23:30:00Z'))).toBe('2 Mar 2026, 00:30');
    expect(zh.moment(new Date('2026-03-01T23:30:00Z'))).toContain('2026年3月2日');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
