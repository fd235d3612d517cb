import { type FileMapping, type Mapping, tablesOf, type ValueMapping } from './mapping.ts';

/** The columns of a file that a mapping uses, each once. */
export function columnsUsed(mapping: Mapping, as: string): string[] {
  const file = mapping.files[as];
  const tables = file === undefined ? [] : tablesOf(file);
  const lookups = Object.values(mapping.lookups).filter((lookup) => lookup.file === as);
  const { ratesFile } = mapping;
  const rates = ratesFile?.file === as ? [ratesFile.currency, ratesFile.day, ratesFile.rate] : [];
  const values = [
    ...rates,
    ...tables.flatMap(valuesOf),
    ...lookups.flatMap(({ key, value }) => [key, value]),
  ];
  const filters = tables.flatMap(({ where }) => Object.keys(where));
  return [...new Set([...filters, ...values.flatMap(columnsOf)])];
}

const valuesOf = ({ fields, attributes, names }: FileMapping) =>
  [fields, attributes, names].flatMap((each) => Object.values(each));

/** The columns of a file that a value is made from. */
export function columnsOf(of: ValueMapping): string[] {
  const sign = typeof of.sign === 'object' ? [of.sign.column] : [];
  const one = [of.column, of.plusMonths, of.times, of.currency].filter((c) => c !== undefined);
  const several = [...(of.columns ?? []), ...(Array.isArray(of.hash) ? of.hash : [])];
  const others = (of.first ?? []).flatMap(columnsOf);
  return [...one, ...several, ...sign, ...Object.keys(of.when ?? {}), ...others];
}
