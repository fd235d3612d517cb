import type { DueItem } from '../../store/actions/due-items.ts';
import type { CommandContext } from '../command-context.ts';
import { dueItemName } from '../wording/history-words.ts';
import { whoColumns } from './customer-columns.ts';
import { type Exported, upToMost } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** What somebody still has to do, as a file. */
export function tasksExport(context: CommandContext, tasks: readonly DueItem[]): Exported {
  const { say, bank } = context;
  const { items, cut } = upToMost(tasks);
  return {
    sheet: sheetOf(items, bank.currency, [
      ...whoColumns(context),
      {
        label: say('export.columns.kind'),
        type: 'text',
        value: (item) => dueItemName(item, say),
      },
      { label: say('export.columns.note'), type: 'text', value: ({ note }) => note },
      { label: say('export.columns.due'), type: 'day', value: ({ dueOn }) => dueOn },
    ]),
    seen: [...new Set(items.map(({ customerId }) => customerId))],
    cut,
  };
}
