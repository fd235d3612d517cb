import { type Columns, columnIndex } from './compile-value.ts';
import type { FileMapping } from './mapping.ts';

/**
 * The tests that a row must pass for a file's `where` to take it, other than those of lookups.
 * @throws IngestError when it names a column that the file lacks
 */
export function compileWhere(
  { where }: Pick<FileMapping, 'where'>,
  columns: Columns,
): ((row: readonly string[]) => boolean)[] {
  return Object.entries(where).flatMap(([column, test]) => {
    if (!Array.isArray(test) && 'in' in test) return [];
    const index = columnIndex(columns, column);
    const values = new Set(Array.isArray(test) ? test : test.not);
    const wanted = Array.isArray(test);
    return [(row: readonly string[]) => values.has((row[index] ?? '').trim()) === wanted];
  });
}
