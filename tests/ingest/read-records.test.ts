import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type FileFormat, fileFormat } from '../../src/ingest/file-format.ts';
import { IngestError } from '../../src/ingest/ingest-error.ts';
import type { FileMapping } from '../../src/ingest/mapping.ts';
import { readHead, readRecords, type SourceRecord } from '../../src/ingest/read-records.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-records-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file: FileMapping = {
  name: ['rows.csv'],
  format: {},
  header: true,
  optionalColumns: [],
  whenEmpty: 'reject',
  where: {},
  fields: {},
  attributes: {},
  names: {},
  duplicates: 'reject',
  monthEndBalances: false,
  examples: [],
};

function write(content: string | Uint8Array, name = 'rows.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(
  content: string | Uint8Array,
  format: Partial<FileFormat> = {},
  name = 'rows.csv',
): Promise<SourceRecord[]> {
  const path = write(content, name);
  const decided = { ...fileFormat({}, {}, 2), ...format };
  const head = (await readHead(path, file, decided, [])) ?? { columns: [], firstLine: 1 };
  const all: SourceRecord[] = [];
  for await (const some of readRecords(path, decided, head, () => {})) all.push(...some);
  return all;
}

const lines = (records: SourceRecord[]) =>
  records.map((r) => ('values' in r ? [r.line, ...r.values] : [r.line, r.problem.reason]));

describe('readRecords', () => {
  it('reads LF and CRLF, with and without a last line end, and skips blank lines', async () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['a,b', '1,2', '', '3,4', '  ', '5,6'].join(end);
      expect(lines(await read(text))).toEqual([
        [2, '1', '2'],
        [4, '3', '4'],
        [6, '5', '6'],
      ]);
      expect(await read(text + end)).toEqual(await read(text));
    }
  });

  it.each([
    ['utf-8', '\ufeffa,b\n价,值\n'],
    ['utf-16le', '\ufeffa,b\n价,值\n'],
  ])('reads %s with a byte order mark', async (encoding, text) => {
    const bytes = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
    expect(lines(await read(bytes, { encoding }))).toEqual([[2, '价', '值']]);
  });

  it('counts the lines of values that go over several', async () => {
    expect(lines(await read('a,b\r\n1,"x\r\ny\r\n\r\nz"\r\n2,3\r\n'))).toEqual([
      [2, '1', 'x\ny\n\nz'],
      [6, '2', '3'],
    ]);
  });

  it('loses no row to a quote that never closes', async () => {
    expect(lines(await read('a,b\n1,"x\n2,y\n3,z\n'))).toEqual([
      [2, 'quote-not-closed'],
      [3, '2', 'y'],
      [4, '3', 'z'],
    ]);
    const many = Array.from({ length: 1000 }, (_, i) => `${i},y`);
    const records = await read(['a,b', '1,"x', ...many].join('\n'));
    expect(records.length).toBe(1001);
    expect(records.filter((r) => 'problem' in r).map((r) => r.line)).toEqual([2]);
  });

  it('loses no row to quotes that never close on every line', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? `${i},"x` : `${i},y`));
    const records = await read(['a,b', ...rows].join('\n'));
    expect(records.map((r) => r.line)).toEqual(rows.map((_, i) => i + 2));
  });

  it('loses no row to a quote that closes by chance in another row', async () => {
    expect(lines(await read('a,b\n1,"x\n2",y,z\n3,z\n'))).toEqual([
      [2, 'quote-not-closed'],
      [3, 'quote-inside-text'],
      [4, '3', 'z'],
    ]);
  });

  it('reads a file larger than a piece of it, whole, packed or not', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},"价值 ${i}"`);
    const text = ['a,b', ...rows].join('\r\n');
    const records = await read(text);
    expect(records.length).toBe(rows.length);
    expect(records.at(-1)).toEqual({ line: 60_001, values: ['59999', '价值 59999'] });
    expect(await read(gzipSync(text), {}, 'rows.csv.gz')).toEqual(records);
  });

  it('allows empty columns past the last', async () => {
    expect(lines(await read('a;b\n1;2;\n', { delimiter: ';' }))).toEqual([[2, '1', '2', '']]);
  });

  it.each([
    ['a broken gzip', gzipSync('a,b\n1,2\n'.repeat(500)).subarray(0, 30), 'breaks off'],
    ['no gzip at all', Buffer.from('a,b\n1,2\n'), 'is not a gzip file'],
  ])('refuses %s', async (_, bytes, why) => {
    const reading = read(bytes, {}, 'broken.csv.gz');
    await expect(reading).rejects.toThrow(IngestError);
    await expect(reading).rejects.toThrow(why);
  });

  it('refuses a file without line ends', async () => {
    const reading = read(Buffer.alloc(5 << 20, 'x'));
    await expect(reading).rejects.toThrow('line 1 does not end');
  });

  it('refuses a file whose mark is of another encoding', async () => {
    const reading = read('\ufeffa,b\n1,2\n', { encoding: 'latin1' });
    await expect(reading).rejects.toThrow('set its encoding to utf-8');
  });

  it('refuses a header that is not in the encoding', async () => {
    const gb18030 = new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7, 0x2c, 0x62, 0x0a]);
    await expect(read(gb18030)).rejects.toThrow('cannot be read as utf-8');
    const records = await read(gb18030, { encoding: 'gb18030' });
    expect(records).toEqual([]);
    expect(
      await readHead(
        join(folder, 'rows.csv'),
        file,
        { ...fileFormat({}, {}, 2), encoding: 'gb18030' },
        [],
      ),
    ).toEqual({ columns: ['客户', 'b'], firstLine: 2 });
  });

  it('stops where it is told to', async () => {
    const path = write('a,b\n1,2\n');
    const reading = readRecords(
      path,
      fileFormat({}, {}, 2),
      { columns: ['a', 'b'], firstLine: 2 },
      () => {},
      AbortSignal.abort(),
    );
    await expect(reading.next()).rejects.toThrow('aborted');
  });
});
