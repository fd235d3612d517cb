import { nameIn } from '../../language/names.ts';
import type { GroupChange } from '../../store/reports/group-changes.ts';
import type { CommandContext } from '../command-context.ts';
import type { Exported } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** What changed, as a file: a row for all, each branch and each manager; it names no customer. */
export function reportExport(
  { say, locale, bank }: CommandContext,
  groups: readonly GroupChange[],
): Exported {
  const number = (label: string, value: (group: GroupChange) => number) => ({
    label,
    type: 'number' as const,
    value,
  });
  const money = (label: string, value: (group: GroupChange) => number) => ({
    label,
    type: 'money' as const,
    value,
  });
  const step = (kind: 'new' | 'left' | 'in' | 'out' | 'grew' | 'shrank') =>
    money(say('report.step', { kind }), ({ stepValue }) => stepValue[kind] ?? 0);
  const risk =
    (...kinds: readonly string[]) =>
    (group: GroupChange) =>
      kinds.reduce((sum, kind) => sum + (group.risk[kind] ?? 0), 0);
  const warned = ['still', 'closed', 'silent', 'recovered', 'cleared', 'out'];
  return {
    sheet: sheetOf(groups, bank.currency, [
      {
        label: say('report.export.group'),
        type: 'text',
        value: ({ by }) => say(by === 'all' ? 'report.export.whole' : `report.columns.${by}`),
      },
      {
        label: say('report.export.name'),
        type: 'text',
        value: ({ by, name, names }) =>
          by === 'all'
            ? null
            : name === null
              ? say('report.others')
              : nameIn(by === 'branch' ? (names ?? {}) : {}, locale, name),
      },
      number(say('report.export.customersThen'), ({ customersThen }) => customersThen),
      number(say('report.columns.customers'), ({ customers }) => customers),
      money(say('report.export.valueThen'), ({ valueThen }) => valueThen),
      money(say('report.export.value'), ({ value }) => value),
      money(say('report.export.change'), ({ value, valueThen }) => value - valueThen),
      step('new'),
      step('left'),
      step('in'),
      step('out'),
      step('grew'),
      step('shrank'),
      number(say('report.export.atRiskThen'), risk(...warned)),
      number(say('report.columns.atRisk'), risk('still', 'newly', 'in')),
      number(say('report.export.newly'), risk('newly')),
      number(say('report.export.recovered'), risk('recovered')),
      number(say('report.export.left'), risk('closed', 'silent')),
      number(say('report.export.contacted'), ({ contacted }) => contacted),
      number(say('report.export.contacts'), ({ contacts }) => contacts),
      number(say('report.export.done'), ({ followUpsDone }) => followUpsDone),
      number(say('report.export.overdue'), ({ followUpsOverdue }) => followUpsOverdue),
    ]),
    seen: [],
    cut: false,
  };
}
