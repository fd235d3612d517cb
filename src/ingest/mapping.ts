import { z } from 'zod';
import { isLocale, localeName, locales } from '../language/locale.ts';
import { readYaml, readYamlText, YamlError } from '../settings/read-yaml.ts';
import {
  type FactsColumn,
  type Field,
  type Target,
  type TargetName,
  targetNames,
  targets,
} from '../store/ingest/targets.ts';
import { IngestError } from './ingest-error.ts';
import { compileDateFormat } from './parse-date.ts';

const code = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const codes = z.union([code.transform((one) => [one]), z.array(code).min(1)]);

const dates = z.array(
  z.string().superRefine((format, context) => {
    try {
      compileDateFormat(format, 1900);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error));
    }
  }),
);

const encoding = z.string().refine(
  (label) => {
    try {
      return new TextDecoder(label).encoding !== '';
    } catch {
      return false;
    }
  },
  { error: 'expected an encoding such as utf-8, latin1, windows-1250 or gb18030' },
);

const language = z.string().refine(
  (tag) => {
    try {
      return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
    } catch {
      return false;
    }
  },
  { error: 'expected a language such as en, de or zh' },
);

const numbers = z.strictObject({
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.array(z.string().min(1)).optional(),
  currencySigns: z.array(z.string().min(1)).optional(),
  /**
   * more digits than this after the decimal sign, trailing zeros aside, is a reject; amounts are kept to the decimals of
   * the currency, which this is unless given
   */
  decimals: z.number().int().min(0).max(10).optional(),
});

const format = z.strictObject({
  delimiter: z.string().min(1).optional(),
  /** one character, or `none` */
  quote: z
    .union([z.literal('none'), z.string().length(1, 'expected one character, or none')])
    .optional(),
  encoding: encoding.optional(),
  /** texts that mean that there is no value; a blank always does */
  missing: z.array(z.string()).optional(),
  dates: dates.min(1).optional(),
  /** the first of the hundred years that a two-digit year can mean */
  firstYear: z.number().int().min(1800).max(2000).optional(),
  /** of the names of months and weekdays */
  language: language.optional(),
  numbers: numbers.optional(),
  /** lines before the header, or before the first row where there is none */
  preamble: z.union([z.literal('until-header'), z.number().int().min(0).max(10_000)]).optional(),
  /** of rows with fewer or more columns than the header: reject them, or fill what is missing and leave out what is too much */
  raggedRows: z.enum(['reject', 'fill']).optional(),
  /** of a workbook: by its name, or its number from 1 */
  sheet: z.union([z.string().min(1), z.number().int().min(1)]).optional(),
});

/** column → the values a row must have there */
const where = z.record(
  z.string(),
  z.union([codes, z.strictObject({ not: codes }), z.strictObject({ in: z.string() })]),
);

const condition = z.record(z.string(), codes);

const day = z.iso.date('expected a day that exists, as YYYY-MM-DD');

/** What becomes of an optional value that is wrong: its row is rejected, or the value alone is left out, with a warning. */
const whenWrong = z.enum(['reject', 'leave-out']);

/** How one value comes about; a bare text names a column. */
export type ValueMapping = {
  column?: string | undefined;
  columns?: string[] | undefined;
  separator?: string | undefined;
  between?: string | undefined;
  hash?: 'row' | string[] | undefined;
  line?: true | undefined;
  numbered?: boolean | undefined;
  value?: string | undefined;
  first?: ValueMapping[] | undefined;
  type?: 'text' | 'number' | 'date' | undefined;
  missing?: string[] | undefined;
  when?: Record<string, string[]> | undefined;
  codes?: Record<string, string> | undefined;
  otherwise?: string | null | undefined;
  prefix?: string | undefined;
  dates?: string[] | undefined;
  firstYear?: number | undefined;
  language?: string | undefined;
  plusMonths?: string | undefined;
  before?: string | undefined;
  in?: 'days' | 'months' | 'years' | undefined;
  monthEnd?: boolean | undefined;
  birthNumber?: 'date' | 'sex' | undefined;
  numbers?: z.infer<typeof numbers> | undefined;
  sign?: 'minus' | { column: string; plus: string[]; minus: string[] } | undefined;
  times?: string | undefined;
  currency?: string | undefined;
  through?: string[] | undefined;
  whenWrong?: z.infer<typeof whenWrong> | undefined;
};

