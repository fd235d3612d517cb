/**
 * What the values of a column are: money in the bank's currency, a plain number, a share from 0 to 1, a day as YYYY-MM-DD, or
 * text.
 */
export type ColumnType = 'text' | 'money' | 'number' | 'percent' | 'day';

/** A value of a cell: text and days as strings, everything else as numbers; null where it is not known. */
export type SheetValue = string | number | null;

/** A column with its heading in the reader's language, without the currency. */
export type SheetColumn = { label: string; type: ColumnType };

/** A table of raw values, for a file; amounts are in its currency. */
export type Sheet = {
  columns: readonly SheetColumn[];
  rows: readonly (readonly SheetValue[])[];
  /** ISO 4217 */
  currency: string;
};

/** How a column of a sheet is made from what a row is about. */
export type ColumnOf<Item> = SheetColumn & { value(item: Item): SheetValue };

/** Lays items out as a sheet, a row an item. */
export function sheetOf<Item>(
  items: readonly Item[],
  currency: string,
  columns: readonly ColumnOf<NoInfer<Item>>[],
): Sheet {
  return {
    columns: columns.map(({ label, type }) => ({ label, type })),
    rows: items.map((item) => columns.map(({ value }) => value(item))),
    currency,
  };
}
