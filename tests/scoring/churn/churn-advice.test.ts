import { describe, expect, it } from 'vitest';
import { churnAdvice } from '../../../src/scoring/churn/churn-advice.ts';
import {
  type Dataset,
  predictChurn,
  seededRandom,
  trainChurn,
} from '../../../src/valuation/index.ts';

const random = seededRandom(3);
const rows = 2000;
const number = (name: string, value: () => number) => ({
  name,
  kind: 'number' as const,
  values: new Float64Array(rows).map(value),
});
const dataset: Dataset = {
  columns: [
    number('unresolved_complaints', () => (random.next() < 0.3 ? 1 : 0)),
    number('contacts_3m', () => random.integer(4)),
    number('balance', () => 1000 * random.next()),
  ],
  rows,
};
const [complaints, contacts] = dataset.columns.map(({ values }) => values);
const y = new Uint8Array(rows).map((_, row) => {
  const logOdds = -1.5 + 2 * complaints![row]! - 0.1 * contacts![row]!;
  return random.next() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
});
const model = trainChurn('logistic', dataset, y, { seed: 1 });
const probability = predictChurn(model, dataset);
const actions = ['unresolved_complaints', 'contacts_3m', 'satisfaction'] as const;

describe('what would lower a risk', () => {
  const advice = churnAdvice(model, dataset, probability, actions);

  it('is what the model says of the same customer with that one thing changed', () => {
    const row = complaints!.indexOf(1);
    const resolved = {
      ...dataset,
      columns: dataset.columns.map((column) =>
        column.name === 'unresolved_complaints'
          ? { ...column, values: column.values.map(() => 0) }
          : column,
      ),
    };
    expect(advice[row]).toEqual({
      feature: 'unresolved_complaints',
      from: 1,
      to: 0,
      probability: predictChurn(model, resolved)[row],
    });
  });

  it('is never what is done already, nor what raises the risk', () => {
    advice.forEach((each, row) => {
      if (each === null) return;
      expect(each.probability).toBeLessThan(probability[row]!);
      if (complaints![row] === 0) expect(each.feature).not.toBe('unresolved_complaints');
    });
    expect(advice.some((each, row) => each === null && complaints![row] === 0)).toBe(true);
  });

  it('is only what the bank says it can change', () => {
    const features = churnAdvice(model, dataset, probability, ['contacts_3m']).map(
      (a) => a?.feature,
    );
    expect(features).not.toContain('unresolved_complaints');
    expect(churnAdvice(model, dataset, probability, [])).toEqual(new Array(rows).fill(null));
  });
});
