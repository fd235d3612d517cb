import type { Table } from '../../conversation/reply.ts';
import { inColumns, printable, widest } from './columns.ts';
import { terminalLimits } from './limits.ts';

const between = '  ';

/** A table as lines of at most `width` columns, the heading first; the widest columns are narrowed first. */
export function tableLines({ columns, rows }: Table, width: number): string[] {
  const texts = [columns.map(({ label }) => label), ...rows].map((row) =>
    columns.map((_, at) => printable(row[at] ?? '')),
  );
  const widths = columns.map((_, at) => widest(texts.map((row) => row[at] ?? '')));
  const room = width - between.length * (columns.length - 1);
  for (let over = sum(widths) - room; over > 0; over--) {
    const most = Math.max(...widths);
    if (most <= terminalLimits.narrowestColumn) break;
    widths[widths.indexOf(most)] = most - 1;
  }
  return texts.map((row) =>
    columns
      .map(({ align }, at) => inColumns(row[at] ?? '', widths[at] ?? 0, align))
      .join(between)
      .trimEnd(),
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
