import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currencyDecimals } from '../language/currency-decimals.ts';
import { fileFormat } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { Mapping } from './mapping.ts';

/**
 * Writes a file for each file of a mapping that lists its columns: the header and the mapping's example rows, in
 * UTF-8 with a byte order mark, by which spreadsheets know it.
 * @returns the files written
 * @throws IngestError when a file is there already, or cannot be written
 */
export function writeTemplates(dir: string, mapping: Mapping): string[] {
  const written: string[] = [];
  for (const file of Object.values(mapping.files)) {
    if (file.columns === undefined) continue;
    const { delimiter, quote } = fileFormat(
      mapping.format,
      file.format,
      currencyDecimals(mapping.bank.currency),
    );
    const inQuotes = (value: string) =>
      quote !== '' && [delimiter, quote, '\n'].some((special) => value.includes(special))
        ? quote + value.replaceAll(quote, quote + quote) + quote
        : value;
    const rows = [...(file.header ? [file.columns] : []), ...file.examples];
    const text = rows.map((row) => `${row.map(inQuotes).join(delimiter)}\n`).join('');
    const path = join(dir, (file.name[0] ?? '').replaceAll(/[*?]/g, ''));
    try {
      mkdirSync(dir, { recursive: true });
      writeFileSync(path, `\ufeff${text}`, { flag: 'wx' });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : String(error);
      const why =
        code === 'EEXIST' ? 'is there already and is left as it is' : `cannot be written (${code})`;
      throw new IngestError(`${path} ${why}: name another folder for the templates`);
    }
    written.push(path);
  }
  if (written.length === 0) {
    throw new IngestError(
      'the mapping lists no columns to make templates of: use config/mappings/standard.yaml',
    );
  }
  return written;
}
