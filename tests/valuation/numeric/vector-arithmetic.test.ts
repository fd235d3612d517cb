import { describe, expect, it } from 'vitest';
import {
  difference,
  monthsSince,
  relativeChange,
  shareSpent,
} from '../../../src/valuation/numeric/vector-arithmetic.ts';

const vector = (...values: number[]) => Float64Array.of(...values);
const { NaN: missing } = Number;

describe('vector arithmetic', () => {
  it('subtracts entry by entry', () => {
    expect(difference(vector(5, 1, missing), vector(2, 4, 1))).toEqual(vector(3, -3, missing));
  });

  it('gives relative changes within bounds, NaN without an earlier value above 0', () => {
    const changed = relativeChange(vector(50, 0, 900, 5, 5), vector(100, 100, 100, 0, missing));
    expect(changed).toEqual(vector(-0.5, -1, 3, missing, missing));
    expect(relativeChange(vector(900), vector(100), [-1, 10])).toEqual(vector(8));
  });

  it('divides what was spent by what was available', () => {
    const money = { balance: vector(80, missing, -50, 0, 10), received: vector(20, 50, 0, 0, 0) };
    expect(shareSpent(vector(25, 25, 10, 0, 40), money)).toEqual(vector(0.25, 0.5, 1, 0, 1));
  });

  it('counts months of a twelfth of a year, 0 for later days', () => {
    expect(monthsSince(vector(0, 400, missing), 365.25)).toEqual(vector(12, 0, missing));
  });
});
