import type { FileFormat } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { FileMapping } from './mapping.ts';
import { readLines } from './read-lines.ts';
import { isWorkbook, readSheet } from './read-workbook.ts';
import type { Problem } from './reject-codes.ts';
import { splitRecord } from './split-record.ts';

/** A row of a file: the line it begins on (from 1), and its values in the order of the columns or what is wrong. */
export type SourceRecord =
  | { line: number; values: readonly string[] }
  | { line: number; problem: Problem };

/** A quoted value may go over this many lines. */
const longestRecord = 200;

/** What stands above the rows of a file: its columns, and the line on which the first row may begin. */
export type Head = { columns: readonly string[]; firstLine: number };

/**
 * Reads the rows of a file, in batches: of a delimited text, or of a sheet of a workbook. In a text, a row that breaks off is
 * a problem of its own line alone: reading resumes on the next, so that no row is swallowed by a quote that never closes.
 * Blank lines are no rows.
 * @param head the file's columns and where its rows begin, as `readHead` gives them
 * @throws IngestError as `readLines` and `readSheet` do
 */
export async function* readRecords(
  path: string,
  format: FileFormat,
  { columns, firstLine }: Head,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<SourceRecord[]> {
  if (await isWorkbook(path)) {
    for await (const rows of readSheet(path, format, onBytes, signal)) {
      yield rows
        .filter(({ line, values }) => line >= firstLine && values.some((v) => v.trim() !== ''))
        .map(({ line, values }) => {
          const padded = columns
            .map((_, n) => values[n] ?? '')
            .concat(values.slice(columns.length));
          return asRecord(line, '', padded, columns, format.raggedRows);
        });
    }
    return;
  }
  let next = 1;
  let open: string[] = [];
  let records: SourceRecord[] = [];

  const take = (line: string): void => {
    if (next < firstLine) {
      next++;
      return;
    }
    open.push(line);
    next++;
    const record = open.length === 1 ? line : open.join('\n');
    const begins = next - open.length;
    if (open.length === 1 && record.trim() === '') {
      open = [];
      return;
    }
    const split = splitRecord(record, format.delimiter, format.quote);
    if (
      !Array.isArray(split) &&
      split.reason === 'quote-not-closed' &&
      open.length < longestRecord
    ) {
      return;
    }
    const fits = Array.isArray(split) && (open.length === 1 || split.length === columns.length);
    if (open.length > 1 && !fits) {
      breakOff();
      return;
    }
    open = [];
    records.push(asRecord(begins, record, split, columns, format.raggedRows));
  };

  /** Rejects the first line of what is open, and reads the others afresh. */
  const breakOff = (): void => {
    const [first = '', ...others] = open;
    open = [];
    next -= others.length;
    const split = splitRecord(first, format.delimiter, format.quote);
    records.push(asRecord(next - 1, first, split, columns, format.raggedRows));
    for (const line of others) take(line);
  };

  for await (const lines of readLines(path, format.encoding, onBytes, signal)) {
    for (const line of lines) take(line);
    yield records;
    records = [];
  }
  while (open.length > 0) breakOff();
  yield records;
}

function asRecord(
  line: number,
  record: string,
  split: ReturnType<typeof splitRecord>,
  columns: readonly string[],
  ragged: FileFormat['raggedRows'],
): SourceRecord {
  const problem = (column: string, value: string, reason: Problem['reason']) => ({
    line,
    problem: { column, value, reason },
  });
  if (!Array.isArray(split)) {
    return problem(columns[split.index] ?? '', split.value, split.reason);
  }
  for (const [character, reason] of unreadable) {
    if (!record.includes(character)) continue;
    const index = split.findIndex((value) => value.includes(character));
    return problem(columns[index] ?? '', split[index] ?? record, reason);
  }
  if (ragged === 'fill' && split.length !== columns.length) {
    return { line, values: columns.map((_, n) => split[n] ?? '') };
  }
  if (split.length < columns.length) {
    return problem('', record, 'too-few-columns');
  }
  if (split.length > columns.length && split.slice(columns.length).some((v) => v.trim() !== '')) {
    return problem('', record, 'too-many-columns');
  }
  return { line, values: split };
}

const unreadable = [
  ['\u0000', 'control-character'],
  ['\ufffd', 'wrong-encoding'],
] as const;

/** A header stands among the first lines of a file, however much is said before it. */
const longestPreamble = 200;

/**
 * Finds the columns of a file, of its header or as the mapping lists them, and where its rows begin: after the lines that the
 * mapping says stand before, and after a first line `sep=;`, which tells spreadsheets the delimiter.
 * @param wanted the columns that the mapping uses, by which `preamble: until-header` knows the header
 * @returns null for an empty file
 * @throws IngestError when the header cannot be read, is not found, is not in the encoding, or is not what the mapping lists
 */
export async function readHead(
  path: string,
  file: Pick<FileMapping, 'header' | 'columns' | 'optionalColumns'>,
  format: FileFormat,
  wanted: readonly string[],
): Promise<Head | null> {
  const found = format.preamble === 'until-header';
  const skipped = format.preamble === 'until-header' ? 0 : format.preamble;
  const needed = (name: string) => !file.optionalColumns.includes(name);
  const expected = (file.columns ?? wanted).filter(needed);
  let seen = 0;
  for await (const { line, text, values } of leadingLines(path, format)) {
    if (line === 1 && refuseOtherSeparator(path, text, format)) continue;
    if (line <= skipped || text.trim() === '') continue;
    seen++;
    if (!file.header) {
      if (file.columns === undefined) return null;
      return { columns: file.columns, firstLine: line };
    }
    const unreadable = text.includes('\ufffd') || text.includes('\u0000');
    if (found && (values === null || unreadable)) continue;
    if (values === null || unreadable) {
      throw new IngestError(
        `${path}: the header cannot be read as ${format.encoding} with "${format.delimiter}" between columns. Set encoding, delimiter and quote to how the file is written, and preamble where lines stand before the header.`,
      );
    }
    const names = values.map((name) => name.trim());
    // A delimiter that ends each line, or the header alone, begins no further column.
    while (names.length > 1 && names.at(-1) === '') names.pop();
    if (found && !expected.every((name) => names.includes(name))) {
      if (seen > longestPreamble) break;
      continue;
    }
    const listed = file.columns?.filter((name) => needed(name) || names.includes(name));
    if (listed !== undefined && listed.join('\n') !== names.join('\n')) {
      const optional =
        file.optionalColumns.length === 0
          ? ''
          : `, of which it may lack ${file.optionalColumns.join(', ')}`;
      throw new IngestError(
        `${path}: the header is ${names.join(', ')}; the mapping expects ${file.columns?.join(', ')}${optional}`,
      );
    }
    return { columns: names, firstLine: line + 1 };
  }
  if (found && seen > 0) {
    throw new IngestError(
      `${path}: none of the first ${Math.min(seen, longestPreamble)} lines is a header with the columns that the mapping uses: ${expected.join(', ')}. Correct the mapping, or the delimiter or encoding it names.`,
    );
  }
  return null;
}

/** The lines of a file, or the rows of a workbook's sheet, from the first: as they stand there and as values, if they are some. */
async function* leadingLines(
  path: string,
  format: FileFormat,
): AsyncGenerator<{ line: number; text: string; values: readonly string[] | null }> {
  if (await isWorkbook(path)) {
    for await (const rows of readSheet(path, format, () => {})) {
      for (const { line, values } of rows) yield { line, text: values.join(' '), values };
    }
    return;
  }
  let line = 0;
  for await (const lines of readLines(path, format.encoding, () => {})) {
    for (const text of lines) {
      const values = splitRecord(text, format.delimiter, format.quote);
      yield { line: ++line, text, values: Array.isArray(values) ? values : null };
    }
  }
}

/** Whether a line is `sep=` and the delimiter, which must be the one that the mapping says. */
function refuseOtherSeparator(path: string, text: string, { delimiter }: FileFormat): boolean {
  const separator = /^sep=(.{1,3})$/i.exec(text)?.[1];
  if (separator === undefined) return false;
  if (separator !== delimiter) {
    throw new IngestError(
      `${path} says that "${separator}" stands between its columns, the mapping says "${delimiter}": set its delimiter to "${separator}"`,
    );
  }
  return true;
}
