/** Reads CSV as RFC 4180 has it, strictly: records end in CRLF, and quotation marks stand around whole fields. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null)
      throw new Error(`No field of RFC 4180 at ${at}: ${text.slice(at, at + 40)}`);
    const [, quoted, plain = '', end] = match;
    records.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
  }
  if (records.at(-1)?.length !== 0) throw new Error('The last record does not end in CRLF.');
  return records.slice(0, -1);
}
