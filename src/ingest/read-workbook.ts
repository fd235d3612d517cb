import { open as openFile } from 'node:fs/promises';
import sax from 'sax';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { FileFormat } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import { compileDateFormat } from './parse-date.ts';

/** A row of a sheet: its number, from 1, and what its cells show, blank where there is none. */
export type SheetRow = { line: number; values: string[] };

const begins = (bytes: Uint8Array, mark: readonly number[]) =>
  mark.every((byte, at) => bytes[at] === byte);

/**
 * Whether a file is a workbook (.xlsx), by how it begins, whatever it is called.
 * @throws IngestError for the workbooks that nothing here reads: those before 2007, and those with a password
 */
export async function isWorkbook(path: string): Promise<boolean> {
  const file = await openFile(path);
  const { buffer } = await file.read(new Uint8Array(4), 0, 4, 0).finally(() => file.close());
  if (begins(buffer, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new IngestError(
      `${path} is a workbook of Excel before 2007 (.xls), or one with a password: save it as .xlsx without a password, or its sheet as CSV`,
    );
  }
  return begins(buffer, [0x50, 0x4b, 0x03, 0x04]);
}

/**
 * Reads a sheet of a workbook (.xlsx), in batches, holding no more of it than its texts and a piece of its rows. Days come as
 * yyyy-MM-dd, and with yyyy-MM-ddTHH:mm:ss where there is a time; numbers with the decimal sign of the format, to the fifteen
 * digits that spreadsheets keep; texts as they stand; truth as true and false; formulas as what they came to.
 * @param format its `sheet` and decimal sign
 * @param onBytes is told how many of the file's bytes have been read so far, by the share of the sheet
 * @throws IngestError when it is no workbook, is damaged, or has no such sheet
 */
export async function* readSheet(
  path: string,
  format: FileFormat,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<SheetRow[]> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false });
    const parts = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry);
    const book = await readBook(path, zip, parts);
    const sheet = pickSheet(path, book.sheets, format.sheet);
    const entry = parts.get(sheet.part);
    if (entry === undefined) throw new IngestError(`${path}: the sheet "${sheet.name}" is missing`);
    const texts = await readSharedTexts(zip, parts);
    const styles = await readDateStyles(zip, parts);
    const rows = rowParser(
      path,
      { texts, dates: styles, since1904: book.since1904 },
      format.numbers.decimal,
    );
    const share = zip.fileSize / Math.max(1, entry.uncompressedSize);
    let done = 0;
    for await (const piece of await pieces(zip, entry)) {
      signal?.throwIfAborted();
      done += piece.length;
      onBytes(Math.round(done * share));
      const read = rows(piece);
      if (read.length > 0) yield read;
    }
  } catch (error) {
    if (error instanceof IngestError || signal?.aborted) throw error;
    throw damaged(path, error);
  } finally {
    zip?.close();
  }
}

/**
 * The sheets of a workbook that are not hidden, in their order.
 * @throws IngestError when it is no workbook, or damaged
 */
export async function listSheets(path: string): Promise<string[]> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false });
    const parts = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry);
    const { sheets } = await readBook(path, zip, parts);
    return sheets.flatMap(({ name, hidden }) => (hidden ? [] : [name]));
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw damaged(path, error);
  } finally {
    zip?.close();
  }
}

function damaged(path: string, error: unknown): IngestError {
  const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new IngestError(
    `${path} is a damaged workbook (${why}): save it again as .xlsx, or send it again`,
  );
}

async function* pieces(zip: ZipFile, entry: Entry): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('a stream of a file gives bytes');
    yield decoder.decode(piece, { stream: true });
  }
}

type Attributes = Readonly<Record<string, string>>;

