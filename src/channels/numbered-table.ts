import type { Table } from '../conversation/reply.ts';

/** A table in which each row says its place in the list, where the list began before; any other as it is. */
export function numberedTable({ first, ...table }: Table): Table {
  return first === undefined
    ? table
    : {
        ...table,
        columns: [{ label: '#', align: 'end' }, ...table.columns],
        rows: table.rows.map((row, at) => [String(first + at), ...row]),
      };
}
