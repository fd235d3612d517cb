import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateHistories,
  purchaseRate,
  repeatPurchases,
} from '../../../src/valuation/lifetime/aggregated-histories.ts';

const customer = fc
  .record({
    x: fc.integer({ min: 0, max: 3 }),
    recency: fc.integer({ min: 0, max: 2 }),
    T: fc.integer({ min: 2, max: 4 }),
    weight: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ x, recency, T, weight }) => ({ x, tx: recency, T, weight }));
type Customer = { x: number; tx: number; T: number; weight: number };

const tableOf = (customers: Customer[]) => {
  const column = (name: keyof Customer) => Float64Array.from(customers, (each) => each[name]);
  return { x: column('x'), tx: column('tx'), T: column('T'), weight: column('weight') };
};

describe('aggregateHistories', () => {
  it('keeps each distinct history once, with the weight of all who have it', () => {
    fc.assert(
      fc.property(fc.array(customer, { minLength: 1, maxLength: 40 }), (customers) => {
        const found = aggregateHistories(tableOf(customers));
        const expected = new Map<string, number>();
        for (const { x, tx, T, weight } of customers) {
          // Recency means nothing without a repeat transaction.
          const key = `${x} ${x === 0 ? 0 : tx} ${T}`;
          if (weight > 0) expected.set(key, (expected.get(key) ?? 0) + weight);
        }
        const got = new Map<string, number>();
        found.counts.forEach((count, group) => {
          for (let row = found.starts[group]!; row < found.starts[group + 1]!; row++) {
            const tx = Math.round(found.tx[row]! * found.unit);
            const T = Math.round(found.T[row]! * found.unit);
            const key = `${count} ${tx} ${T}`;
            expect(got.has(key)).toBe(false);
            got.set(key, found.weight[row]!);
          }
        });
        expect(got).toEqual(expected);
        expect(found.totalWeight).toBe(customers.reduce((sum, { weight }) => sum + weight, 0));
        expect([...found.counts]).toEqual([...found.counts].sort((a, b) => a - b));
      }),
    );
  });

  it('measures time in the weighted mean age', () => {
    const found = aggregateHistories({
      x: Float64Array.of(1, 2),
      tx: Float64Array.of(5, 10),
      T: Float64Array.of(10, 40),
      weight: Float64Array.of(2, 1),
    });
    expect(found.unit).toBe(20);
    expect([...found.tx]).toEqual([0.25, 0.5]);
    expect([...found.T]).toEqual([0.5, 2]);
  });

  it('counts repeat purchases, and their rate per mean age', () => {
    const found = aggregateHistories({
      x: Float64Array.of(1, 4, 0),
      tx: Float64Array.of(5, 10, 0),
      T: Float64Array.of(10, 20, 30),
    });
    expect(repeatPurchases(found)).toBe(5);
    expect(purchaseRate(found)).toBeCloseTo(5 / 3, 12);
    const never = aggregateHistories({
      x: new Float64Array(2),
      tx: new Float64Array(2),
      T: new Float64Array(2),
    });
    expect(purchaseRate(never)).toBeGreaterThan(0);
  });
});
