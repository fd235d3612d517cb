import type { IngestReport } from './ingest-report.ts';
import { type RejectReason, rejectReasons } from './reject-reasons.ts';

type Locale = 'en' | 'zh';

const words = {
  en: {
    file: 'File',
    read: 'Read',
    stored: 'Stored',
    unchanged: 'Unchanged',
    rejected: 'Rejected',
    skipped: 'Left out',
    joined: 'Joined',
    total: 'Total',
    took: (rows: string, seconds: string) => `${rows} rows in ${seconds} s.`,
    noRejects: 'No row was rejected.',
    rejects: 'Rejected rows, kept in ingest_rejects with file, line, column and value:',
    from: (line: string) => `from line ${line}`,
    wholeRow: 'whole row',
    joinedNote: 'Joined: rows that only connect other files. Left out: by a filter of the mapping.',
  },
  zh: {
    file: '文件',
    read: '读取',
    stored: '入库',
    unchanged: '未变',
    rejected: '拒绝',
    skipped: '略过',
    joined: '关联',
    total: '合计',
    took: (rows: string, seconds: string) => `共 ${rows} 行，用时 ${seconds} 秒。`,
    noRejects: '没有被拒绝的行。',
    rejects: '被拒绝的行（文件、行号、列和值保存在 ingest_rejects 表中）：',
    from: (line: string) => `自第 ${line} 行起`,
    wholeRow: '整行',
    joinedNote: '关联：仅用于连接其他文件的行。略过：按映射的筛选条件略过的行。',
  },
};

const counted = ['read', 'stored', 'unchanged', 'rejected', 'skipped', 'joined'] as const;

/** The report of an import as aligned text for a terminal, ending in a line end. */
export function printReport(report: IngestReport, locale: Locale): string {
  const say = words[locale];
  const number = new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en');
  const totals = counted.map((key) => report.files.reduce((sum, file) => sum + file[key], 0));
  const joined = report.files.some((file) => file.joined > 0);
  const shown = counted.filter((key) => key !== 'joined' || joined);
  const table = align([
    [say.file, ...shown.map((key) => say[key])],
    ...report.files.map((file) => [file.file, ...shown.map((key) => number.format(file[key]))]),
    [say.total, ...shown.map((_, i) => number.format(totals[i] ?? 0))],
  ]);
  const width = Math.max(...table.map(displayWidth));
  const seconds = new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: 1,
  }).format(report.duration / 1000);
  const lines = [
    ...table.slice(0, -1),
    '─'.repeat(width),
    ...table.slice(-1),
    '',
    say.took(number.format(totals[0] ?? 0), seconds),
    ...(joined || (totals[4] ?? 0) > 0 ? [say.joinedNote] : []),
  ];
  if (report.rejects.length === 0) return `${[...lines, say.noRejects].join('\n')}\n`;
  const rejects = align(
    report.rejects.map(({ file, column, reason, rows, firstLine }) => [
      `  ${file}`,
      number.format(rows),
      column === '' ? say.wholeRow : column,
      `${isReason(reason) ? rejectReasons[reason][locale] : reason} (${say.from(number.format(firstLine))})`,
    ]),
    [1],
  );
  return `${[...lines, '', say.rejects, ...rejects].join('\n')}\n`;
}

const isReason = (reason: string): reason is RejectReason => Object.hasOwn(rejectReasons, reason);

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
