import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isLocale } from '../language/locale.ts';
import { betweenTags, type Field } from '../store/ingest/targets.ts';
import { parseBirthNumber } from './birth-number.ts';
import { decimalProduct } from './decimal-product.ts';
import { type FileFormat, withOverrides } from './file-format.ts';
import { IngestError } from './ingest-error.ts';
import type { ValueMapping } from './mapping.ts';
import { parseEmail, parsePhone, parseTags } from './parse-contact.ts';
import { addMonths, compileDateFormat, endOfMonth } from './parse-date.ts';
import { compileNumberFormat } from './parse-number.ts';
import { type Rates, rateOn } from './rates.ts';
import type { Problem, RejectReason } from './reject-codes.ts';

/** A row's value as the database takes it (null: none), or what is wrong with it. */
export type Outcome = string | null | Problem;

/** Works a value out of a row and the line that it begins on. */
export type Evaluate = (row: readonly string[], line: number) => Outcome;

/** Whether an outcome is a problem. */
export const isProblem = (outcome: Outcome): outcome is Problem =>
  typeof outcome === 'object' && outcome !== null;

/** What a value has to be. */
export type Kind = Pick<Field, 'type' | 'oneOf'>;

/** The columns of a file, for finding them by name. */
export type Columns = {
  file: string;
  /** by which lines of the file are told apart, unless by the file's own */
  name?: string;
  names: readonly string[];
};

/** What the values of a file are read by: how it is written, and what other currencies are worth. */
export type Reading = {
  format: FileFormat;
  rates: Rates;
  /** the day of a row, by which rates are taken; undefined where its table has none: then the newest count */
  day: Evaluate | undefined;
};

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
  reading: Reading,
): Evaluate {
  const evaluate = compileSource(of, kind, columns, reading);
  if (of.when === undefined) return evaluate;
  const tests = Object.entries(of.when).map(([name, values]) => ({
    index: columnIndex(columns, name),
    values: new Set(values),
  }));
  return (row, line) =>
    tests.every(({ index, values }) => values.has((row[index] ?? '').trim()))
      ? evaluate(row, line)
      : null;
}

function compileSource(of: ValueMapping, kind: Kind, columns: Columns, reading: Reading): Evaluate {
  if (of.value !== undefined) {
    const constant = of.value === '' ? null : of.value;
    return () => constant;
  }
  if (of.first !== undefined) {
    const all = of.first.map((one) => compileValue(one, kind, columns, reading));
    return (row, line) => {
      for (const evaluate of all) {
        const outcome = evaluate(row, line);
        if (outcome !== null) return outcome;
      }
      return null;
    };
  }
  const { name, read } = compileText(of, columns);
  const parse = compileParse(of, kind, columns, reading);
  const missing = new Set(of.missing ?? reading.format.missing);
  const { codes, otherwise, prefix = '' } = of;
  const table = codes === undefined ? undefined : new Map(Object.entries(codes));
  return (row, line) => {
    const raw = read(row, line);
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

/** The text that a value is read from, and the column that rejects name. */
type Text = { name: string; read: (row: readonly string[], line: number) => string };

function compileText(of: ValueMapping, columns: Columns): Text {
  if (of.line)
    return {
      name: '',
      read: (_, line) =>
        `${(columns.name ?? basename(columns.file)).replace(/\.gz$/i, '')}:${line}`,
    };
  const every = (names: readonly string[]) => names.map((one) => columnIndex(columns, one));
  if (of.columns !== undefined) {
    const indexes = every(of.columns);
    const separator = of.separator ?? ' ';
    return {
      name: of.columns[0] ?? '',
      read: (row) =>
        indexes
          .map((index) => (row[index] ?? '').trim())
          .filter((text) => text !== '')
          .join(separator),
    };
  }
  if (of.hash !== undefined) {
    const indexes = of.hash === 'row' ? columns.names.map((_, n) => n) : every(of.hash);
    return {
      name: of.hash === 'row' ? '' : (of.hash[0] ?? ''),
      read: (row) => {
        const held = indexes.map((index) => (row[index] ?? '').trim());
        return held.every((text) => text === '') ? '' : shortHash(held);
      },
    };
  }
  const name = of.column ?? '';
  const index = columnIndex(columns, name);
  return { name, read: (row) => row[index] ?? '' };
}

/** 96 bits of SHA-256: among ten million texts, two alike by chance once in 10¹⁵ banks. */
function shortHash(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 24);
}

/** A text → the value, none, or why it cannot be one. */
type Parse = (
  text: string,
  row: readonly string[],
) => string | null | (Partial<Problem> & { reason: RejectReason });

function compileParse(of: ValueMapping, kind: Kind, columns: Columns, base: Reading): Parse {
  const { dates, firstYear, language, numbers } = of;
  const format = withOverrides(base.format, { dates, firstYear, language, numbers });
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
      return compileNumberParse(of, kind.type, columns, { ...base, format });
    case 'boolean':
      return (text) => (text === 'true' || text === 'false' ? text : { reason: 'unknown-code' });
    case 'login':
      return (text) => text.toLowerCase();
    case 'email':
      return (text) => parseEmail(text) ?? { reason: 'not-an-email' };
    case 'phone':
      return (text) => parsePhone(text) ?? { reason: 'not-a-phone' };
    case 'tags':
      return (text) => {
        const tags = parseTags(text, of.between);
        return tags === undefined ? { reason: 'tag-too-long' } : tags.join(betweenTags);
      };
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
  if (of.before !== undefined) return compileAgeParse(of.before, of.in ?? 'months', format);
  const dates = format.workbook
    ? ['yyyy-MM-dd', 'yyyy-MM-ddTHH:mm:ss', ...format.dates]
    : format.dates;
  const parsers = dates.map((one) => compileDateFormat(one, format.firstYear, format.language));
  const months = of.plusMonths === undefined ? undefined : columnIndex(columns, of.plusMonths);
  return (text, row) => {
    for (const parse of parsers) {
      const date = parse(text);
      if (date === null) continue;
      if (type === 'moment') return `${date.day} ${date.time}${date.offset}`;
      if (months === undefined) return of.monthEnd ? endOfMonth(date.day) : date.day;
      const count = (row[months] ?? '').trim();
      if (!/^\d{1,4}$/.test(count)) return { reason: 'not-a-number' };
      const later = addMonths(date.day, Number(count));
      if (later === null) return { reason: 'not-a-date' };
      return of.monthEnd ? endOfMonth(later) : later;
    }
    return { reason: 'not-a-date' };
  };
}

/** A number of days, months or years before a day. */
function compileAgeParse(
  day: string,
  unit: 'days' | 'months' | 'years',
  format: FileFormat,
): Parse {
  const parse = compileNumberFormat(format.numbers);
  return (text) => {
    const number = parse(text);
    if (number === null || !/^\d{1,6}$/.test(number)) return { reason: 'not-a-number' };
    const count = Number(number);
    if (unit === 'days') {
      const moment = new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000);
      return moment.getUTCFullYear() < 1
        ? { reason: 'out-of-range' }
        : moment.toISOString().slice(0, 10);
    }
    return addMonths(day, -count * (unit === 'years' ? 12 : 1)) ?? { reason: 'out-of-range' };
  };
}