const value: z.ZodType<ValueMapping> = z.preprocess(
  (raw) => (typeof raw === 'string' ? { column: raw } : raw),
  z
    .strictObject({
      column: z.string().optional(),
      /** several columns as one text; blank ones are left out */
      columns: z.array(z.string()).min(2).optional(),
      /** between them; a space unless given */
      separator: z.string().optional(),
      /** what stands between several tags in a column; a comma, a semicolon or a vertical line unless given */
      between: z.string().min(1).max(10).optional(),
      /** a short text that stands for what these columns hold, or all of them */
      hash: z.union([z.literal('row'), z.array(z.string()).min(1)]).optional(),
      /** the file's name and the line the row begins on */
      line: z.literal(true).optional(),
      /** the second row of a file with one value gets -2 behind it, the third -3 */
      numbered: z.boolean().optional(),
      value: code.optional(),
      /** the first of these that gives a value */
      get first() {
        return z.array(value).min(1).optional();
      },
      /** of an attribute or a lookup; a field of a table knows its own */
      type: z.enum(['text', 'number', 'date']).optional(),
      missing: z.array(z.string()).optional(),
      /** no value unless these columns hold one of these */
      when: condition.optional(),
      codes: z.record(z.string(), code).optional(),
      /** for a code that is not in `codes`; null: no value. Without it such a row is rejected. */
      otherwise: code.nullable().optional(),
      prefix: z.string().optional(),
      dates: dates.min(1).optional(),
      firstYear: z.number().int().min(1800).max(2000).optional(),
      language: language.optional(),
      /** a column with the months to add to a date */
      plusMonths: z.string().optional(),
      /** the column holds how long before this day it was, counted by `in` */
      before: day.optional(),
      in: z.enum(['days', 'months', 'years']).optional(),
      /** the last day of the date's month */
      monthEnd: z.boolean().optional(),
      birthNumber: z.enum(['date', 'sex']).optional(),
      numbers: numbers.optional(),
      /** the sign of an amount by the value of another column; minus: the opposite of what the column holds */
      sign: z
        .union([
          z.literal('minus'),
          z.strictObject({ column: z.string(), plus: codes, minus: codes }),
        ])
        .optional(),
      /** a column that the number is multiplied by, such as a price */
      times: z.string().optional(),
      /** the column of the amount's currency, by which it is converted at `rates` */
      currency: z.string().optional(),
      /** the lookups to go through, one after another, from what the column holds */
      through: z
        .union([z.string().transform((one) => [one]), z.array(z.string()).min(1)])
        .optional(),
      whenWrong: whenWrong.optional(),
    })
    .refine(
      (v) =>
        [v.column, v.columns, v.hash, v.line, v.value, v.first].filter((s) => s !== undefined)
          .length === 1,
      { error: 'expected one of column, value, first, columns, hash, line' },
    )
    .refine((v) => v.separator === undefined || v.columns !== undefined, {
      error: 'separator is for columns',
    })
    .refine((v) => (v.before === undefined) === (v.in === undefined), {
      error: 'before and in go together, as in before: 2025-12-31, in: months',
    }),
);

/** Of customers: which column says who had left, and as of when; see {@link withLabel}. */
const label = z.strictObject({
  column: z.string(),
  /** what it holds for those who had left */
  left: codes,
  /** what it holds for those who had not; unless given, anything else */
  stayed: codes.optional(),
  /** the day it was so: the same for every row, or a column */
  asOf: z.union([day.transform((one): ValueMapping => ({ value: one })), value]),
});

/** Which rows go to a table, and how. */
const table = {
  where: where.default({}),
  into: z.enum(targetNames).optional(),
  fields: z.record(z.string(), value).default({}),
  attributes: z.record(z.string().min(1), value).default({}),
  names: z.record(z.string().regex(localeName), value).default({}),
  label: label.optional(),
  duplicates: z.enum(['reject', 'first', 'last']).default('reject'),
  monthEndBalances: z.boolean().default(false),
  whenWrong: whenWrong.optional(),
};

const fileShape = z.strictObject({
  name: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]),
  format: format.default({}),
  header: z.boolean().default(true),
  columns: z.array(z.string().min(1)).min(1).optional(),
  /** columns that the header may lack: what the store knows of fields, attributes and names of these alone then stays */
  optionalColumns: z.array(z.string().min(1)).default([]),
  whenEmpty: z.enum(['reject', 'skip']).default('reject'),
  ...table,
  /** instead of `into` and what goes with it: the tables that each row goes to */
  tables: z
    .array(z.strictObject({ ...table, into: z.enum(targetNames) }).transform(withLabel))
    .min(1)
    .optional(),
  examples: z.array(z.array(code)).default([]),
});

