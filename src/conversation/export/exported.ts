import type { ExportFormat } from '../../language/reading.ts';
import type { Reply, Table } from '../reply.ts';
import { writeCsv } from './csv.ts';
import type { Sheet } from './sheet.ts';
import { writeXlsxApart } from './xlsx-in-worker.ts';

/** The most rows of a file. */
export const mostExported = 10_000;

/** What a command gives as a file. `seen` are the ids in the store of all customers in it, for the access log. */
export type Exported = {
  sheet: Sheet;
  seen: readonly number[];
  /** whether the list is longer than the file */
  cut: boolean;
  /** the title of the answer, where that of the list as it is shown does not fit the file */
  title?: string;
};

/**
 * A file of an answer, in memory alone. `name` is of letters, digits, hyphens and a point; `command` is the slash form that
 * gives it again, whatever is asked in between, undefined where none can.
 */
export type ExportFile = {
  name: string;
  type: string;
  content: Uint8Array;
  command: string | undefined;
};

/** Media types as registered at IANA; RFC 7111 for CSV. */
const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * The first of some items, as many as a file has, and whether that leaves any out.
 * @param limit how many are asked for; all unless given
 */
export function upToMost<Item>(
  items: readonly Item[],
  limit = Number.POSITIVE_INFINITY,
): { items: readonly Item[]; cut: boolean } {
  return {
    items: items.slice(0, Math.min(limit, mostExported)),
    cut: items.length > mostExported && limit > mostExported,
  };
}

/** How many items to read for a file, so that it shows whether there are more. */
export const toRead = (limit = mostExported): number => Math.min(limit, mostExported) + 1;

/** A table as it is shown, of which no values are known: every cell is text. */
export const sheetAsShown = ({ columns, rows }: Table): Sheet => ({
  columns: columns.map(({ label }) => ({ label, type: 'text' })),
  rows,
  currency: '',
});

/** Whether an answer's table is one that can be exported. */
export const hasTable = ({ table }: Reply): boolean => table !== undefined && table.rows.length > 0;

/**
 * Writes a sheet as a file.
 * @param word what the list is asked by, such as `at-risk`
 * @param day to which its figures belong, ISO
 */
export async function exportFile(
  sheet: Sheet,
  { format, word, day }: { format: ExportFormat; word: string; day: string },
): Promise<Omit<ExportFile, 'command'>> {
  const name = word.replace(/[^a-z0-9]+/gi, '-');
  return {
    name: `${name}-${day}.${format}`,
    type: mediaTypes[format],
    content: format === 'csv' ? writeCsv(sheet) : await writeXlsxApart(sheet, name.slice(0, 31)),
  };
}
