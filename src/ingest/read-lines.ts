import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { IngestError } from './ingest-error.ts';

/** Longer than any row of any bank: a file with such a line is no text file. In UTF-16 code units. */
const longestLine = 1 << 22;

/**
 * Reads a text file, or a gzip of one where its name ends in .gz, and yields its lines as they come, a batch for
 * each piece of the file, without line ends (LF or CRLF) and without a byte order mark. Bytes that the encoding does
 * not have come as U+FFFD.
 * @param encoding a label of the Encoding standard, such as utf-8, latin1 or gb18030
 * @param onBytes is told how many bytes of the file, as it lies on the disk, have been read so far
 * @throws IngestError when the file cannot be read, is no gzip though named so, or belies its encoding
 */
export async function* readLines(
  path: string,
  encoding: string,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<string[]> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const bytes = path.toLowerCase().endsWith('.gz')
    ? // An error of either reaches the loop below through the gunzip.
      pipeline(file, createGunzip(), () => {})
    : file;
  const decoder = new TextDecoder(encoding);
  let rest = '';
  let begun = false;
  let line = 0;
  try {
    for await (const piece of bytes) {
      signal?.throwIfAborted();
      if (!(piece instanceof Uint8Array)) throw new TypeError('a file stream gives bytes');
      if (!begun) refuseOtherMark(path, piece, decoder.encoding);
      begun = true;
      onBytes(file.bytesRead);
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      line += lines.length;
      if (rest.length > longestLine) {
        throw new IngestError(`${path}: line ${line + 1} does not end. Is it a text file?`);
      }
      yield lines.map(withoutReturn);
    }
  } catch (error) {
    throw asIngestError(path, error);
  } finally {
    file.destroy();
  }
  rest += decoder.decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);

function refuseOtherMark(path: string, piece: Uint8Array, encoding: string): void {
  const begins = (...mark: number[]) => mark.every((byte, i) => piece[i] === byte);
  const mark = begins(0xef, 0xbb, 0xbf)
    ? 'utf-8'
    : begins(0xff, 0xfe)
      ? 'utf-16le'
      : begins(0xfe, 0xff)
        ? 'utf-16be'
        : encoding;
  if (mark !== encoding) {
    throw new IngestError(
      `${path} begins with the byte order mark of ${mark}, but the mapping reads it as ${encoding}: set its encoding to ${mark}`,
    );
  }
}

function asIngestError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { code } = error;
  if (code === 'ENOENT') return new IngestError(`${path} does not exist`);
  if (code === 'EISDIR') return new IngestError(`${path} is a directory, expected a file`);
  if (code === 'EACCES') return new IngestError(`${path} may not be read by this user`);
  if (code === 'Z_DATA_ERROR') {
    return new IngestError(
      `${path} is not a gzip file, or a damaged one: unpack it, or send it again`,
    );
  }
  if (code === 'Z_BUF_ERROR') {
    return new IngestError(`${path} breaks off in the middle of its gzip data: send it again`);
  }
  return error;
}
