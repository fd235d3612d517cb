import type { GroupChange } from '../../../store/reports/group-changes.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Table } from '../../reply.ts';
import { moneyInWords } from '../../wording/money-words.ts';
import { segmentName } from '../../wording/segment-words.ts';
import type { ReportFigures } from './figures.ts';
import { riskOf } from './told.ts';
import { groupName, signed, worthBy } from './words.ts';

/** The branches of a report where there are several, otherwise the managers, otherwise the segments. */
export function reportTable(context: CommandContext, figures: ReportFigures): { table?: Table } {
  const { branches, managers, segments } = figures;
  if (branches.length > 1) return { table: groupTable(context, figures, branches) };
  if (managers.length > 1) return { table: groupTable(context, figures, managers) };
  return segments.length > 1 ? { table: segmentTable(context, figures) } : {};
}

/** The change of a figure, as a share of what it was. */
function changeInWords({ format }: CommandContext, before: number, now: number): string {
  return before > 0 ? signed((now - before) / before, format.percent) : '–';
}

/** How many there are, and how many more or fewer than there were. */
function countInWords({ format, say }: CommandContext, now: number, before: number | null): string {
  return before === null || before === now
    ? format.number(now)
    : say('report.nowAndThen', {
        now: format.number(now),
        change: signed(now - before, format.number),
      });
}

function groupTable(
  context: CommandContext,
  { before, totals }: ReportFigures,
  groups: readonly GroupChange[],
): Table {
  const { say, format } = context;
  const branch = groups[0]?.by === 'branch';
  const end = (label: string) => ({ label, align: 'end' as const });
  return {
    columns: [
      { label: say(branch ? 'report.columns.branch' : 'report.columns.manager'), align: 'start' },
      end(say('report.columns.customers')),
      end(say('report.columns.value')),
      end(say('report.columns.change')),
      end(say('report.columns.atRisk')),
      end(say('report.columns.contacted')),
      end(say('report.columns.followUps')),
    ],
    rows: groups.map((each) => {
      const risk = riskOf(each);
      return [
        groupName(each, context),
        format.number(each.customers),
        format.money(each.value),
        before === undefined ? '–' : changeInWords(context, each.valueThen, each.value),
        totals.atRisk === null
          ? '–'
          : countInWords(context, risk.now, before === undefined ? null : risk.before),
        format.number(each.contacted),
        `${format.number(each.followUpsDone)} / ${format.number(each.followUpsOverdue)}`,
      ];
    }),
  };
}

function segmentTable(context: CommandContext, { segments, basis }: ReportFigures): Table {
  const { say, locale } = context;
  const end = (label: string) => ({ label, align: 'end' as const });
  return {
    columns: [
      { label: say('report.columns.segment'), align: 'start' },
      end(say('report.columns.customers')),
      end(say('report.columns.value')),
      end(say('report.columns.change')),
      end(say('report.columns.atRisk')),
    ],
    rows: segments.map((each) => {
      const { before } = each;
      const value = worthBy(basis, each);
      const then = before && worthBy(basis, before);
      return [
        each.together ? say('report.others') : segmentName(each, locale),
        countInWords(context, each.customers, before?.customers ?? null),
        moneyInWords(value, context, 'short'),
        then === null || value === null ? '–' : changeInWords(context, then, value),
        each.atRisk === null ? '–' : countInWords(context, each.atRisk, before?.atRisk ?? null),
      ];
    }),
  };
}
