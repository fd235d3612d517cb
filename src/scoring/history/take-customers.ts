import { atRows } from '../../valuation/index.ts';
import type { BankNow, Snapshot } from './snapshots.ts';

/** Some customers of a bank, by row, as they are on the as-of date. */
export function takeCustomers(
  {
    customers,
    attributes,
    snapshots: [now],
  }: Pick<BankNow, 'customers' | 'attributes' | 'snapshots'>,
  rows: Uint32Array,
): Pick<BankNow, 'customers' | 'attributes'> & { snapshots: [Snapshot] } {
  return {
    customers: taken(customers, rows),
    attributes: {
      ...attributes,
      columns: attributes.columns.map((column) => ({
        ...column,
        values: take(column.values, rows),
      })),
    },
    snapshots: [
      { ...now, columns: taken(now.columns, rows), overridden: take(now.overridden, rows) },
    ],
  };
}

function taken<Name extends string>(
  columns: Readonly<Record<Name, Float64Array>>,
  rows: Uint32Array,
): Record<Name, Float64Array> {
  const some: Record<Name, Float64Array> = { ...columns };
  for (const name in some) some[name] = take(some[name], rows);
  return some;
}

function take(values: Float64Array, rows: Uint32Array): Float64Array {
  return atRows(values, rows);
}
