import stringWidth from 'string-width';
import writeExcelFile, { type Cell } from 'write-excel-file/node';
import { currencyDecimals } from '../../language/currency-decimals.ts';
import { figureOf, headingOf, plainText } from './cells.ts';
import type { Sheet, SheetColumn, SheetValue } from './sheet.ts';

/** Characters that a cell of Excel holds (Excel's specifications and limits). */
const longestText = 32_767;
const narrowest = 8;
const widest = 48;
/** Rows that tell how wide a column is. */
const measured = 200;

/**
 * Writes a sheet as an Excel workbook of one sheet, its headings in bold in a first row that stays in sight. Amounts, shares
 * and days are numbers with a format, so that a spreadsheet calculates with them; every text is a string and never a formula.
 * @param sheet.rows at most Excel's 1,048,575
 * @param name of the sheet in the workbook, at most 31 characters of letters, digits and hyphens
 */
export async function writeXlsx(sheet: Sheet, name: string): Promise<Uint8Array> {
  const headings = sheet.columns.map((column) => headingOf(column, sheet));
  const data = [
    headings.map((label): Cell => ({ ...textCell(label), fontWeight: 'bold', wrap: true })),
    ...sheet.rows.map((row) =>
      sheet.columns.map((column, at) => cellOf(row[at] ?? null, column, sheet)),
    ),
  ];
  return writeExcelFile(data, {
    sheet: name,
    stickyRowsCount: 1,
    columns: sheet.columns.map((column, at) => ({
      width: widthOf(
        headings[at] ?? '',
        column,
        sheet.rows.slice(0, measured).map((row) => row[at] ?? null),
      ),
    })),
  }).toBuffer();
}

function cellOf(value: SheetValue, column: SheetColumn, sheet: Sheet): Cell {
  if (value === null) return null;
  if (typeof value === 'number') {
    const figure = figureOf(value, column, sheet);
    return figure === null
      ? null
      : { value: figure, type: Number, ...formatOf(column, sheet.currency) };
  }
  const day = column.type === 'day' ? new Date(`${value}T00:00:00Z`) : undefined;
  return day === undefined || Number.isNaN(day.getTime())
    ? textCell(value)
    : { value: day, type: Date, format: 'yyyy-mm-dd' };
}

function formatOf({ type }: SheetColumn, currency: string): { format?: string } {
  if (type === 'percent') return { format: '0.0%' };
  if (type !== 'money') return {};
  const decimals = currencyDecimals(currency);
  return { format: decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}` };
}

/** Excel reads `_x000D_` in a text as a character: its first underscore is written as one. */
const textCell = (text: string): { value: string; type: StringConstructor } => ({
  value: plainText(text)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .slice(0, longestText)
    .toWellFormed(),
  type: String,
});

/** The width of a column in characters: that of its heading or its texts, within bounds. */
function widthOf(heading: string, { type }: SheetColumn, values: readonly SheetValue[]): number {
  const needed = values.map((value) =>
    typeof value === 'string' ? stringWidth(value) : type === 'money' ? 14 : 10,
  );
  return Math.min(widest, Math.max(narrowest, Math.ceil(stringWidth(heading) / 2), ...needed) + 2);
}