/** Sixteen digits before the point are what the store keeps of money. */
const largestMoney = 1e16;

function compileNumberParse(
  of: ValueMapping,
  type: 'money' | 'number',
  columns: Columns,
  { format, rates, day }: Reading,
): Parse {
  const parse = compileNumberFormat(format.numbers);
  const { decimals } = format.numbers;
  const signed = compileSign(of.sign, columns);
  const at = (name: string | undefined) =>
    name === undefined ? undefined : { name, index: columnIndex(columns, name) };
  const times = at(of.times);
  const currency = at(of.currency);
  return (text, row) => {
    const number = parse(text);
    if (number === null) return { reason: 'not-a-number' };
    const factors = [number];
    if (times !== undefined) {
      const raw = row[times.index] ?? '';
      const factor = parse(raw.trim());
      if (factor === null) return { column: times.name, value: raw, reason: 'not-a-number' };
      factors.push(factor);
    }
    if (currency !== undefined) {
      const raw = row[currency.index] ?? '';
      const dated = day?.(row, 0) ?? null;
      if (isProblem(dated)) return dated;
      const rate = rateOn(rates, raw.trim().toUpperCase(), dated?.slice(0, 10) ?? null);
      if (rate === undefined) return { column: currency.name, value: raw, reason: 'no-rate' };
      factors.push(rate);
    }
    if (factors.some((factor) => !(Math.abs(Number(factor)) < largestMoney)))
      return { reason: 'out-of-range' };
    const value =
      factors.length === 1 ? number : decimalProduct(factors, type === 'money' ? decimals : 10);
    if (!(Math.abs(Number(value)) < largestMoney)) return { reason: 'out-of-range' };
    const point = value.indexOf('.');
    if (type === 'money' && point !== -1 && value.length - point - 1 > decimals) {
      return { reason: 'too-many-decimals' };
    }
    return signed(value, row);
  };
}

/** Gives a number, in plain digits, the sign that a mapping says. */
function compileSign(
  sign: ValueMapping['sign'],
  columns: Columns,
): (
  number: string,
  row: readonly string[],
) => string | (Partial<Problem> & { reason: RejectReason }) {
  const opposite = (number: string) =>
    number.startsWith('-') ? number.slice(1) : Number(number) === 0 ? number : `-${number}`;
  if (sign === undefined) return (number) => number;
  if (sign === 'minus') return opposite;
  const { column } = sign;
  const index = columnIndex(columns, column);
  const plus = new Set(sign.plus);
  const minus = new Set(sign.minus);
  return (number, row) => {
    const raw = row[index] ?? '';
    // A reversal, negative already, stays the opposite of what its type says.
    if (plus.has(raw.trim())) return number;
    return minus.has(raw.trim())
      ? opposite(number)
      : { column, value: raw, reason: 'unknown-code' };
  };
}
