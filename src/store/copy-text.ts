import type { CopyValue } from './store.ts';

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`COPY takes finite numbers, was given ${value}`);
  }
  // PostgreSQL stores no U+0000 in text.
  if (typeof value === 'string')
    return value.replaceAll('\u0000', '').replace(/[\\\n\r\t]/g, (c) => escapes[c] ?? c);
  return String(value);
}

/**
 * Writes rows in PostgreSQL's text format for COPY (tab between fields, \N for null), in pieces of about `size`
 * characters, each ending at the end of a row.
 * @throws RangeError for NaN or an infinity
 */
export async function* copyText(
  rows: AsyncIterable<readonly CopyValue[]> | Iterable<readonly CopyValue[]>,
  count: (rows: number) => void,
  size = 1 << 20,
): AsyncGenerator<string> {
  let piece = '';
  let inPiece = 0;
  for await (const row of rows) {
    let line = '';
    for (let i = 0; i < row.length; i++) line += (i === 0 ? '' : '\t') + field(row[i] ?? null);
    piece += `${line}\n`;
    inPiece++;
    if (piece.length >= size) {
      yield piece;
      count(inPiece);
      piece = '';
      inPiece = 0;
    }
  }
  if (piece !== '') {
    yield piece;
    count(inPiece);
  }
}
