import type { RejectReason } from './reject-codes.ts';

/** Where a record stopped making sense. */
export type Malformed = { index: number; value: string; reason: RejectReason };

/**
 * Splits a record of delimited text into its values (RFC 4180: a quoted value may hold the delimiter and, doubled,
 * the quote).
 *
 * Not by a CSV library, for two things a bank's files need: a row that breaks off must not take the rows after it
 * along, as far as the next quote, and each row must know its line, though texts before it go over several (csv-parse
 * 7.0 counts a CRLF in a quoted text twice).
 * @param quote one character, or '' where the file quotes nothing
 */
export function splitRecord(
  record: string,
  delimiter: string,
  quote: string,
): string[] | Malformed {
  if (quote === '' || !record.includes(quote)) return record.split(delimiter);
  const values: string[] = [];
  let at = 0;
  while (true) {
    if (record[at] !== quote) {
      const end = record.indexOf(delimiter, at);
      const value = end === -1 ? record.slice(at) : record.slice(at, end);
      if (value.includes(quote)) {
        return { index: values.length, value, reason: 'quote-inside-text' };
      }
      values.push(value);
      if (end === -1) return values;
      at = end + delimiter.length;
      continue;
    }
    let value = '';
    let from = at + 1;
    let close = record.indexOf(quote, from);
    while (close !== -1 && record[close + 1] === quote) {
      value += record.slice(from, close + 1);
      from = close + 2;
      close = record.indexOf(quote, from);
    }
    if (close === -1) {
      return { index: values.length, value: record.slice(at), reason: 'quote-not-closed' };
    }
    values.push(value + record.slice(from, close));
    if (close + 1 === record.length) return values;
    if (!record.startsWith(delimiter, close + 1)) {
      return { index: values.length - 1, value: record.slice(at), reason: 'text-after-quote' };
    }
    at = close + 1 + delimiter.length;
  }
}
