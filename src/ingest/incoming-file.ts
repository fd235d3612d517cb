import { currencyDecimals } from '../language/currency-decimals.ts';
import { targetNames } from '../store/ingest/targets.ts';
import { columnsOf, columnsUsed } from './columns-used.ts';
import { type FileFormat, fileFormat } from './file-format.ts';
import type { FoundFile } from './find-files.ts';
import { IngestError } from './ingest-error.ts';
import type { FileCounts } from './ingest-report.ts';
import { type FileMapping, holder, type Mapping, tablesOf, type ValueMapping } from './mapping.ts';
import { readRates } from './read-rates.ts';
import { type Head, readHead } from './read-records.ts';
import { isWorkbook } from './read-workbook.ts';
import { compileStaging, type Staging } from './stage-rows.ts';

/** A file on its way into one table; one whose rows go to several tables is on its way once for each. */
export type IncomingFile = FoundFile & {
  mapping: FileMapping;
  format: FileFormat;
  head: Head;
  /** null for a file that is empty, and may be */
  staging: Staging | null;
  /** whether its rows are those that other files look things up in */
  servesLookups: boolean;
  /** kept up while the import goes on */
  counts: FileCounts;
};

/**
 * Looks at every file's header before any file is read, and puts them in the order in which their tables refer to
 * each other.
 * @throws IngestError when one is empty or has not the columns the mapping uses, or a file is joined with one that
 *   is not there
 */
export async function prepareFiles(
  mapping: Mapping,
  found: readonly FoundFile[],
): Promise<IncomingFile[]> {
  requireLookupFiles(mapping, found);
  const inMapping = Object.keys(mapping.files);
  const rank = ({ as, mapping: { into } }: IncomingFile) => {
    const table = into === undefined ? -1 : targetNames.indexOf(into);
    return table * inMapping.length + inMapping.indexOf(as);
  };
  const { currency } = mapping.bank;
  const decimals = currencyDecimals(currency);
  const looked: { one: FoundFile; file: FileMapping; format: FileFormat; head: Head | null }[] = [];
  for (const one of found) {
    const file = mapping.files[one.as];
    if (file === undefined) throw new Error(`${one.as} is not in the mapping`);
    const workbook = await isWorkbook(one.path);
    const other = found.find(({ path, as }) => path === one.path && as !== one.as);
    if (other !== undefined && !workbook) {
      throw new IngestError(
        `${one.path} is both ${one.as} and ${other.as} by the names in the mapping, and no workbook with sheets: make the names there tell them apart`,
      );
    }
    const format = fileFormat(mapping.format, file.format, decimals, workbook);
    const head = await readHead(one.path, file, format, columnsUsed(mapping, one.as));
    if (head === null && file.whenEmpty === 'reject') {
      throw new IngestError(
        `${one.path} is empty: send it again, or set whenEmpty: skip for ${one.as} in the mapping`,
      );
    }
    looked.push({ one, file, format, head });
  }
  const rates = await readRates(
    mapping,
    looked.flatMap(({ one: { as, path }, file, format, head }) =>
      as === mapping.ratesFile?.file && head !== null ? [{ path, file, format, head }] : [],
    ),
  );
  const files: IncomingFile[] = [];
  for (const { one, file, format, head } of looked) {
    const held = head?.columns ?? [];
    const lacking = file.optionalColumns.filter((name) => !held.includes(name));
    const tables = tablesOf(file).map((table) => withoutValuesOf(lacking, table));
    for (const [n, table] of tables.entries()) {
      // What the header may lack, and does, stands behind the end of every row, where all is blank.
      const columns = { file: one.path, name: one.name, names: [...held, ...lacking] };
      const counts = {
        read: 0,
        stored: 0,
        unchanged: 0,
        rejected: 0,
        skipped: 0,
        joined: 0,
        forgotten: 0,
      };
      files.push({
        ...one,
        mapping: table,
        format,
        head: head ?? { columns: [], firstLine: 1 },
        servesLookups: n === 0,
        staging:
          head === null
            ? null
            : compileStaging(mapping, one.as, table, columns, format, rates, n === 0),
        counts: {
          file: one.name,
          ...(tables.length > 1 && table.into !== undefined ? { table: table.into } : {}),
          ...counts,
        },
      });
    }
  }
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/**
 * A table without the fields, attributes and names that come from columns alone which the file does not have: what the store
 * knows of them stays. Without who had left, there is no day of it either.
 */
function withoutValuesOf(lacking: readonly string[], table: FileMapping): FileMapping {
  const lacks = (of: ValueMapping) => {
    const columns = columnsOf(of);
    return columns.length > 0 && columns.every((column) => lacking.includes(column));
  };
  const there = (values: Readonly<Record<string, ValueMapping>>) =>
    Object.fromEntries(Object.entries(values).filter(([, of]) => !lacks(of)));
  const { labelledOn, ...fields } = there(table.fields);
  const unlabelled = table.fields.left !== undefined && fields.left === undefined;
  return {
    ...table,
    fields: labelledOn === undefined || unlabelled ? fields : { ...fields, labelledOn },
    attributes: there(table.attributes),
    names: there(table.names),
  };
}

function requireLookupFiles(mapping: Mapping, found: readonly FoundFile[]): void {
  const there = new Set(found.map(({ as }) => as));
  const rates = mapping.ratesFile?.file;
  if (rates !== undefined && !there.has(rates)) {
    const converts = found.find(({ as }) =>
      (mapping.files[as] === undefined ? [] : tablesOf(mapping.files[as])).some(({ fields }) =>
        Object.values(fields).some(isConverted),
      ),
    );
    if (converts !== undefined) {
      const names = mapping.files[rates]?.name.join(', ') ?? rates;
      throw new IngestError(
        `${converts.path} has amounts in other currencies, whose rates are in ${rates} (${names}): name that file as well`,
      );
    }
  }
  for (const { as, path } of found) {
    const file = mapping.files[as];
    for (const lookup of file === undefined ? [] : tablesOf(file).flatMap(lookupsOf)) {
      const source = mapping.lookups[lookup]?.file ?? '';
      if (there.has(source)) continue;
      const names = mapping.files[source]?.name.join(', ') ?? source;
      throw new IngestError(`${path} is joined with ${source} (${names}): name that file as well`);
    }
  }
}

const isConverted = (of: ValueMapping): boolean =>
  of.currency !== undefined || (of.first?.some(isConverted) ?? false);

/** The lookups that a file's rows go through, in its fields and in its filter. */
export function lookupsOf(file: FileMapping): string[] {
  const through = Object.values(file.fields).flatMap((of) => of.through ?? []);
  return [...through, ...lookupsOfFilter(file)].filter((lookup) => lookup !== holder);
}

/** The lookups that must know a row for it to be taken in. */
export function lookupsOfFilter(file: FileMapping): string[] {
  return Object.values(file.where).flatMap((test) =>
    !Array.isArray(test) && 'in' in test ? [test.in] : [],
  );
}
