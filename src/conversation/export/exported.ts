import { dayIn } from '../../language/format.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import type { ExportFormat } from '../../language/reading.ts';
import type { Reply, Table } from '../reply.ts';
import { writeCsv } from './csv.ts';
import { writePdf } from './pdf/write-pdf.ts';
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

/** A file that nobody has just asked for. */
export type DeliveredFile = Omit<ExportFile, 'command'>;

/** Media types as registered at IANA; RFC 7111 for CSV. */
const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
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
  { format, word, day }: { format: 'csv' | 'xlsx'; word: string; day: string },
): Promise<DeliveredFile> {
  const content =
    format === 'csv' ? writeCsv(sheet) : await writeXlsxApart(sheet, inName(word).slice(0, 31));
  return { ...called({ format, word, day }), content };
}

/**
 * Prints an answer as a PDF.
 * @param of.word what it is asked by, such as `report`
 * @param of.day to which its figures belong, ISO
 */
export async function printedFile(
  reply: Reply,
  { word, day, locale }: { word: string; day: string; locale: Locale },
): Promise<DeliveredFile> {
  const foot = sayIn(locale)('export.foot', { day: dayIn(locale)(day) });
  return {
    ...called({ format: 'pdf', word, day }),
    content: await writePdf(reply, locale, foot),
  };
}

const inName = (word: string) => word.replace(/[^a-z0-9]+/gi, '-');

const called = (file: { format: ExportFormat; word: string; day: string }) => ({
  name: `${inName(file.word)}-${file.day}.${file.format}`,
  type: mediaTypes[file.format],
});
