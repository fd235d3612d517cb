import type { CommandContext } from '../command-context.ts';
import type { GroupRates } from '../metrics/group-metrics.ts';
import type { Exported } from './exported.ts';
import { type ColumnOf, sheetOf } from './sheet.ts';

type Row = GroupRates & { name: string };

/** The rates of groups of customers, as a file; it names no customer. */
export function metricsExport({ say, bank }: CommandContext, rows: readonly Row[]): Exported {
  const share = (
    column: 'satisfaction' | 'repurchase' | 'contribution',
    of: (row: Row) => number | null,
  ): ColumnOf<Row> => ({ label: say(`metrics.columns.${column}`), type: 'percent', value: of });
  return {
    sheet: sheetOf(rows, bank.currency, [
      { label: say('metrics.columns.group'), type: 'text', value: ({ name }) => name },
      {
        label: say('metrics.columns.customers'),
        type: 'number',
        value: ({ customers }) => customers,
      },
      share('satisfaction', ({ satisfaction }) => satisfaction),
      share('repurchase', ({ repurchaseRate }) => repurchaseRate),
      share('contribution', ({ contributionRate }) => contributionRate),
    ]),
    seen: [],
    cut: false,
  };
}
