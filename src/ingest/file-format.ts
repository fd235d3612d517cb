import type { FormatMapping } from './mapping.ts';
import type { NumberFormat } from './parse-number.ts';

/** How a file is written, decided. */
export type FileFormat = {
  delimiter: string;
  /** one character, or '' where nothing is quoted */
  quote: string;
  encoding: string;
  missing: readonly string[];
  dates: readonly string[];
  firstYear: number;
  language: string;
  /** lines before the header */
  preamble: number | 'until-header';
  raggedRows: 'reject' | 'fill';
  /** of a workbook: by its name or number; undefined: the first that is shown */
  sheet: string | number | undefined;
  /** whether it is a workbook, whose days are days whatever `dates` says */
  workbook: boolean;
  numbers: NumberFormat & { decimals: number };
};

const usual = {
  delimiter: ',',
  quote: '"',
  encoding: 'utf-8',
  missing: [],
  dates: ['yyyy-MM-dd'],
  firstYear: 1930,
  language: 'en',
  preamble: 0,
  raggedRows: 'reject',
  sheet: undefined,
  workbook: false,
  numbers: { decimal: '.', thousands: [], currencySigns: [] },
} as const satisfies Omit<FileFormat, 'numbers'> & { numbers: NumberFormat };

/**
 * What a file says of itself, else what the mapping says of all files, else the usual: commas, quotes, UTF-8, ISO dates.
 * @param decimals of the bank's currency, which amounts have unless either says otherwise
 */
export function fileFormat(
  ofAll: FormatMapping,
  ofFile: FormatMapping,
  decimals: number,
  workbook = false,
): FileFormat {
  const format = { ...usual, workbook, numbers: { ...usual.numbers, decimals } };
  return withOverrides(withOverrides(format, ofAll), ofFile);
}

/** A format with some of its parts replaced; what is not given stays. */
export function withOverrides(format: FileFormat, by: FormatMapping): FileFormat {
  return {
    delimiter: by.delimiter ?? format.delimiter,
    quote: by.quote === 'none' ? '' : (by.quote ?? format.quote),
    encoding: by.encoding ?? format.encoding,
    missing: by.missing ?? format.missing,
    dates: by.dates ?? format.dates,
    firstYear: by.firstYear ?? format.firstYear,
    language: by.language ?? format.language,
    preamble: by.preamble ?? format.preamble,
    raggedRows: by.raggedRows ?? format.raggedRows,
    sheet: by.sheet ?? format.sheet,
    workbook: format.workbook,
    numbers: {
      decimal: by.numbers?.decimal ?? format.numbers.decimal,
      thousands: by.numbers?.thousands ?? format.numbers.thousands,
      currencySigns: by.numbers?.currencySigns ?? format.numbers.currencySigns,
      decimals: by.numbers?.decimals ?? format.numbers.decimals,
    },
  };
}
