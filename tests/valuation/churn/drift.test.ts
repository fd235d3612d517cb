import { describe, expect, it } from 'vitest';
import { measureDrift, profileDataset } from '../../../src/valuation/churn/drift.ts';
import { categoryColumn, madeUpCustomers, numberColumn } from './tables.ts';

describe('drift', () => {
  it('is 0 against itself, and small between two samples of one bank', () => {
    const { dataset } = madeUpCustomers(3000, 1);
    const profile = profileDataset(dataset);
    for (const { index } of measureDrift(profile, dataset)) expect(index).toBe(0);
    for (const drift of measureDrift(profile, madeUpCustomers(3000, 2).dataset)) {
      expect(drift.verdict).toBe('stable');
    }
  });

  it('is Σ (now − then)·ln(now / then): 0.0811 for halves that become 60 and 40', () => {
    const half = (share: number) => ({
      columns: [
        categoryColumn(
          'sex',
          Array.from({ length: 100 }, (_, i) => (i < share ? 'f' : 'm')),
        ),
      ],
      rows: 100,
    });
    const [drift] = measureDrift(profileDataset(half(50)), half(60));
    expect(drift!.index).toBeCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), 12);
  });

  it('finds a column that moved, and one that went missing', () => {
    const { dataset } = madeUpCustomers(2000, 3);
    const moved = {
      ...dataset,
      columns: dataset.columns.map((column) => {
        if (column.name === 'age') return { ...column, values: column.values.map((v) => v + 15) };
        if (column.name !== 'noise') return column;
        return { ...column, values: column.values.map((v, row) => (row % 3 ? v : Number.NaN)) };
      }),
    };
    const verdicts = measureDrift(profileDataset(dataset), moved).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['stable', 'moved', 'stable', 'moved', 'stable']);
  });

  it('is measured from a stored profile, and counts an unseen level as missing', () => {
    const one = { columns: [categoryColumn('town', ['a', 'b'])], rows: 2 };
    const profile = JSON.parse(JSON.stringify(profileDataset(one)));
    const [drift] = measureDrift(profile, {
      columns: [categoryColumn('town', ['z', 'z'])],
      rows: 2,
    });
    expect(drift!.verdict).toBe('moved');
    expect(Number.isFinite(drift!.index)).toBe(true);
  });

  it('names a column that is absent', () => {
    const { dataset } = madeUpCustomers(50, 1);
    const other = { columns: [numberColumn('age', [1])], rows: 1 };
    expect(() => measureDrift(profileDataset(dataset), other)).toThrow('Drift of "balance"');
  });
});