/** What a parser is told of a document: elements by their names without a namespace, and the text between. */
type Handlers = {
  open?: (name: string, attributes: Attributes) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

function xmlParser({ open, close, text }: Handlers): (piece: string) => void {
  const parser = sax.parser(true);
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.onopentag = ({ name, attributes }) => {
    const given = Object.entries(attributes).map(([key, value]) => [key, String(value)] as const);
    open?.(local(name), Object.fromEntries(given));
  };
  parser.onclosetag = (name) => close?.(local(name));
  parser.ontext = (between) => text?.(between);
  parser.oncdata = (between) => text?.(between);
  parser.onerror = (error) => {
    throw error;
  };
  return (piece) => {
    parser.write(piece);
  };
}

async function parsePart(
  zip: ZipFile,
  entry: Entry | undefined,
  handlers: Handlers,
): Promise<void> {
  if (entry === undefined) return;
  const write = xmlParser(handlers);
  for await (const piece of pieces(zip, entry)) write(piece);
}

type Sheet = { name: string; part: string; hidden: boolean };

async function readBook(
  path: string,
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
): Promise<{ sheets: Sheet[]; since1904: boolean }> {
  const entry = parts.get('xl/workbook.xml');
  if (entry === undefined) {
    throw new IngestError(`${path} is a zip file, and no workbook: unpack it, and name its files`);
  }
  const targets = new Map<string, string>();
  await parsePart(zip, parts.get('xl/_rels/workbook.xml.rels'), {
    open(name, { Id = '', Target = '' }) {
      if (name !== 'Relationship') return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: Sheet[] = [];
  let since1904 = false;
  await parsePart(zip, entry, {
    open(element, attributes) {
      if (element === 'workbookPr') since1904 = isTrue(attributes.date1904);
      if (element !== 'sheet') return;
      const { name = '', state = 'visible', 'r:id': id = '' } = attributes;
      const part = targets.get(id) ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
      sheets.push({ name, part, hidden: state !== 'visible' });
    },
  });
  return { sheets, since1904 };
}

const isTrue = (text: string | undefined) => text === '1' || text === 'true';

function pickSheet(path: string, sheets: readonly Sheet[], wanted: FileFormat['sheet']): Sheet {
  const found =
    wanted === undefined
      ? sheets.find(({ hidden }) => !hidden)
      : typeof wanted === 'number'
        ? sheets[wanted - 1]
        : sheets.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const names = sheets.map(({ name }) => `"${name}"`).join(', ');
  throw new IngestError(
    `${path} has no sheet ${wanted ?? 'that is shown'}: it has ${names}. Name one as sheet in the mapping.`,
  );
}

/** The texts that cells refer to by number. What is written beside them, as for how to pronounce them, is left out. */
async function readSharedTexts(
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
): Promise<readonly string[]> {
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let aside = 0;
  await parsePart(zip, parts.get('xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') aside++;
      inText = name === 't' && aside === 0;
    },
    close(name) {
      if (name === 'rPh') aside--;
      if (name === 't') inText = false;
      if (name === 'si') texts.push(text);
    },
    text(between) {
      if (inText) text += between;
    },
  });
  return texts;
}

/** Number formats of dates and times that every workbook has, beside its own. */
const dateFormats = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

/** Which styles of cells show a number as a date. */
async function readDateStyles(
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  await parsePart(zip, parts.get('xl/styles.xml'), {
    open(name, { numFmtId, formatCode = '' }) {
      const id = Number(numFmtId ?? 0);
      if (name === 'cellXfs') inCells = true;
      if (name === 'numFmt') own.set(id, showsDate(formatCode));
      if (name === 'xf' && inCells) styles.push(own.get(id) ?? dateFormats(id));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Whether a number format has a year, month, day or hour outside quoted texts, colours and countries. */
function showsDate(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '');
  return /[ymdh]/i.test(bare.split(';')[0] ?? '') && !/general/i.test(bare);
}

/** Makes what takes the pieces of a sheet and gives the rows that they complete. */
function rowParser(
  path: string,
  {
    texts,
    dates,
    since1904,
  }: { texts: readonly string[]; dates: readonly boolean[]; since1904: boolean },
  decimal: string,
): (piece: string) => SheetRow[] {
  const serial = compileDateFormat(since1904 ? 'excel1904' : 'excel', 1900);
  let rows: SheetRow[] = [];
  let row: SheetRow = { line: 0, values: [] };
  let cell = { column: -1, type: 'n', style: 0, text: '' };
  let inValue = false;

  const number = (text: string): string => {
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) return text;
    if (dates[cell.style]) return day(text, value);
    // Binary fractions: 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3.
    return String(Number(value.toPrecision(15))).replace('.', decimal);
  };
  const day = (text: string, value: number): string => {
    const fixed = value.toFixed(10);
    const moment = value < 1 ? null : serial(fixed);
    if (moment === null) return text;
    return moment.time === '00:00:00' ? moment.day : `${moment.day}T${moment.time}`;
  };
  const shown = (): string => {
    const { type, text } = cell;
    if (type === 's') return texts[Number(text)] ?? '';
    if (type === 'b') return isTrue(text) ? 'true' : 'false';
    if (type === 'e') return '';
    if (type === 'n') return number(text);
    // A day of type d is ISO 8601 already.
    return type === 'd' ? text.replace(/T00:00:00(?:\.0+)?Z?$/, '') : text;
  };
  const write = xmlParser({
    open(name, { r, t = 'n', s = '0' }) {
      if (name === 'row') row = { line: rowOf(path, r, row.line), values: [] };
      if (name === 'c') {
        const column = r === undefined ? cell.column + 1 : columnOf(r);
        if (!(column >= 0 && column < mostColumns))
          throw new IngestError(
            `${path}: row ${row.line} has a cell at ${nameOf(r)}: a sheet has the columns A to XFD (${mostColumns})`,
          );
        cell = { column, type: t, style: Number(s), text: '' };
      }
      inValue = name === 'v' || name === 't';
    },
    close(name) {
      inValue = false;
      if (name === 'c') {
        while (row.values.length < cell.column) row.values.push('');
        row.values.push(shown());
      }
      if (name === 'row') {
        rows.push(row);
        cell.column = -1;
      }
    },
    text(between) {
      if (inValue) cell.text += between;
    },
  });
  return (piece) => {
    write(piece);
    const complete = rows;
    rows = [];
    return complete;
  };
}

/** Rows and columns of a sheet, as spreadsheets know them; what lies beyond would be filled up with blanks until memory ends. */
const mostRows = 1_048_576;
const mostColumns = 16_384;

/** What a file says of a place, short enough to be told. */
const nameOf = (said = 'no place'): string => `"${said.slice(0, 20)}"`;

/** The number of a row: as it says, or the next. @throws IngestError where a sheet has no such row */
function rowOf(path: string, said: string | undefined, before: number): number {
  const line = said === undefined ? before + 1 : Number(said);
  if (Number.isInteger(line) && line > 0 && line <= mostRows) return line;
  throw new IngestError(
    `${path}: a row has the number ${nameOf(said)}: a sheet has rows 1 to ${mostRows}`,
  );
}

/** The place of a cell in its row, from 0: of B7 it is 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replace(/\d+$/, '')) {
    column = column * 26 + (letter.charCodeAt(0) - 64);
  }
  return column - 1;
}
