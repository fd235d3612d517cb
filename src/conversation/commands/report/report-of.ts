import type { ReportKind } from '../../../store/kinds.ts';
import { reportKinds } from '../../../store/kinds.ts';
import {
  customersIfFew,
  customersInFewGroups,
} from '../../../store/metrics/small-group-customers.ts';
import { optional } from '../../arguments/argument.ts';
import { choice } from '../../arguments/choice.ts';
import { type FoundFilters, filterEntities, filters, heldTo } from '../../arguments/filters.ts';
import { slashForm } from '../../arguments/grammar.ts';
import type { CommandContext, CommandResult } from '../../command.ts';
import { reportExport } from '../../export/report.ts';
import { fewest } from '../../small-groups.ts';
import { noneInListReply } from '../../wording/fallback-replies.ts';
import { leftOutSentences } from '../../wording/left-out.ts';
import { reportData } from './data.ts';
import { type ReportFigures, reportFigures } from './figures.ts';
import { reportReply } from './reply.ts';
import { groupsForAll, segmentsForAll, stepsForAll, stepsOf } from './told.ts';
import { whoInTitle } from './words.ts';

/** What a report takes. */
export const asked = {
  period: optional(choice('reportPeriod', reportKinds), 'weekly'),
  ...filters,
};

/** The report of a period; where others read along, groups of fewer than ten customers are put together. */
export async function reportOf(
  context: CommandContext,
  { period: kind, ...names }: { period: ReportKind } & FoundFilters,
): Promise<CommandResult> {
  const { store, scope, locale, shared } = context;
  const { filters: held, whose } = heldTo(context, names);
  const said = filterEntities(names);
  const read = await reportFigures(context, kind, held);
  const all = stepsOf(read.all);
  const figures = shared ? forAll(read) : read;
  const steps = shared && read.before !== undefined ? stepsForAll(all) : all;
  const leftOut = await leftOutSentences({ ...context, run: read.now }, held);
  const others = reportKinds.flatMap((other) => {
    const command = slashForm('report', asked, { period: other, ...said });
    return other === kind || command === undefined
      ? []
      : [{ label: context.say('report.actions.kind', { kind: other }), command }];
  });
  const few = read.segments.filter(({ customers }) => customers < fewest);
  return {
    reply:
      read.all.customers + read.all.customersThen === 0
        ? noneInListReply(locale, whose)
        : reportReply(context, {
            figures,
            steps,
            whose,
            who: whoInTitle(context, names),
            said,
            leftOut: leftOut.sentences,
            folded: isFolded(read, figures) || steps.length < all.length,
            others,
          }),
    data: reportData(context, figures, steps),
    seen: shared
      ? []
      : [
          ...new Set([
            ...(await customersIfFew(store.db, scope, read.now.id, { filters: held, fewest })),
            ...(await customersInFewGroups(store.db, scope, read.now.id, {
              filters: held,
              groups: few.map(({ id }) => ({ by: 'segment' as const, id })),
            })),
          ]),
        ],
    exported: async () =>
      reportExport(context, [figures.all, ...figures.branches, ...figures.managers]),
  };
}

/** The same where others read along. */
function forAll(figures: ReportFigures): ReportFigures {
  const quiet = (totals: ReportFigures['totals']): ReportFigures['totals'] =>
    (totals.atRisk ?? 0) > 0 && (totals.atRisk ?? 0) < fewest
      ? { ...totals, valueAtStake: null }
      : totals;
  return {
    ...figures,
    totals: quiet(figures.totals),
    totalsThen: figures.totalsThen && quiet(figures.totalsThen),
    branches: groupsForAll(figures.branches),
    managers: groupsForAll(figures.managers),
    segments: segmentsForAll(figures.segments),
  };
}

const isFolded = (all: ReportFigures, told: ReportFigures): boolean =>
  told.segments.some(({ together }) => together === true) ||
  [all, told]
    .map(({ branches, managers }) => branches.length + managers.length)
    .some((count, _, counts) => count !== counts[0]);