/**
 * Spells a label out in fields: who had left, on which day that was so, and, unless the mapping says otherwise, that it is the
 * day on which those who had left stopped being customers.
 */
function withLabel<
  Given extends {
    label?: z.infer<typeof label> | undefined;
    fields: Record<string, ValueMapping>;
  },
>({ label: given, ...rest }: Given): Omit<Given, 'label'> {
  if (given === undefined) return rest;
  const { column, left, stayed, asOf } = given;
  const says = (texts: readonly string[], what: string) =>
    Object.fromEntries(texts.map((text): [string, string] => [text, what]));
  return {
    ...rest,
    fields: {
      closedOn: { ...asOf, when: { ...asOf.when, [column]: left } },
      left: {
        column,
        codes: { ...says(stayed ?? [], 'false'), ...says(left, 'true') },
        ...(stayed === undefined ? { otherwise: 'false' } : {}),
      },
      labelledOn: asOf,
      ...rest.fields,
    },
  };
}

/** Before branches had names by language, they were given as attributes, such as `nameDe`. */
const file = fileShape.transform(withLabel).transform((given) => {
  if (given.into !== 'branches') return given;
  const named = Object.entries(given.attributes).flatMap(([attribute, value]) => {
    const locale = /^name([A-Z][a-z]{1,2})$/.exec(attribute)?.[1]?.toLowerCase();
    return locale === undefined || !isLocale(locale) ? [] : [{ attribute, locale, value }];
  });
  if (named.length === 0) return given;
  const attributes = Object.entries(given.attributes).filter(
    ([name]) => !named.some(({ attribute }) => attribute === name),
  );
  const names = Object.fromEntries(named.map(({ locale, value }) => [locale, value]));
  return {
    ...given,
    attributes: Object.fromEntries(attributes),
    names: { ...names, ...given.names },
  };
});

const lookup = z.strictObject({
  file: z.string(),
  key: value,
  value,
  type: z.enum(['text', 'date', 'number']).default('text'),
  /** which of several values for one key; without it a row that meets such a key is rejected */
  pick: z.enum(['first', 'last']).optional(),
});

const supported = (kind: 'currency' | 'timeZone', name: string) => {
  try {
    new Intl.NumberFormat(
      undefined,
      kind === 'currency' ? { style: 'currency', currency: name } : {},
    );
    new Intl.DateTimeFormat(undefined, kind === 'timeZone' ? { timeZone: name } : {});
    return true;
  } catch {
    return false;
  }
};

/** What the values of a bank can be; anything else is told, and not taken in as it stands. */
const plausible = z.strictObject({
  /** the first day on which anything can have happened */
  earliest: day.default('1970-01-02'),
  /** the first day on which a customer can have joined or a holding been opened */
  earliestStart: day.default('1900-01-02'),
  /** how many days after today something may be dated */
  daysAhead: z.number().int().min(0).max(36_500).default(7),
  /** the age of the oldest customer, in years */
  oldest: z.number().int().min(1).max(1000).default(120),
  /** without its sign; unless given, ten million times the median of the bank's amounts, at least 10⁹ */
  largestAmount: z.number().positive().optional(),
  /** days by which systems say that a day is not known */
  placeholders: z.array(day).default(['0001-01-01', '1900-01-01', '1970-01-01', '9999-12-31']),
  /** what becomes of what is not plausible: the row, or the fact, is left out, or it is kept, with a warning */
  otherwise: z.enum(['reject', 'keep']).default('reject'),
});

const mapping = z.strictObject({
  bank: z.strictObject({
    name: z.string().min(1),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR')
      .refine((c) => supported('currency', c)),
    timezone: z
      .string()
      .refine((zone) => supported('timeZone', zone), 'expected a zone such as Europe/Prague'),
  }),
  format: format.default({}),
  plausible: plausible.prefault({}),
  whenWrong: whenWrong.default('reject'),
  /** what one unit of another currency is in the bank's own: always, or from some days on */
  rates: z
    .record(
      z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as USD'),
      z.union([z.number().positive(), z.record(day, z.number().positive())]),
    )
    .default({}),
  /** a file of such rates: a row a currency and day */
  ratesFile: z
    .strictObject({ file: z.string(), currency: value, day: value, rate: value })
    .optional(),
  lookups: z.record(z.string(), lookup).default({}),
  files: z.record(z.string(), file),
});

/** A mapping file, validated; docs/mappings.md explains every key. */
export type Mapping = z.infer<typeof mapping>;
/** One file of a mapping. */
export type FileMapping = Mapping['files'][string];
/** How a file is written, of a mapping or of one file in it. */
export type FormatMapping = Mapping['format'];

