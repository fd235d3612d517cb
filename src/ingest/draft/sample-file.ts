import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { fileFormat } from '../file-format.ts';
import { IngestError } from '../ingest-error.ts';
import { isWorkbook, listSheets, readSheet } from '../read-workbook.ts';
import { splitRecord } from '../split-record.ts';

/** Bytes of a file that are looked at, and rows of them. */
const sampledBytes = 1 << 20;
const sampledRows = 2000;

/** What the beginning of a file looks like. */
export type Sample = {
  workbook: boolean;
  /** of a workbook, the sheet, where it has several */
  sheet?: string;
  encoding: string;
  delimiter: string;
  /** whether texts are in quotes */
  quoted: boolean;
  /** lines before the header; null where there is no header */
  preamble: number | null;
  columns: readonly string[];
  /** rows after the header, as many values as columns */
  rows: readonly (readonly string[])[];
  /** whether most rows have fewer values than there are columns */
  ragged: boolean;
};

/** What a file looks like: of a workbook, each sheet with a table, and those without one. */
export type Sampled = { samples: Sample[]; sheetsWithout: string[] };

/**
 * Looks at the beginning of a file: encoding, delimiter, header, rows. Of a workbook of several sheets, those without a header
 * of several columns are left out where another has one: they are titles and notes.
 * @throws IngestError when it cannot be read, or holds nothing that looks like a table
 */
export async function sampleFile(path: string): Promise<Sampled> {
  if (!(await isWorkbook(path))) return { samples: [await sampleText(path)], sheetsWithout: [] };
  const sheets = await listSheets(path);
  if (sheets.length < 2) return { samples: [await sampleSheet(path)], sheetsWithout: [] };
  const tried: { name: string; sample: Sample | null }[] = [];
  for (const name of sheets) {
    try {
      tried.push({ name, sample: { ...(await sampleSheet(path, name)), sheet: name } });
    } catch (error) {
      if (!(error instanceof IngestError)) throw error;
      tried.push({ name, sample: null });
    }
  }
  const hasHeader = ({ preamble, columns }: Sample) => preamble !== null && columns.length > 1;
  const anyHeader = tried.some(({ sample }) => sample !== null && hasHeader(sample));
  const withTable = tried.flatMap(({ sample }) =>
    sample === null || (anyHeader && !hasHeader(sample)) ? [] : [sample],
  );
  if (withTable.length === 0)
    throw new IngestError(`${path}: nothing in its sheets ${sheets.join(', ')} looks like a table`);
  const taken = new Set(withTable.map(({ sheet }) => sheet));
  return { samples: withTable, sheetsWithout: sheets.filter((name) => !taken.has(name)) };
}

async function sampleSheet(path: string, sheet?: string): Promise<Sample> {
  const lines: (readonly string[])[] = [];
  const format = fileFormat({}, sheet === undefined ? {} : { sheet }, 2);
  for await (const rows of readSheet(path, format, () => {})) {
    for (const { line, values } of rows) {
      while (lines.length < line - 1) lines.push([]);
      lines.push(values);
    }
    if (lines.length > sampledRows) break;
  }
  return table(path, lines, { workbook: true, encoding: 'utf-8', delimiter: ',', quoted: true });
}

async function sampleText(path: string): Promise<Sample> {
  const bytes = await firstBytes(path);
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  // What a browser saves of a link to a file is often the page about it.
  if (/^\s*<(?:!doctype html|html)\b/i.test(text))
    throw new IngestError(
      `${path}: this is a web page, not a table. Download the file itself, and not the page that shows it`,
    );
  const lines = textLines(text).slice(0, sampledRows);
  const { delimiter, split } = delimiterOf(lines);
  const quoted = lines.some((line) => line.includes('"'));
  return table(path, split, { workbook: false, encoding, delimiter, quoted });
}

async function firstBytes(path: string): Promise<Uint8Array> {
  if (!path.toLowerCase().endsWith('.gz')) {
    const file = await open(path);
    const { buffer, bytesRead } = await file
      .read(new Uint8Array(sampledBytes), 0, sampledBytes, 0)
      .finally(() => file.close());
    return buffer.subarray(0, bytesRead);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  const file = createReadStream(path);
  for await (const piece of file.pipe(createGunzip())) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('a file stream gives bytes');
    pieces.push(piece);
    size += piece.length;
    if (size >= sampledBytes) break;
  }
  file.destroy();
  return Buffer.concat(pieces);
}

