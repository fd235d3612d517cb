import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  customerLifetimeValue,
  expectedTransactions,
  probabilityAlive,
  type Rfm,
  type TransactionModel,
} from '../../../src/valuation/index.ts';

/**
 * P(alive) and expected transactions to 25 digits, rounded to doubles: BG/NBD and MBG/NBD by the published closed
 * forms with ₂F₁ in arithmetic of 120 digits, Pareto/NBD by its integral over the time of leaving in arithmetic
 * of 40, for models and histories drawn at random and for those of CDNOW.
 */
const references = z
  .array(
    z.object({
      kind: z.enum(['bg-nbd', 'mbg-nbd', 'pareto-nbd']),
      parameters: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      x: z.number(),
      tx: z.number(),
      T: z.number(),
      horizon: z.number(),
      alive: z.number(),
      transactions: z.number(),
    }),
  )
  .parse(JSON.parse(readFileSync(new URL('high-precision.json', import.meta.url), 'utf8')));

const fitted = { logLikelihood: 0, converged: true, iterations: 1 };

function modelOf(
  kind: 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd',
  [first, second, third, fourth]: readonly [number, number, number, number],
): TransactionModel {
  return kind === 'pareto-nbd'
    ? { kind, r: first, alpha: second, s: third, beta: fourth, ...fitted }
    : { kind, r: first, alpha: second, a: third, b: fourth, ...fitted };
}

const history = (x: number, tx: number, T: number): Rfm => ({
  x: Float64Array.of(x),
  tx: Float64Array.of(tx),
  T: Float64Array.of(T),
});

const within = (found: number | undefined, right: number) =>
  Math.abs((found ?? Number.NaN) / right - 1);

describe.each(['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const)('%s', (kind) => {
  const cases = references.filter((each) => each.kind === kind);

  it('is right to 1e-8 at up to 10,000 purchases', () => {
    expect(cases.length).toBeGreaterThan(30);
    expect(cases.filter(({ x }) => x === 2000).length).toBeGreaterThan(5);
    for (const { parameters, x, tx, T, horizon, alive, transactions } of cases) {
      const model = modelOf(kind, parameters);
      const rfm = history(x, tx, T);
      const about = JSON.stringify({ parameters, x, tx, T, horizon });
      expect(within(probabilityAlive(model, rfm)[0], alive), about).toBeLessThan(1e-9);
      expect(
        within(expectedTransactions(model, horizon, rfm)[0], transactions),
        about,
      ).toBeLessThan(1e-9);
    }
  });

  it('gives a customer the same whoever else is in the table', () => {
    const model = modelOf(kind, [0.5, 6, 0.9, 1.6]);
    const rows = Array.from({ length: 300 }, (_, row) => history(row % 7, row / 5, 60 + row / 3));
    const joined = (name: 'x' | 'tx' | 'T') =>
      Float64Array.from(rows, (row) => row[name][0] ?? Number.NaN);
    const table = { x: joined('x'), tx: joined('tx'), T: joined('T') };
    const together = expectedTransactions(model, 52, table);
    rows.forEach((row, i) => {
      expect(expectedTransactions(model, 52, row)[0]).toBe(together[i]);
    });
  });

  it('is finite, whatever the history', () => {
    const positive = (least: number, most: number) =>
      fc
        .double({ min: Math.log(least), max: Math.log(most), noNaN: true })
        .map((logarithm) => Math.exp(logarithm));
    const age = fc.oneof(fc.constant(0), positive(1e-12, 1e12), positive(1e100, 1e300));
    const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
    // From no dropout at all, which is where a fit ends that sees none, to everybody's leaving at once.
    const dropout = fc.oneof(fc.constant(0), positive(1e-4, 1e4));
    fc.assert(
      fc.property(
        fc.tuple(positive(1e-4, 1e4), positive(1e-4, 1e6), dropout, positive(1e-4, 1e6)),
        fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 1, 2000, 10_000)),
        fc.tuple(age, share),
        positive(1e-6, 1e6),
        (parameters, x, [T, part], horizon) => {
          const model = modelOf(kind, parameters);
          const rfm = history(x, x === 0 ? 0 : part * T, T);
          const [alive = Number.NaN] = probabilityAlive(model, rfm);
          const [transactions = Number.NaN] = expectedTransactions(model, horizon, rfm);
          const [value = Number.NaN] = customerLifetimeValue(
            {
              transactions: model,
              spend: { kind: 'gamma-gamma', p: 6, q: 4, v: 15, ...fitted },
            },
            rfm,
            Float64Array.of(0),
            { horizon, discountRatePerPeriod: 0.001, steps: 3 },
          );
          return (
            alive >= 0 &&
            alive <= 1 &&
            transactions >= 0 &&
            Number.isFinite(transactions) &&
            Number.isFinite(value)
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
