import { type Target, type TargetName, targets } from '../store/ingest/targets.ts';
import type { CopyValue } from '../store/store.ts';
import {
  type Columns,
  columnIndex,
  compileValue,
  type Evaluate,
  isProblem,
  type Reading,
} from './compile-value.ts';
import type { FileFormat } from './file-format.ts';
import type { IngestWarning } from './ingest-report.ts';
import {
  type FileMapping,
  factsColumnsOf,
  fieldsOf,
  type Mapping,
  type ValueMapping,
} from './mapping.ts';
import type { Rates } from './rates.ts';
import type { SourceRecord } from './read-records.ts';
import type { Problem } from './reject-codes.ts';
import { compileWhere } from './where.ts';

/** How the rows of one file become rows of its staging table. */
export type Staging = {
  /** the staging table's columns, in the order of a staged row */
  columns: readonly string[];
  /** a row to stage, or null where a filter leaves it out */
  stage(record: SourceRecord): { row: CopyValue[]; rejected: boolean } | null;
  /** the values that were left out so far, because they were wrong and the mapping says so */
  leftOut(): Omit<IngestWarning, 'file'>[];
};

/** What is kept of a value that is wrong, in characters. */
const shown = 500;

/**
 * Compiles a file of a mapping. A staged row holds its line; what is wrong with it, or else its fields (`v_` and the
 * field), its attributes and names, the keys its filter looks up (`w_` and the lookup) and what it gives to lookups
 * (`k_`, `l_` and the lookup).
 * @param file a table of it, as `tablesOf` gives it
 * @param name the file's name in the mapping
 * @param servesLookups whether these rows are those that other files look things up in
 * @throws IngestError when the mapping names a column that the file lacks
 */
export function compileStaging(
  mapping: Mapping,
  name: string,
  file: FileMapping,
  columns: Columns,
  format: FileFormat,
  rates: Rates,
  servesLookups: boolean,
): Staging {
  const reading: Reading = { format, rates, day: dayOfRow(file, columns, format) };
  const tests = compileWhere(file, columns);
  const parts: { column: string; evaluate: Evaluate; needed: string | null }[] = [];
  const add = (column: string, evaluate: Evaluate, needed: string | null = null) =>
    parts.push({ column, evaluate, needed });
  const left = new Map<string, Omit<IngestWarning, 'file'>>();
  /** Leaves a value out that is wrong, and remembers that. */
  const lenient =
    (evaluate: Evaluate): Evaluate =>
    (row, line) => {
      const outcome = evaluate(row, line);
      if (!isProblem(outcome)) return outcome;
      const { column, reason } = outcome;
      const key = JSON.stringify([column, reason]);
      const held = left.get(key);
      if (held !== undefined) held.rows++;
      else left.set(key, { column, reason, outcome: 'emptied', rows: 1, firstLine: line });
      return null;
    };

  const { into } = file;
  for (const [field, of] of Object.entries(into === undefined ? {} : file.fields)) {
    const kind = into === undefined ? undefined : fieldsOf(into)[field];
    if (kind === undefined) continue;
    const needed = kind.required ? sourceColumn(of) : null;
    const evaluate = compileValue(of, kind, columns, reading);
    add(`v_${field}`, isLenient(mapping, file, field) ? lenient(evaluate) : evaluate, needed);
  }
  const factsColumns = factsColumnsOf(file).map((column) => ({
    column,
    facts: Object.entries(file[column]).map(([key, of]) => {
      const evaluate = compileValue(of, { type: of.type ?? 'text' }, columns, reading);
      const leaveOut = (of.whenWrong ?? file.whenWrong ?? mapping.whenWrong) === 'leave-out';
      return {
        key,
        number: of.type === 'number',
        evaluate: leaveOut ? lenient(evaluate) : evaluate,
      };
    }),
  }));
  for (const [column, test] of Object.entries(file.where)) {
    if (Array.isArray(test) || !('in' in test)) continue;
    const index = columnIndex(columns, column);
    add(`w_${test.in}`, (row) => (row[index] ?? '').trim());
  }
  for (const [lookup, of] of Object.entries(mapping.lookups)) {
    if (of.file !== name || !servesLookups) continue;
    add(`k_${lookup}`, compileValue(of.key, { type: 'text' }, columns, reading));
    add(`l_${lookup}`, compileValue(of.value, { type: of.type }, columns, reading));
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
          const outcome = evaluate(values, line);
          if (isProblem(outcome)) return reject(line, outcome);
          if (outcome !== null) held[key] = number ? Number(outcome) : outcome;
        }
        row.push(JSON.stringify(held));
      }
      for (const { evaluate, needed } of parts) {
        const outcome = evaluate(values, line);
        if (isProblem(outcome)) return reject(line, outcome);
        if (outcome === null && needed !== null) {
          return reject(line, { column: needed, value: null, reason: 'missing-value' });
        }
        row.push(outcome);
      }
      const problem = into === undefined ? null : impossible(into, parts, row);
      return problem === null ? { row, rejected: false } : reject(line, problem);
    },
    leftOut: () => [...left.values()],
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

/** The day on which what a row tells of happened; undefined where its table has none, or the file does not hold it. */
function dayOfRow(
  { into, fields }: FileMapping,
  columns: Columns,
  format: FileFormat,
): Evaluate | undefined {
  if (into === undefined) return undefined;
  const [found] = Object.entries(fieldsOf(into)).flatMap(([name, kind]) => {
    const of = fields[name];
    return kind.dated === 'event' && of !== undefined && of.through === undefined
      ? [{ of, kind }]
      : [];
  });
  return (
    found &&
    compileValue(found.of, found.kind, columns, { format, rates: new Map(), day: undefined })
  );
}

/** Whether a field that is wrong is left out rather than its row rejected. */
export function isLenient(mapping: Mapping, file: FileMapping, field: string): boolean {
  const { into } = file;
  const of = file.fields[field];
  if (into === undefined || of === undefined) return false;
  const target: Target = targets[into];
  const needed = target.fields[field]?.required === true || target.key.includes(field);
  return !needed && (of.whenWrong ?? file.whenWrong ?? mapping.whenWrong) === 'leave-out';
}

/** The column of the file that a value comes from; the first, where it may come from several. */
export function sourceColumn(of: ValueMapping): string {
  if (of.column !== undefined) return of.column;
  if (of.columns !== undefined) return of.columns[0] ?? '';
  if (of.hash !== undefined) return of.hash === 'row' ? '' : (of.hash[0] ?? '');
  const first = of.first?.[0];
  return first === undefined ? '' : sourceColumn(first);
}
