import { isLocale } from '../language/locale.ts';
import type { Field } from '../store/ingest/targets.ts';
import { parseBirthNumber } from './birth-number.ts';
import { type FileFormat, withOverrides } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { ValueMapping } from './mapping.ts';
import { addMonths, compileDateFormat } from './parse-date.ts';
import { compileNumberFormat } from './parse-number.ts';
import type { Problem, RejectReason } from './reject-codes.ts';

/** A row's value as the database takes it (null: none), or what is wrong with it. */
export type Outcome = string | null | Problem;

/** Works a value out of a row. */
export type Evaluate = (row: readonly string[]) => Outcome;

/** Whether an outcome is a problem. */
export const isProblem = (outcome: Outcome): outcome is Problem =>
  typeof outcome === 'object' && outcome !== null;

/** What a value has to be. */
export type Kind = Pick<Field, 'type' | 'oneOf'>;

/** The columns of a file, for finding them by name. */
export type Columns = { file: string; names: readonly string[] };

/**
 * The place of a column in the rows of a file.
 * @throws IngestError when there is none, or several
 */
export function columnIndex(columns: Columns, name: string): number {
  const index = columns.names.indexOf(name);
  if (index === -1) {
    throw new IngestError(
      `${columns.file}: no column "${name}", which the mapping uses. It has ${columns.names.join(', ')}. Correct the mapping, or the delimiter it names.`,
    );
  }
  if (columns.names.lastIndexOf(name) !== index) {
    throw new IngestError(`${columns.file}: two columns are named "${name}". Rename one.`);
  }
  return index;
}

/**
 * Compiles how a value comes about into a function of a row.
 * @throws IngestError when it names a column that the file lacks
 */
export function compileValue(
  of: ValueMapping,
  kind: Kind,
  columns: Columns,
  format: FileFormat,
): Evaluate {
  const evaluate = compileSource(of, kind, columns, format);
  if (of.when === undefined) return evaluate;
  const tests = Object.entries(of.when).map(([name, values]) => ({
    index: columnIndex(columns, name),
    values: new Set(values),
  }));
  return (row) =>
    tests.every(({ index, values }) => values.has((row[index] ?? '').trim()))
      ? evaluate(row)
      : null;
}

function compileSource(
  of: ValueMapping,
  kind: Kind,
  columns: Columns,
  format: FileFormat,
): Evaluate {
  if (of.value !== undefined) {
    const constant = of.value;
    return () => constant;
  }
  if (of.first !== undefined) {
    const all = of.first.map((one) => compileValue(one, kind, columns, format));
    return (row) => {
      for (const evaluate of all) {
        const outcome = evaluate(row);
        if (outcome !== null) return outcome;
      }
      return null;
    };
  }
  const name = of.column ?? '';
  const index = columnIndex(columns, name);
  const parse = compileParse(of, kind, columns, format);
  const missing = new Set(of.missing ?? format.missing);
  const { codes, otherwise, prefix = '' } = of;
  const table = codes === undefined ? undefined : new Map(Object.entries(codes));
  return (row) => {
    const raw = row[index] ?? '';
    const text = raw.trim();
    // A code table may give a blank, or a text that otherwise means nothing, a meaning.
    const coded = table?.get(text);
    if (coded === undefined && (text === '' || missing.has(text))) return null;
    if (table !== undefined && coded === undefined) {
      return otherwise === undefined
        ? { column: name, value: raw, reason: 'unknown-code' }
        : otherwise;
    }
    const parsed = parse(coded ?? text, row);
    if (typeof parsed === 'string') return prefix + parsed;
    return parsed === null ? null : { column: name, value: raw, ...parsed };
  };
}

/** A text → the value, none, or why it cannot be one. */
type Parse = (
  text: string,
  row: readonly string[],
) => string | null | (Partial<Problem> & { reason: RejectReason });

function compileParse(of: ValueMapping, kind: Kind, columns: Columns, base: FileFormat): Parse {
  const { dates, firstYear, numbers } = of;
  const format = withOverrides(base, { dates, firstYear, numbers });
  if (of.birthNumber !== undefined) {
    const part = of.birthNumber === 'date' ? 'birthDate' : 'sex';
    return (text) => parseBirthNumber(text, format.firstYear)?.[part] ?? { reason: 'not-a-date' };
  }
  // What goes through a lookup is a key, not yet the value.
  if (of.through !== undefined) return (text) => text;
  switch (kind.type) {
    case 'date':
    case 'moment':
      return compileDateParse(of, kind.type, columns, format);
    case 'money':
    case 'number':
      return compileNumberParse(of, kind.type, columns, format);
    case 'boolean':
      return (text) => (text === 'true' || text === 'false' ? text : { reason: 'unknown-code' });
    case 'email':
      return (text) => text.toLowerCase();
    case 'code': {
      const allowed = new Set(kind.oneOf);
      return (text) => (allowed.has(text) ? text : { reason: 'unknown-code' });
    }
    case 'locale':
      return (text) => (isLocale(text) ? text : { reason: 'unknown-code' });
    default:
      return (text) => text;
  }
}

function compileDateParse(
  of: ValueMapping,
  type: 'date' | 'moment',
  columns: Columns,
  format: FileFormat,
): Parse {
  const parsers = format.dates.map((one) => compileDateFormat(one, format.firstYear));
  const months = of.plusMonths === undefined ? undefined : columnIndex(columns, of.plusMonths);
  return (text, row) => {
    for (const parse of parsers) {
      const date = parse(text);
      if (date === null) continue;
      if (type === 'moment') return `${date.day} ${date.time}${date.offset}`;
      if (months === undefined) return date.day;
      const count = (row[months] ?? '').trim();
      if (!/^\d{1,4}$/.test(count)) return { reason: 'not-a-number' };
      return addMonths(date.day, Number(count)) ?? { reason: 'not-a-date' };
    }
    return { reason: 'not-a-date' };
  };
}

/** Sixteen digits before the point are what the store keeps of money. */
const largestMoney = 1e16;

function compileNumberParse(
  of: ValueMapping,
  type: 'money' | 'number',
  columns: Columns,
  format: FileFormat,
): Parse {
  const parse = compileNumberFormat(format.numbers);
  const { decimals } = format.numbers;
  const sign =
    of.sign === undefined
      ? undefined
      : {
          column: of.sign.column,
          index: columnIndex(columns, of.sign.column),
          plus: new Set(of.sign.plus),
          minus: new Set(of.sign.minus),
        };
  return (text, row) => {
    const number = parse(text);
    if (number === null) return { reason: 'not-a-number' };
    if (!(Math.abs(Number(number)) < largestMoney)) return { reason: 'out-of-range' };
    const point = number.indexOf('.');
    if (type === 'money' && point !== -1 && number.length - point - 1 > decimals) {
      return { reason: 'too-many-decimals' };
    }
    if (sign === undefined) return number;
    const raw = row[sign.index] ?? '';
    // A reversal, negative already, stays the opposite of what its type says.
    if (sign.plus.has(raw.trim())) return number;
    if (!sign.minus.has(raw.trim())) {
      return { column: sign.column, value: raw, reason: 'unknown-code' };
    }
    return number.startsWith('-') ? number.slice(1) : Number(number) === 0 ? number : `-${number}`;
  };
}
