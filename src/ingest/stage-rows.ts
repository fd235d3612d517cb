import type { TargetName } from '../store/ingest/targets.ts';
import type { CopyValue } from '../store/store.ts';
import {
  type Columns,
  columnIndex,
  compileValue,
  type Evaluate,
  isProblem,
} from './compile-value.ts';
import type { FileFormat } from './file-format.ts';
import {
  type FileMapping,
  factsColumnsOf,
  fieldsOf,
  type Mapping,
  type ValueMapping,
} from './mapping.ts';
import type { SourceRecord } from './read-records.ts';
import type { Problem } from './reject-codes.ts';

/** How the rows of one file become rows of its staging table. */
export type Staging = {
  /** the staging table's columns, in the order of a staged row */
  columns: readonly string[];
  /** a row to stage, or null where a filter leaves it out */
  stage(record: SourceRecord): { row: CopyValue[]; rejected: boolean } | null;
};

/** What is kept of a value that is wrong, in characters. */
const shown = 500;

/**
 * Compiles a file of a mapping. A staged row holds its line; what is wrong with it, or else its fields (`v_` and the
 * field), its attributes and names, the keys its filter looks up (`w_` and the lookup) and what it gives to lookups
 * (`k_`, `l_` and the lookup).
 * @param name the file's name in the mapping
 * @throws IngestError when the mapping names a column that the file lacks
 */
export function compileStaging(
  mapping: Mapping,
  name: string,
  file: FileMapping,
  columns: Columns,
  format: FileFormat,
): Staging {
  const tests = compileWhere(file, columns);
  const parts: { column: string; evaluate: Evaluate; needed: string | null }[] = [];
  const add = (column: string, evaluate: Evaluate, needed: string | null = null) =>
    parts.push({ column, evaluate, needed });

  const { into } = file;
  for (const [field, of] of Object.entries(into === undefined ? {} : file.fields)) {
    const kind = into === undefined ? undefined : fieldsOf(into)[field];
    if (kind === undefined) continue;
    const needed = kind.required ? sourceColumn(of) : null;
    add(`v_${field}`, compileValue(of, kind, columns, format), needed);
  }
  const factsColumns = factsColumnsOf(file).map((column) => ({
    column,
    facts: Object.entries(file[column]).map(([key, of]) => ({
      key,
      number: of.type === 'number',
      evaluate: compileValue(of, { type: of.type ?? 'text' }, columns, format),
    })),
  }));
  for (const [column, test] of Object.entries(file.where)) {
    if (Array.isArray(test) || !('in' in test)) continue;
    const index = columnIndex(columns, column);
    add(`w_${test.in}`, (row) => (row[index] ?? '').trim());
  }
  for (const [lookup, of] of Object.entries(mapping.lookups)) {
    if (of.file !== name) continue;
    add(`k_${lookup}`, compileValue(of.key, { type: 'text' }, columns, format));
    add(`l_${lookup}`, compileValue(of.value, { type: of.type }, columns, format));
  }

  const reject = (line: number, { column, value, reason }: Problem) => {
    const row: CopyValue[] = [line, column, value?.slice(0, shown) ?? null, reason];
    for (let i = 0; i < parts.length + factsColumns.length; i++) row.push(null);
    return { row, rejected: true };
  };

  return {
    columns: [
      'line',
      'bad_column',
      'bad_value',
      'bad_reason',
      ...factsColumns.map(({ column }) => column),
      ...parts.map((part) => part.column),
    ],
    stage(record) {
      if ('problem' in record) return reject(record.line, record.problem);
      const { line, values } = record;
      if (!tests.every((test) => test(values))) return null;
      const row: CopyValue[] = [line, null, null, null];
      for (const { facts } of factsColumns) {
        const held: Record<string, string | number> = {};
        for (const { key, number, evaluate } of facts) {
          const outcome = evaluate(values);
          if (isProblem(outcome)) return reject(line, outcome);
          if (outcome !== null) held[key] = number ? Number(outcome) : outcome;
        }
        row.push(JSON.stringify(held));
      }
      for (const { evaluate, needed } of parts) {
        const outcome = evaluate(values);
        if (isProblem(outcome)) return reject(line, outcome);
        if (outcome === null && needed !== null) {
          return reject(line, { column: needed, value: null, reason: 'missing-value' });
        }
        row.push(outcome);
      }
      const problem = into === undefined ? null : impossible(into, parts, row);
      return problem === null ? { row, rejected: false } : reject(line, problem);
    },
  };

  /** What no single field gets wrong. */
  function impossible(
    into: TargetName,
    parts: readonly { column: string }[],
    row: readonly CopyValue[],
  ): Problem | null {
    if (into !== 'surveys') return null;
    const at = (field: string) =>
      row[row.length - parts.length + parts.findIndex((p) => p.column === field)];
    const score = Number(at('v_score'));
    const worst = Number(
      parts.some(({ column }) => column === 'v_scaleMin') ? at('v_scaleMin') : 0,
    );
    if (score >= worst && score <= Number(at('v_scaleMax'))) return null;
    const column = file.fields.score === undefined ? '' : sourceColumn(file.fields.score);
    return { column, value: String(at('v_score')), reason: 'out-of-range' };
  }
}

/** The column of the file that a value comes from; the first, where it may come from several. */
export function sourceColumn(of: ValueMapping): string {
  if (of.column !== undefined) return of.column;
  const first = of.first?.[0];
  return first === undefined ? '' : sourceColumn(first);
}

function compileWhere(
  file: FileMapping,
  columns: Columns,
): ((row: readonly string[]) => boolean)[] {
  return Object.entries(file.where).flatMap(([column, test]) => {
    if (!Array.isArray(test) && 'in' in test) return [];
    const index = columnIndex(columns, column);
    const values = new Set(Array.isArray(test) ? test : test.not);
    const wanted = Array.isArray(test);
    return [(row: readonly string[]) => values.has((row[index] ?? '').trim()) === wanted];
  });
}