/** The lines of a text, without what may have broken off at its end. */
function textLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.length > 1) lines.pop();
  return lines;
}

/** Encodings of single bytes and of Chinese, tried where a text is not UTF-8. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const decodes = (label: string) => {
    try {
      // The last character may be cut in half.
      new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (decodes('utf-8')) return 'utf-8';
  if (decodes('gb18030')) {
    const text = new TextDecoder('gb18030').decode(bytes);
    const common = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
    const high = bytes.reduce((sum, byte) => sum + (byte >= 0x80 ? 1 : 0), 0);
    // In Latin-1 accents stand alone among letters; in Chinese almost all such bytes come in pairs.
    if (common * 2 > high * 0.6 && /[\u4e00-\u9fff]{2}/.test(text)) return 'gb18030';
  }
  return 'windows-1252';
}

const delimiters = [',', ';', '\t', '|'];

/** The delimiter by which most lines have as many values as one another, and more than one. */
function delimiterOf(lines: readonly string[]): {
  delimiter: string;
  split: (readonly string[])[];
} {
  const stated = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1];
  const tried = (stated === undefined ? delimiters : [stated]).map((delimiter) => {
    const split = lines.map((line): readonly string[] => {
      const values = line.trim() === '' ? [] : splitRecord(line, delimiter, '"');
      return Array.isArray(values) ? values : [];
    });
    const width = usualWidth(split);
    const fits = split.filter((values) => values.length === width).length;
    return { delimiter, split, score: width < 2 ? 0 : fits * Math.log2(width + 1) };
  });
  return tried.reduce((best, one) => (one.score > best.score ? one : best));
}

/** The number of values that most lines have. */
function usualWidth(lines: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of lines) {
    if (length > 0) counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** Whether a value looks like data rather than the name of a column. */
const isData = (value: string) =>
  /^\p{Sc}?[-+(]?[\d.,\s]+%?\)?$/u.test(value) || /\d[-/.,:]\d/.test(value);

/** A header stands among these lines. */
const headerWithin = 60;

function table(
  path: string,
  lines: readonly (readonly string[])[],
  written: Pick<Sample, 'workbook' | 'encoding' | 'delimiter' | 'quoted'>,
): Sample {
  const filled = lines.map((values) => {
    const end = values.findLastIndex((value) => value.trim() !== '');
    return values.slice(0, end + 1).map((value) => value.trim());
  });
  const width = usualWidth(filled);
  if (width === 0) {
    throw new IngestError(
      `${path}: nothing in it looks like a table. Expected lines of values with a delimiter between them, or a workbook (.xlsx).`,
    );
  }
  const heads = filled
    .slice(0, headerWithin)
    .map((names, at) => ({ at, names, score: headerScore(names, filled.slice(at + 1)) }));
  const best = heads.reduce((a, b) => (b.score > a.score ? b : a));
  const named = best.score > 0;
  const columns = named
    ? best.names
    : Array.from(
        { length: Math.max(...filled.map((values) => values.length)) },
        (_, n) => `column${n + 1}`,
      );
  const below = named ? filled.slice(best.at + 1) : filled;
  const rows = below.filter((values) => values.length * 2 > columns.length);
  const short = rows.filter(
    (_, n) => (lines[n + (named ? best.at + 1 : 0)]?.length ?? 0) < columns.length,
  );
  return {
    ...written,
    preamble: named ? best.at : null,
    columns,
    rows: rows.map((values) => columns.map((_, n) => values[n] ?? '')),
    ragged: !written.workbook && short.length * 2 > rows.length,
  };
}

/** How well a line names what stands below it: more rows, more columns, and more of them that hold data alone. */
function headerScore(names: readonly string[], below: readonly (readonly string[])[]): number {
  const distinct = new Set(names).size === names.length;
  const named = names.every((name, n) => (n === 0 || name !== '') && !isData(name));
  if (!distinct || !named || names.length === 0) return 0;
  const rows = below.filter(
    (values) => values.length <= names.length && values.length * 2 > names.length,
  );
  // The line of names of a preamble stands above other texts, that of a table above its values.
  const data = names.filter((_, n) => {
    const held = rows.slice(0, 3).flatMap((values) => values[n] || []);
    return held.length > 0 && held.every(isData);
  });
  return rows.length * Math.log2(names.length + 1) * (0.05 + data.length / names.length);
}
