import { describe, expect, it } from 'vitest';
import { screenFeatures } from '../../../src/valuation/churn/feature-checks.ts';
import { categoryColumn, madeUpCustomers, numberColumn } from './tables.ts';

const { dataset, y } = madeUpCustomers(600, 12);

describe('screenFeatures', () => {
  it('keeps ordinary features as they are', () => {
    expect(screenFeatures(dataset, y)).toEqual({ dataset, dropped: [] });
  });

  it('drops constant and repeated features, and says why', () => {
    const columns = [
      ...dataset.columns,
      numberColumn('flat', new Float64Array(600).fill(3)),
      numberColumn('empty', new Float64Array(600).fill(Number.NaN)),
      { ...dataset.columns[0]!, name: 'balance again' },
    ];
    const screened = screenFeatures({ columns, rows: 600 }, y);
    expect(screened.dropped).toEqual([
      { feature: 'flat', reason: 'constant' },
      { feature: 'empty', reason: 'constant' },
      { feature: 'balance again', reason: 'duplicate', of: 'balance' },
    ]);
    expect(screened.dataset).toEqual(dataset);
  });

  it.each([
    [
      'a number',
      numberColumn(
        'closed',
        Float64Array.from(y, (left, row) => 10 * left + (row % 3)),
      ),
    ],
    [
      'a date only leavers have',
      numberColumn(
        'closed',
        Float64Array.from(y, (left, row) => (left === 1 ? row : Number.NaN)),
      ),
    ],
    [
      'a status',
      categoryColumn(
        'closed',
        Array.from(y, (left) => (left === 1 ? 'closed' : 'open')),
      ),
    ],
  ])('drops %s that leaks the outcome, unless it is allowed', (_, column) => {
    const leaking = { columns: [...dataset.columns, column], rows: 600 };
    const { dropped, dataset: kept } = screenFeatures(leaking, y);
    expect(dropped).toEqual([{ feature: 'closed', reason: 'leak', auc: expect.any(Number) }]);
    expect(kept.columns.map(({ name }) => name)).not.toContain('closed');
    expect(screenFeatures(leaking, y, { allowed: ['closed'] }).dropped).toEqual([]);
  });
});
