import { describe, expect, it } from 'vitest';
import {
  cumulativeValue,
  discountedValue,
  growingValue,
  perpetuityValue,
  purchaseValue,
  retentionValue,
} from '../../../src/valuation/index.ts';

describe('value by the textbook formulas', () => {
  it('values a single purchase', () => {
    expect(purchaseValue(1000)).toBe(1000);
    expect(purchaseValue(1000, 100)).toBe(900);
  });

  it('adds up revenue less cost', () => {
    expect(cumulativeValue([1000, 800, 1200], [100, 80, 120])).toBe(2700);
  });

  it.each([
    [[900, 720, 1080], '2224.64'],
    [[10000, 8000, 12000, 15000], '34963.46'],
    [[900, 720, 1080, 1350, 1620], '4152.60'],
  ])('discounts %j at 10 %% to %s', (net, figure) => {
    expect(discountedValue(net, 0.1).toFixed(2)).toBe(figure);
  });

  it('values growing revenue', () => {
    expect(growingValue(1_000_000, 0.1, 0.05, 5).toFixed(2)).toBe('5761287.98');
  });

  it('values a perpetuity by the retention rate', () => {
    expect(perpetuityValue(400, 100, 0.8)).toBeCloseTo(1500, 9);
  });

  it('values margins received while the customer stays', () => {
    expect(retentionValue(300, 0.8, 0.1)).toBeCloseTo(800, 9);
  });

  it('is the retention form in the limit of a long sum', () => {
    const net = Array.from({ length: 400 }, (_, year) => 300 * 0.8 ** (year + 1));
    expect(discountedValue(net, 0.1)).toBeCloseTo(retentionValue(300, 0.8, 0.1), 6);
  });

  it('refuses numbers without a value, naming them', () => {
    expect(() => perpetuityValue(400, 100, 1)).toThrow(/retention rate is 1/);
    expect(() => perpetuityValue(400, 100, 1.2)).toThrow(/retention rate is 1.2/);
    expect(() => retentionValue(300, 1, 0)).toThrow(/has no end/);
    expect(() => discountedValue([1, Number.NaN], 0.1)).toThrow(/net 1 is NaN/);
    expect(() => discountedValue([1], -1)).toThrow(/discount rate is -1/);
    expect(() => cumulativeValue([1, 2], [1])).toThrow(/2 revenues and 1 costs/);
    expect(() => growingValue(1, 0, 0, 1.5)).toThrow(/periods is 1.5/);
  });
});
