import type { FileFormat } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { FileMapping } from './mapping.ts';
import { readLines } from './read-lines.ts';
import type { Problem } from './reject-codes.ts';
import { splitRecord } from './split-record.ts';

/** A row of a file: the line it begins on (from 1), and its values in the order of the columns or what is wrong. */
export type SourceRecord =
  | { line: number; values: readonly string[] }
  | { line: number; problem: Problem };

/** A quoted value may go over this many lines. */
const longestRecord = 200;

/**
 * Reads the rows of a delimited file, in batches. A row that breaks off is a problem of its own line alone: reading
 * resumes on the next, so that no row is swallowed by a quote that never closes. Blank lines are no rows.
 * @param columns the file's columns, as `readColumns` gives them
 * @throws IngestError as `readLines` does
 */
export async function* readRecords(
  path: string,
  file: FileMapping,
  format: FileFormat,
  columns: readonly string[],
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<SourceRecord[]> {
  let skip = file.header ? 1 : 0;
  let next = 1;
  let open: string[] = [];
  let records: SourceRecord[] = [];

  const take = (line: string): void => {
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
    if (skip > 0) {
      skip--;
      return;
    }
    records.push(asRecord(begins, record, split, columns));
  };

  /** Rejects the first line of what is open, and reads the others afresh. */
  const breakOff = (): void => {
    const [first = '', ...others] = open;
    open = [];
    next -= others.length;
    const split = splitRecord(first, format.delimiter, format.quote);
    records.push(asRecord(next - 1, first, split, columns));
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

/**
 * The columns of a file: of its header, or as the mapping lists them.
 * @returns null for an empty file
 * @throws IngestError when the header cannot be read, is not in the encoding, or is not what the mapping lists
 */
export async function readColumns(
  path: string,
  file: FileMapping,
  format: FileFormat,
): Promise<readonly string[] | null> {
  for await (const lines of readLines(path, format.encoding, () => {})) {
    const header = lines.find((line) => line.trim() !== '');
    if (header === undefined) continue;
    if (!file.header) return file.columns ?? null;
    const columns = splitRecord(header, format.delimiter, format.quote);
    if (!Array.isArray(columns) || header.includes('\ufffd') || header.includes('\u0000')) {
      throw new IngestError(
        `${path}: the header cannot be read as ${format.encoding} with "${format.delimiter}" between columns. Set encoding, delimiter and quote to how the file is written.`,
      );
    }
    const names = columns.map((name) => name.trim());
    if (file.columns !== undefined && file.columns.join('\n') !== names.join('\n')) {
      throw new IngestError(
        `${path}: the header is ${names.join(', ')}; the mapping expects ${file.columns.join(', ')}`,
      );
    }
    return names;
  }
  return null;
}
