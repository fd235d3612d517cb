import { currencyDecimals } from '../../language/currency-decimals.ts';
import { neutral } from '../../language/neutral-text.ts';
import type { Sheet, SheetColumn } from './sheet.ts';

/** Decimals of a share or a plain number in a file: more than any figure is known to. */
const decimals = 6;

/** A column's heading: one of money names its currency. */
export const headingOf = ({ label, type }: SheetColumn, { currency }: Sheet): string =>
  type === 'money' ? `${label} (${currency})` : label;

/** A number as a file has it: money with the decimals of its currency; null for what is no number. */
export function figureOf(value: number, { type }: SheetColumn, { currency }: Sheet): number | null {
  if (!Number.isFinite(value)) return null;
  const figure = Number(value.toFixed(type === 'money' ? currencyDecimals(currency) : decimals));
  return figure === 0 ? 0 : figure;
}

/** A text with what can be shown alone, and with its tabs and line breaks; no half characters. */
export const plainText = (text: string): string => neutral(text, '\t\r\n');
