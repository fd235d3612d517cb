import { describe, expect, it } from 'vitest';
import {
  explainChurn,
  explanationBase,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import { madeUpCustomers, numberColumn } from './tables.ts';

describe('logistic', () => {
  it('agrees with the log-odds of a two by two table when the penalty is tiny', () => {
    // 30 of 100 left with the card, 10 of 100 without: the odds ratio is (30/70)/(10/90).
    const card = Array.from({ length: 200 }, (_, row) => (row < 100 ? 1 : 0));
    const y = Uint8Array.from(card, (has, row) => (row % 100 < (has === 1 ? 30 : 10) ? 1 : 0));
    const dataset = { columns: [numberColumn('card', card)], rows: 200 };
    const model = trainChurn('logistic', dataset, y, { seed: 1, ridge: 1e-9 });
    const [withCard] = explainChurn(model, dataset, 0);
    const [without] = explainChurn(model, dataset, 199);
    const ratio = withCard!.contribution - without!.contribution;
    expect(ratio).toBeCloseTo(Math.log(30 / 70 / (10 / 90)), 6);
    expect(explanationBase(model) + withCard!.contribution).toBeCloseTo(Math.log(30 / 70), 6);
  });

  it('keeps its coefficients finite where one feature separates the classes', () => {
    const x = Array.from({ length: 50 }, (_, row) => row);
    const y = Uint8Array.from(x, (value) => (value < 25 ? 1 : 0));
    const dataset = { columns: [numberColumn('x', x)], rows: 50 };
    const model = trainChurn('logistic', dataset, y, { seed: 1 });
    expect(Math.abs(explainChurn(model, dataset, 0)[0]!.contribution)).toBeLessThan(20);
  });

  it('clips a value to the range it was trained on', () => {
    const { dataset, y } = madeUpCustomers(600, 1);
    const model = trainChurn('logistic', dataset, y, { seed: 1 });
    const beyond = (value: number) => ({
      rows: 1,
      columns: dataset.columns.map((column) => ({
        ...column,
        values: Float64Array.of(column.name === 'balance' ? value : column.values[0]!),
      })),
    });
    expect(explainChurn(model, beyond(1e12), 0)[0]!.contribution).toBe(
      explainChurn(model, beyond(1e9), 0)[0]!.contribution,
    );
  });

  it('refuses a penalty that is not above 0', () => {
    const { dataset, y } = madeUpCustomers(100, 1);
    expect(() => trainChurn('logistic', dataset, y, { seed: 1, ridge: 0 })).toThrow('above 0');
  });
});