/** The name of the lookup that is always there: from a holding's id to the customer who has it. */
export const holder = 'holder';

/**
 * Reads and validates a mapping file.
 * @throws IngestError naming the file and the path of each key that is wrong
 */
export function readMapping(path: string): Mapping {
  let text: string;
  try {
    text = readYamlText(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const why = missing ? 'does not exist' : error instanceof Error ? error.message : String(error);
    throw new IngestError(
      `mapping ${path} ${why}: name a mapping file, such as config/mappings/standard.yaml`,
    );
  }
  let raw: unknown;
  try {
    raw = readYaml(text).value;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new IngestError(`mapping ${path} is ${error.message} (line ${error.line})`);
  }
  const result = mapping.safeParse(raw);
  const wrong = result.success
    ? contradictions(result.data)
    : result.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  if (!result.success || wrong.length > 0) {
    throw new IngestError(`mapping ${path}: ${wrong.join('; ')}`);
  }
  return result.data;
}

/** The fields of a table, by the names that mappings use. */
export function fieldsOf(target: TargetName): Readonly<Record<string, Field>> {
  const { fields }: Target = targets[target];
  return fields;
}

const factsColumns = ['attributes', 'names'] as const satisfies readonly FactsColumn[];

/** The columns of further facts that a file fills. */
export function factsColumnsOf(file: FileMapping): FactsColumn[] {
  return factsColumns.filter((column) => Object.keys(file[column]).length > 0);
}

/**
 * The tables that the rows of a file go to, each as if it were a file of its own; a file without any is given once, for
 * lookups.
 */
export function tablesOf({ tables, ...file }: FileMapping): FileMapping[] {
  if (tables === undefined) return [file];
  return tables.map((table) => ({ ...file, ...table, where: { ...file.where, ...table.where } }));
}

/** What no single key gets wrong, but keys together do. */
function contradictions(mapping: Mapping): string[] {
  const wrong: string[] = [];
  const { ratesFile } = mapping;
  if (ratesFile !== undefined && mapping.files[ratesFile.file] === undefined)
    wrong.push(`ratesFile.file: no "${ratesFile.file}" among files`);
  if (
    ratesFile !== undefined &&
    [ratesFile.currency, ratesFile.day, ratesFile.rate].some(usesLookup)
  )
    wrong.push('ratesFile: through is for fields only');
  const ratesWhere = mapping.files[ratesFile?.file ?? '']?.where ?? {};
  if (Object.values(ratesWhere).some((test) => !Array.isArray(test) && 'in' in test))
    wrong.push(
      `ratesFile: where of files.${ratesFile?.file} cannot look rows up, since rates are read first`,
    );
  for (const [name, one] of Object.entries(mapping.lookups)) {
    if (name === holder) wrong.push(`lookups.${name}: this name is taken`);
    if (mapping.files[one.file] === undefined) {
      wrong.push(`lookups.${name}.file: no "${one.file}" among files`);
    }
    for (const part of ['key', 'value'] as const) {
      if (usesLookup(one[part]))
        wrong.push(`lookups.${name}.${part}: a lookup cannot go through others`);
    }
  }
  for (const [name, one] of Object.entries(mapping.files)) {
    const at = `files.${name}`;
    if (!one.header && one.columns === undefined) {
      wrong.push(`${at}.columns: needed where header is false`);
    }
    for (const column of one.optionalColumns) {
      if (!one.header)
        wrong.push(`${at}.optionalColumns: a file without a header has all its columns`);
      else if (one.columns !== undefined && !one.columns.includes(column))
        wrong.push(`${at}.optionalColumns: "${column}" is not among columns`);
    }
    if (one.tables !== undefined && one.into !== undefined) {
      wrong.push(`${at}.into: goes inside tables, where there are several`);
      continue;
    }
    for (const [n, table] of tablesOf(one).entries()) {
      wrong.push(
        ...wrongTable(one.tables === undefined ? at : `${at}.tables.${n}`, table, mapping),
      );
    }
    if (one.tables !== undefined) {
      for (const key of ['fields', ...factsColumns] as const) {
        if (Object.keys(one[key]).length > 0)
          wrong.push(`${at}.${key}: goes inside tables, where there are several`);
      }
    }
  }
  return wrong;
}

function wrongTable(at: string, one: FileMapping, mapping: Mapping): string[] {
  const wrong: string[] = [];
  for (const [column, test] of Object.entries(one.where)) {
    if (!Array.isArray(test) && 'in' in test && mapping.lookups[test.in] === undefined) {
      wrong.push(`${at}.where.${column}.in: no "${test.in}" among lookups`);
    }
  }
  for (const column of factsColumns) {
    for (const [key, of] of Object.entries(one[column])) {
      if (usesLookup(of)) wrong.push(`${at}.${column}.${key}: through is for fields only`);
      if (of.numbered) wrong.push(`${at}.${column}.${key}.numbered: is for externalId only`);
      if (column === 'names' && (of.type ?? 'text') !== 'text')
        wrong.push(`${at}.names.${key}.type: a name is text`);
    }
  }
  if (one.into !== undefined) return [...wrong, ...wrongFields(at, one, one.into, mapping)];
  for (const key of ['fields', ...factsColumns] as const) {
    if (Object.keys(one[key]).length > 0) wrong.push(`${at}.${key}: needs into, the table`);
  }
  return wrong;
}

function usesLookup(of: ValueMapping): boolean {
  return of.through !== undefined || (of.first?.some(usesLookup) ?? false);
}

function wrongFields(at: string, file: FileMapping, into: TargetName, mapping: Mapping): string[] {
  const wrong: string[] = [];
  const fields = fieldsOf(into);
  const target: Target = targets[into];
  for (const [name, field] of Object.entries(fields)) {
    if ((field.required || target.key.includes(name)) && file.fields[name] === undefined) {
      wrong.push(`${at}.fields.${name}: needed for ${into}`);
    }
  }
  for (const [name, of] of Object.entries(file.fields)) {
    const field = fields[name];
    if (field === undefined) {
      wrong.push(`${at}.fields.${name}: ${into} has ${Object.keys(fields).join(', ')}`);
      continue;
    }
    if (of.type !== undefined) wrong.push(`${at}.fields.${name}.type: the field has its own`);
    if (of.numbered && name !== 'externalId')
      wrong.push(`${at}.fields.${name}.numbered: is for externalId only`);
    if (of.whenWrong === 'leave-out' && (field.required || target.key.includes(name)))
      wrong.push(`${at}.fields.${name}.whenWrong: ${into} needs it, so its row is rejected`);
    if ((of.currency ?? of.times ?? of.sign) !== undefined && !isNumber(field))
      wrong.push(`${at}.fields.${name}: sign, times and currency are for numbers`);
    if ((of.before ?? of.monthEnd) !== undefined && !isDay(field))
      wrong.push(`${at}.fields.${name}: before and monthEnd are for dates`);
    if (of.between !== undefined && field.type !== 'tags')
      wrong.push(`${at}.fields.${name}: between is for tags`);
    if (of.first?.some(usesLookup))
      wrong.push(`${at}.fields.${name}: through cannot be inside first`);
    const constants = [of.value, ...Object.values(of.codes ?? {}), of.otherwise];
    const allowed = field.type === 'locale' ? locales() : field.oneOf;
    for (const constant of allowed === undefined ? [] : constants) {
      if (typeof constant === 'string' && !allowed?.some((code) => code === constant)) {
        wrong.push(`${at}.fields.${name}: "${constant}" is none of ${allowed?.join(', ')}`);
      }
    }
    for (const [step, through] of (of.through ?? []).entries()) {
      const last = step + 1 === of.through?.length;
      if (through === holder) {
        if (field.type !== 'customer' || !last) {
          wrong.push(`${at}.fields.${name}.through: ${holder} gives a customer, and comes last`);
        }
      } else if (mapping.lookups[through] === undefined) {
        wrong.push(`${at}.fields.${name}.through: no "${through}" among lookups`);
      } else if (last && mapping.lookups[through].type !== typeOfLookup(field)) {
        wrong.push(`lookups.${through}.type: expected ${typeOfLookup(field)} for ${into}.${name}`);
      }
    }
  }
  if (file.monthEndBalances && !['holding', 'balanceAfter'].every((f) => file.fields[f])) {
    wrong.push(`${at}.monthEndBalances: needs transactions with fields holding and balanceAfter`);
  }
  for (const column of factsColumnsOf(file)) {
    if (!target.factsColumns.includes(column)) wrong.push(`${at}.${column}: ${into} has none`);
  }
  return wrong;
}

const isNumber = ({ type }: Field) => type === 'number' || type === 'money';
const isDay = ({ type }: Field) => type === 'date' || type === 'moment';

function typeOfLookup(field: Field): 'text' | 'date' | 'number' {
  if (field.type === 'date') return 'date';
  return isNumber(field) ? 'number' : 'text';
}
