import { figureOf, headingOf, plainText } from './cells.ts';
import type { Sheet } from './sheet.ts';

/** Excel takes a file for UTF-8 by this mark alone. */
const byteOrderMark = '\ufeff';

/**
 * What a spreadsheet would calculate: a cell that begins with one of these signs, whatever space is before it. Where it reads
 * another separator than the comma, a cell begins behind that, too, and behind a line break even within quotation marks.
 */
const formulaStarts = /((?:^|[;\t\r\n|])[^\S\t\r\n]*)(?=[=+\-@＝＋－＠])/g;

/** A telephone number as the store keeps it. A spreadsheet makes a number of it at most: nothing in it can be called or referred to. */
const phone = /^\+\d{3,20}$/;

/**
 * Writes a sheet as CSV (RFC 4180) in UTF-8 with a byte order mark, its headings in the first record. Numbers have a point
 * and nothing else, shares are from 0 to 1, days are YYYY-MM-DD, and what is not known is empty. A text that a spreadsheet
 * would take for a formula has an apostrophe before it (as OWASP advises against CSV injection); a telephone number such as +420601123456
 * is none, and comes as it is.
 */
export function writeCsv(sheet: Sheet): Uint8Array {
  const records = [
    sheet.columns.map((column) => textField(headingOf(column, sheet))),
    ...sheet.rows.map((row) =>
      sheet.columns.map((column, at) => {
        const value = row[at] ?? null;
        if (value === null) return '';
        return typeof value === 'number'
          ? String(figureOf(value, column, sheet) ?? '')
          : textField(value);
      }),
    ),
  ];
  return new TextEncoder().encode(
    byteOrderMark + records.map((fields) => `${fields.join(',')}\r\n`).join(''),
  );
}

/** A record of texts as `writeCsv` writes it, with its line end. */
export const csvRecord = (texts: readonly string[]): string =>
  `${texts.map(textField).join(',')}\r\n`;

function textField(text: string): string {
  const read = plainText(text);
  const plain = phone.test(read)
    ? read
    : read.replace(/^[\t\r]/, "'$&").replace(formulaStarts, "$1'");
  return /[",;\t\r\n]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
