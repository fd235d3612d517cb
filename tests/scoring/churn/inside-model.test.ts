import { expect, it } from 'vitest';
import { typicalValues } from '../../../src/scoring/churn/inside-model.ts';

it('takes the median of a feature for typical, and nothing where most lack it', () => {
  const column = (name: string, ...values: number[]) => ({
    name,
    kind: 'number' as const,
    values: Float64Array.from(values),
  });
  expect(
    typicalValues({
      rows: 5,
      columns: [
        column('balance', 9, -1, 4, 100, 5),
        column('products', 1, Number.NaN, 3, Number.NaN, 2),
        column('rating', Number.NaN, Number.NaN, 3, Number.NaN, 2),
      ],
    }),
  ).toEqual({ balance: 5, products: 2, rating: null });
  const many = Float64Array.from({ length: 100_000 }, (_, row) => (row * 7919) % 100_000);
  const { balance } = typicalValues({
    rows: 100_000,
    columns: [{ name: 'balance', kind: 'number', values: many }],
  });
  expect(Math.abs(Number(balance) - 50_000)).toBeLessThan(1500);
});
