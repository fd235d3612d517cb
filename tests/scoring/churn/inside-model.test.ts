import { expect, it } from 'vitest';
import { typicalValues } from '../../../src/scoring/churn/inside-model.ts';

const column = (name: string, ...values: number[]) => ({
  name,
  kind: 'number' as const,
  values: Float64Array.from(values),
});

it('takes the median of a feature for typical, and nothing where most lack it', () => {
  const none = Number.NaN;
  expect(
    typicalValues({
      rows: 9,
      columns: [
        column('products', 1, none, 3, none, 2, 2, 2, 2, 2),
        column('rating', none, none, 3, none, 2, none, none, 2, 1),
      ],
    }),
  ).toEqual({ products: 2, rating: null });
  const many = Float64Array.from({ length: 100_000 }, (_, row) => (row * 7919) % 100_000);
  const { balance } = typicalValues({
    rows: 100_000,
    columns: [{ name: 'balance', kind: 'number', values: many }],
  });
  expect(Math.abs(Number(balance) - 50_000)).toBeLessThan(1500);
});

it('is nobody’s own figure, and none of fewer than five', () => {
  const { balance, few } = typicalValues({
    rows: 7,
    columns: [
      column('balance', 900, -1, 40, 10_000, 50, 70, 60),
      column('few', 900, Number.NaN, 40, Number.NaN, 50, 70, Number.NaN),
    ],
  });
  expect(balance).toBe((40 + 50 + 60 + 70 + 900) / 5);
  expect(few).toBeNull();
});
