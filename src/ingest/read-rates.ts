import { compileValue, isProblem } from './compile-value.ts';
import type { FileFormat } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { FileMapping, Mapping } from './mapping.ts';
import type { Rate, Rates } from './rates.ts';
import { type Head, readRecords } from './read-records.ts';
import { compileWhere } from './where.ts';

/** A file with rates, looked at. */
type RatesFile = { path: string; file: FileMapping; format: FileFormat; head: Head };

/** A number without the power of ten that large and small ones are printed with. */
const plain = (number: number) =>
  number.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 15 });

/**
 * The rates of a mapping and of the files that it takes them from.
 * @param files those of `ratesFile`
 * @throws IngestError naming the line of a rate that cannot be read, a currency that has rates in both, and two different
 *   rates of a currency for one day
 */
export async function readRates(mapping: Mapping, files: readonly RatesFile[]): Promise<Rates> {
  const dated = new Map<string, Map<string, string>>();
  const rates = new Map<string, Rate>();
  for (const [code, given] of Object.entries(mapping.rates)) {
    if (typeof given === 'number') rates.set(code, { always: plain(given) });
    else dated.set(code, new Map(Object.entries(given).map(([day, rate]) => [day, plain(rate)])));
  }
  const inMapping = new Set(Object.keys(mapping.rates));
  /** where each rate stands, by currency and day */
  const places = new Map<string, string>();
  for (const file of files) {
    for await (const { line, code, day, rate } of ratesIn(mapping, file)) {
      if (inMapping.has(code)) {
        throw new IngestError(
          `${file.path}, line ${line}: the mapping has a rate of ${code}, too: give rates of a currency in one place`,
        );
      }
      const known = dated.get(code) ?? new Map<string, string>();
      const held = known.get(day);
      const place = `${code} ${day}`;
      if (held !== undefined && Number(held) !== Number(rate)) {
        throw new IngestError(
          `${file.path}, line ${line}: another rate of ${code} on ${day}, ${rate}; ${places.get(place)}, has ${held}. Leave one, or have \`where\` of the file choose rows.`,
        );
      }
      if (held !== undefined) continue;
      places.set(place, `${file.path}, line ${line}`);
      dated.set(code, known.set(day, rate));
    }
  }
  for (const [code, known] of dated) {
    const from = [...known].map(([day, rate]) => ({ day, rate }));
    rates.set(code, { from: from.sort((a, b) => (a.day < b.day ? -1 : 1)) });
  }
  return rates.set(mapping.bank.currency, { always: '1' });
}

async function* ratesIn(
  { ratesFile }: Mapping,
  { path, file, format, head }: RatesFile,
): AsyncGenerator<{ line: number; code: string; day: string; rate: string }> {
  if (ratesFile === undefined) return;
  const lacking = file.optionalColumns.filter((name) => !head.columns.includes(name));
  const columns = { file: path, names: [...head.columns, ...lacking] };
  const taken = compileWhere(file, columns);
  const reading = { format, rates: new Map(), day: undefined };
  const parts = [
    compileValue(ratesFile.currency, { type: 'text' }, columns, reading),
    compileValue(ratesFile.day, { type: 'date' }, columns, reading),
    compileValue(ratesFile.rate, { type: 'number' }, columns, reading),
  ];
  for await (const records of readRecords(path, format, head, () => {})) {
    for (const record of records) {
      const { line } = record;
      if ('values' in record && !taken.every((test) => test(record.values))) continue;
      const [code, day, rate] =
        'problem' in record ? [record.problem] : parts.map((part) => part(record.values, line));
      const wrong = [code, day, rate].find(
        (each) => each !== undefined && each !== null && isProblem(each),
      );
      const known = typeof code === 'string' && typeof day === 'string' && typeof rate === 'string';
      if (wrong !== undefined || !known || !(Number(rate) > 0)) {
        const column =
          typeof wrong === 'object' && wrong !== null ? ` (${wrong.column}: ${wrong.reason})` : '';
        throw new IngestError(
          `${path}, line ${line}: expected a currency, a day and a rate above 0${column}. Correct the file: amounts rest on it.`,
        );
      }
      yield { line, code: code.toUpperCase(), day, rate };
    }
  }
}
