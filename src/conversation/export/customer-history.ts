import { todayIn } from '../../language/today.ts';
import type { CustomerHistory } from '../../store/customers/customer-history.ts';
import type { CommandContext } from '../command-context.ts';
import { followUpName } from '../wording/history-words.ts';
import { columnsOfOne, type Named } from './customer-columns.ts';
import { type Exported, upToMost } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** What is open with a customer and what passed, as a file. */
export function historyExport(
  context: CommandContext,
  { interactions, open }: CustomerHistory,
  card: Named & { id: number },
): Exported {
  const { say, timezone, bank } = context;
  const dayOf = (moment: string) => todayIn(timezone, new Date(moment));
  const { items, cut } = upToMost([
    ...open.map(({ kind, note, dueOn, owner }) => ({
      state: 'open' as const,
      day: dueOn,
      kind: followUpName(kind, say),
      manager: owner,
      note,
      resolved: null,
    })),
    ...interactions.map(({ at, kind, manager, note, resolvedAt }) => ({
      state: 'done' as const,
      day: dayOf(at),
      kind: say('history-words.kind', { kind }),
      manager,
      note,
      resolved: resolvedAt === null ? null : dayOf(resolvedAt),
    })),
  ]);
  return {
    sheet: sheetOf(items, bank.currency, [
      ...columnsOfOne(context, card),
      {
        label: say('export.columns.state'),
        type: 'text',
        value: ({ state }) => say('export.state', { state }),
      },
      { label: say('export.columns.day'), type: 'day', value: ({ day }) => day },
      { label: say('export.columns.kind'), type: 'text', value: ({ kind }) => kind },
      { label: say('export.columns.manager'), type: 'text', value: ({ manager }) => manager },
      { label: say('export.columns.note'), type: 'text', value: ({ note }) => note },
      { label: say('export.columns.resolved'), type: 'day', value: ({ resolved }) => resolved },
    ]),
    seen: [card.id],
    cut,
  };
}
