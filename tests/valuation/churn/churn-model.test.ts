import { describe, expect, it } from 'vitest';
import {
  churnLogOdds,
  explainChurn,
  explanationBase,
  predictChurn,
  trainChurn,
} from '../../../src/valuation/churn/churn-model.ts';
import type { Dataset } from '../../../src/valuation/churn/dataset.ts';
import { type ChurnKind, type ChurnModel, churnKinds } from '../../../src/valuation/churn/model.ts';
import { categoryColumn, firstRows, madeUpCustomers, numberColumn } from './tables.ts';

const table = madeUpCustomers(400, 5);
const options = { seed: 1, trees: 40 };
const trained = new Map<ChurnKind, ChurnModel>();

function train(kind: ChurnKind): ChurnModel {
  const model = trained.get(kind) ?? trainChurn(kind, table.dataset, table.y, options);
  trained.set(kind, model);
  return model;
}

describe.each(churnKinds)('%s', (kind) => {
  it('gives the same bytes for the same seed', () => {
    const again = trainChurn(kind, table.dataset, table.y, options);
    expect(JSON.stringify(again)).toBe(JSON.stringify(train(kind)));
  });

  it('predicts the same bit for bit after it was written and read back', () => {
    const model = train(kind);
    const back: ChurnModel = JSON.parse(JSON.stringify(model));
    expect(back).toEqual(model);
    expect(predictChurn(back, table.dataset)).toEqual(predictChurn(model, table.dataset));
    expect(explainChurn(back, table.dataset, 3)).toEqual(explainChurn(model, table.dataset, 3));
  });

  it('gives contributions that add up, with the base, to the log-odds', () => {
    const model = train(kind);
    const logOdds = churnLogOdds(model, table.dataset);
    const probability = predictChurn(model, table.dataset);
    for (let row = 0; row < 25; row++) {
      const reasons = explainChurn(model, table.dataset, row);
      const sum = reasons.reduce((total, reason) => total + reason.contribution, 0);
      expect(Math.abs(explanationBase(model) + sum - logOdds[row]!)).toBeLessThan(1e-9);
      expect(probability[row]).toBeCloseTo(1 / (1 + Math.exp(-logOdds[row]!)), 12);
    }
  });

  it('states the value behind each contribution, null where it is missing', () => {
    const missing = table.dataset.columns[0]!.values.findIndex((value) => Number.isNaN(value));
    const reasons = explainChurn(train(kind), table.dataset, missing);
    expect(reasons.map(({ feature }) => feature)).toEqual(
      table.dataset.columns.map(({ name }) => name),
    );
    expect(reasons[0]!.value).toBeNull();
    expect(reasons[1]!.value).toBe(table.dataset.columns[1]!.values[missing]);
    expect(typeof explainChurn(train(kind), table.dataset, 0)[4]!.value).toBe('string');
  });

  it('finds columns by name and levels by name, in whatever order they come', () => {
    const columns = table.dataset.columns.toReversed().map((column) => {
      if (column.levels === undefined) return column;
      const last = column.levels.length - 1;
      const values = column.values.map((code) => last - code);
      return { ...column, levels: column.levels.toReversed(), values };
    });
    const shuffled: Dataset = {
      rows: table.dataset.rows,
      columns: [numberColumn('more', table.y), ...columns],
    };
    expect(predictChurn(train(kind), shuffled)).toEqual(predictChurn(train(kind), table.dataset));
  });

  it('treats an unseen level as missing', () => {
    const asTown = (town: string): Dataset => ({
      rows: 1,
      columns: firstRows(table, 1).dataset.columns.map((column) =>
        column.name === 'branch' ? { ...categoryColumn('branch', [town]), levels: [town] } : column,
      ),
    });
    const one = { ...asTown('Kladno') };
    const gap: Dataset = {
      rows: 1,
      columns: one.columns.map((column) =>
        column.name === 'branch' ? { ...column, values: Float64Array.of(Number.NaN) } : column,
      ),
    };
    expect(predictChurn(train(kind), one)).toEqual(predictChurn(train(kind), gap));
    expect(explainChurn(train(kind), one, 0)[4]!.value).toBeNull();
  });

  it('learns nothing from a column that is all missing, and from the others as usual', () => {
    const empty = numberColumn('empty', new Float64Array(table.dataset.rows).fill(Number.NaN));
    const dataset = { ...table.dataset, columns: [...table.dataset.columns, empty] };
    const model = trainChurn(kind, dataset, table.y, options);
    const reasons = explainChurn(model, dataset, 0);
    expect(reasons.at(-1)).toEqual({ feature: 'empty', value: null, contribution: 0 });
    for (const probability of predictChurn(model, dataset)) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });

  it('predicts the base rate from columns that are constant or all missing, with contributions of 0', () => {
    const rows = 300;
    const columns = [
      numberColumn('flat', new Float64Array(rows).fill(7)),
      numberColumn('empty', new Float64Array(rows).fill(Number.NaN)),
      categoryColumn(
        'town',
        Array.from({ length: rows }, () => 'Praha'),
      ),
    ];
    const y = Uint8Array.from({ length: rows }, (_, row) => (row % 4 === 0 ? 1 : 0));
    const model = trainChurn(kind, { columns, rows }, y, options);
    for (const probability of predictChurn(model, { columns, rows })) {
      expect(probability).toBeCloseTo(0.25, 1);
    }
    for (const { contribution } of explainChurn(model, { columns, rows }, 0)) {
      expect(contribution).toBeCloseTo(0, 12);
    }
  });

  it('treats an infinite value as a very large one when predicting, and refuses to learn from it', () => {
    const [balance, ...others] = firstRows(table, 2).dataset.columns;
    const beyond = (values: number[]): Dataset => ({
      rows: 2,
      columns: [{ ...balance!, values: Float64Array.from(values) }, ...others],
    });
    const { POSITIVE_INFINITY, NEGATIVE_INFINITY, MAX_VALUE } = Number;
    const infinite = beyond([NEGATIVE_INFINITY, POSITIVE_INFINITY]);
    expect(predictChurn(train(kind), infinite)).toEqual(
      predictChurn(train(kind), beyond([-MAX_VALUE, MAX_VALUE])),
    );
    expect(() => trainChurn(kind, infinite, Uint8Array.of(0, 1), options)).toThrow(
      'Column "balance" is infinite in row 0',
    );
  });

  it('works on two customers, one of whom left', () => {
    const dataset = { columns: [numberColumn('x', [1, 2])], rows: 2 };
    const model = trainChurn(kind, dataset, Uint8Array.of(0, 1), { seed: 1 });
    for (const probability of predictChurn(model, dataset)) {
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });

  it('works on a dataset without columns, and predicts the base rate', () => {
    const dataset = { columns: [], rows: 4 };
    const model = trainChurn(kind, dataset, Uint8Array.of(0, 1, 0, 0), { seed: 1 });
    expect(predictChurn(model, dataset)[0]).toBeGreaterThan(0.1);
    expect(predictChurn(model, dataset)[0]).toBeLessThan(0.5);
  });

  it('names what it cannot learn from', () => {
    const { dataset } = firstRows(table, 3);
    const training =
      (y: Uint8Array | Float64Array, of = dataset) =>
      () =>
        trainChurn(kind, of, y, { seed: 1 });
    expect(training(Uint8Array.of(1, 1, 1))).toThrow('All 3 labels are 1 (left)');
    expect(training(Uint8Array.of(1), firstRows(table, 1).dataset)).toThrow('All 1 labels');
    expect(training(Float64Array.of(1, Number.NaN, 0))).toThrow('The label of row 1 is NaN');
    expect(training(Uint8Array.of(1, 0))).toThrow('There are 2 labels for 3 rows');
  });

  it('names a column it needs that is absent or of the other kind', () => {
    const model = train(kind);
    const columns = table.dataset.columns.slice(1);
    expect(() => predictChurn(model, { columns, rows: 400 })).toThrow('needs column "balance"');
    const asCategory = [
      categoryColumn('balance', ['a']),
      ...firstRows(table, 1).dataset.columns.slice(1),
    ];
    expect(() => predictChurn(model, { columns: asCategory, rows: 1 })).toThrow(
      'trained on a number',
    );
    expect(() => explainChurn(model, table.dataset, 400)).toThrow('Row 400 is not in the dataset');
  });
});

describe('a dataset', () => {
  const y = Uint8Array.of(0, 1);
  it.each([
    ['of no rows', { columns: [], rows: 0 }, 'at least one row'],
    [
      'with an infinite value',
      { columns: [numberColumn('x', [1, Number.POSITIVE_INFINITY])], rows: 2 },
      'Column "x" is infinite in row 1',
    ],
    [
      'with a code that has no level',
      { columns: [{ ...categoryColumn('town', ['a', 'b']), levels: ['a'] }], rows: 2 },
      'Category column "town" holds 1 in row 1',
    ],
    [
      'with a name twice',
      { columns: [numberColumn('x', [1, 2]), numberColumn('x', [1, 2])], rows: 2 },
      'Two columns are named "x"',
    ],
    ['with a short column', { columns: [numberColumn('x', [1])], rows: 2 }, 'has 1 values'],
  ])('%s is refused', (_, dataset, message) => {
    expect(() => trainChurn('logistic', dataset, y, { seed: 1 })).toThrow(message);
  });
});
