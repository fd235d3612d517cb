import { formatsOf } from '../language/catalogs.ts';
import type { Locale } from '../language/locale.ts';
import { type Say, sayIn } from '../language/messages.ts';
import type { FileCounts, IngestReport, IngestWarning } from './ingest-report.ts';
import { type RejectReason, rejectReasons } from './reject-codes.ts';

const always = ['read', 'stored', 'unchanged', 'rejected', 'skipped'] as const;
/** shown where there are any */
const counted = [...always, 'joined', 'forgotten'] as const;

/** The report of an import as aligned text for a terminal, ending in a line end. */
export function printReport(report: IngestReport, locale: Locale): string {
  const say = sayIn(locale);
  const number = new Intl.NumberFormat(formatsOf(locale));
  const totals = counted.map((key) => report.files.reduce((sum, file) => sum + file[key], 0));
  const joined = report.files.some((file) => file.joined > 0);
  const forgotten = report.files.reduce((sum, file) => sum + file.forgotten, 0);
  const shown = counted.filter(
    (key) => always.some((one) => one === key) || report.files.some((file) => file[key] > 0),
  );
  const table = align([
    [say('ingest-report.file'), ...shown.map((key) => say(`ingest-report.${key}`))],
    ...report.files.map((file) => [nameOf(file), ...shown.map((key) => number.format(file[key]))]),
    [
      say('ingest-report.total'),
      ...shown.map((key) => number.format(totals[counted.indexOf(key)] ?? 0)),
    ],
  ]);
  const width = Math.max(...table.map(displayWidth));
  const seconds = new Intl.NumberFormat(formatsOf(locale), {
    maximumFractionDigits: 1,
  }).format(report.duration / 1000);
  const lines = [
    ...table.slice(0, -1),
    '─'.repeat(width),
    ...table.slice(-1),
    '',
    say('ingest-report.took', { rows: number.format(totals[0] ?? 0), seconds }),
    ...(joined || (totals[4] ?? 0) > 0 ? [say('ingest-report.joinedNote')] : []),
    ...(forgotten > 0 ? [say('ingest-report.forgottenNote', { rows: forgotten })] : []),
  ];
  if (report.rejects.length === 0) lines.push(say('ingest-report.noRejects'));
  const listed = (rows: readonly Counted[]) =>
    align(
      rows.map(({ file, column, text, rows, firstLine }) => [
        `  ${file}`,
        number.format(rows),
        column === '' ? say('ingest-report.wholeRow') : column,
        `${text} (${say('ingest-report.from', { line: number.format(firstLine) })})`,
      ]),
      [1],
    );
  if (report.rejects.length > 0) {
    const rejects = report.rejects.map((each) => ({
      ...each,
      text: reasonWords(each.reason, say),
    }));
    lines.push('', say('ingest-report.rejects'), ...listed(rejects));
  }
  if (report.taken.length > 0)
    lines.push(
      '',
      say('ingest-report.taken', { currency: report.currency }),
      ...takenTable(report, locale).map((line) => `  ${line}`),
    );
  if (report.warnings.length > 0) {
    const warnings = report.warnings.map((each) => ({ ...each, text: warningWords(each, locale) }));
    lines.push('', say('ingest-report.warnings'), ...listed(warnings));
  }
  return `${lines.join('\n')}\n`;
}

/** What stands in the store, a line each column of amounts. */
function takenTable({ taken }: IngestReport, locale: Locale): string[] {
  const say = sayIn(locale);
  const count = new Intl.NumberFormat(formatsOf(locale));
  const money = new Intl.NumberFormat(formatsOf(locale), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });
  const rows = taken.flatMap((file) => {
    const { rows, customers, from, to, amounts } = file;
    const shown = [
      nameOf(file),
      count.format(rows),
      customers === null ? '' : count.format(customers),
      from === null || to === null ? '' : `${from} – ${to}`,
    ];
    if (amounts.length === 0) return [[...shown, '', '', '', '']];
    return amounts.map(({ column, plus, minus }, at) => [
      ...(at === 0 ? shown : shown.map(() => '')),
      column,
      ...[plus, minus, plus + minus].map((sum) => money.format(sum)),
    ]);
  });
  return align([
    [
      say('ingest-report.file'),
      say('ingest-report.rows'),
      say('ingest-report.customers'),
      say('ingest-report.days'),
      say('ingest-report.column'),
      say('ingest-report.plus'),
      say('ingest-report.minus'),
      say('ingest-report.sum'),
    ],
    ...rows,
  ]);
}

/** The file, and the table where its rows go to several. */
const nameOf = ({ file, table }: Pick<FileCounts, 'file' | 'table'>) =>
  table === undefined ? file : `${file} → ${table}`;

/** Rows of a file and column that one text is said of. */
type Counted = Pick<IngestWarning, 'file' | 'column' | 'rows' | 'firstLine'> & { text: string };

/** What is doubtful about the rows of a warning, and what became of the value. */
export function warningWords({ reason, outcome }: IngestWarning, locale: Locale): string {
  const say = sayIn(locale);
  return say(`ingest-report.${outcome}`, { reason: reasonWords(reason, say) });
}

/** Why a row was rejected, in words; a code that there are none for stands for itself. */
export function reasonWords(reason: string, say: Say): string {
  return isReason(reason) ? say(`reject-reasons.${reason}`) : reason;
}

const isReason = (reason: string): reason is RejectReason =>
  rejectReasons.some((each) => each === reason);

/** Columns two spaces apart: the first to the left, the others (or those in `right`) to the right. */
function align(rows: readonly (readonly string[])[], right?: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) =>
    Math.max(...rows.map((row) => displayWidth(row[i] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - displayWidth(cell));
        return (right?.includes(i) ?? i > 0) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** The cells of a terminal that a text takes: two for a Chinese character and its punctuation. */
function displayWidth(text: string): number {
  return [...text].reduce(
    (sum, c) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        c,
      )
        ? 2
        : 1),
    0,
  );
}
