import type { DigestFilters } from '../../../store/digests/digest-filters.ts';
import { commandHeldTo } from '../../arguments/held-command.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Action, Reply } from '../../reply.ts';
import { fewest } from '../../small-groups.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import { movementInWords } from '../segment-breakdown/reply.ts';
import { reportCharts } from './charts.ts';
import { reportFacts } from './facts.ts';
import type { ReportFigures } from './figures.ts';
import { dayBefore } from './period.ts';
import { reportTable } from './tables.ts';
import { riskOf, type ValueStep } from './told.ts';
import { addingUp, courseOf, spanInWords } from './words.ts';

export type Told = {
  figures: ReportFigures;
  /** the parts of the difference in value that may be shown */
  steps: readonly ValueStep[];
  whose: string;
  who: string;
  /** what it is held to, as entities */
  said: DigestFilters;
  /** sentences on who is left out */
  leftOut: readonly string[];
  /** whether groups were put together because they are of few */
  folded: boolean;
  others: readonly Action[];
};

/** What changed for a group of customers in a period. It names no customer. */
export function reportReply(context: CommandContext, told: Told): Reply {
  const { say } = context;
  const { figures, whose, said } = told;
  const { all } = figures;
  const steps = addingUp(told.steps, { from: all.valueThen, to: all.value });
  return {
    ...titleAndSummary(context, told),
    facts: reportFacts(context, figures, steps),
    details: details(context, told),
    ...reportTable(context, figures),
    charts: reportCharts(context, { figures, steps, whose }),
    actions: [
      { label: say('report.actions.atRisk'), command: commandHeldTo('at-risk', said) },
      { label: say('report.actions.segments'), command: commandHeldTo('segments', said) },
      { label: say('report.actions.book'), command: commandHeldTo('book', said) },
      ...told.others,
    ],
    visibility: all.customers < fewest ? 'asker' : 'channel',
  };
}

function titleAndSummary(
  context: CommandContext,
  { figures, whose, who }: Told,
): Pick<Reply, 'title' | 'summary'> {
  const { say, format, locale } = context;
  const { all, before, now, basis, totals } = figures;
  const said = {
    customers: all.customers,
    value: format.money(all.value),
    horizon: monthsInWords(now.clvHorizonMonths, locale),
    basis,
    whose,
  };
  if (before === undefined)
    return {
      title: say('report.titleAlone', { who, customers: all.customers }),
      summary: say('report.summaryAlone', { ...said, day: format.day(now.asOf) }),
    };
  const { direction, share } = courseOf(all.valueThen, all.value);
  const risk = riskOf(all);
  return {
    title: say('report.title', {
      who,
      direction,
      share: share === null ? 'none' : format.percent(share),
      span: spanInWords(figures, context),
      newly: risk.newly,
    }),
    summary: say('report.summary', {
      ...said,
      direction,
      change: format.money(Math.abs(Math.round(all.value) - Math.round(all.valueThen))),
      day: format.day(before.asOf),
      risk: totals.atRisk === null ? 'unknown' : 'known',
      atRisk: totals.atRisk ?? 0,
      newly: risk.newly,
    }),
  };
}

function details(context: CommandContext, { figures, leftOut, folded }: Told): string[] {
  const { say, format, locale } = context;
  const { before, now, exact, alike, movement, period, segments } = figures;
  const compared =
    before === undefined || exact
      ? []
      : [
          before.asOf > dayBefore(period)
            ? say('report.details.earliest', {
                wanted: format.day(dayBefore(period)),
                day: format.day(before.asOf),
              })
            : say('report.details.nearest', {
                now: format.day(now.asOf),
                day: format.day(before.asOf),
              }),
        ];
  return [
    ...compared,
    ...(before === undefined || alike
      ? []
      : [
          say('report.details.horizons', {
            before: monthsInWords(before.clvHorizonMonths, locale),
            now: monthsInWords(now.clvHorizonMonths, locale),
          }),
        ]),
    ...(before === undefined
      ? []
      : movement === undefined
        ? segments.some(({ id }) => id !== null)
          ? [say('report.details.unlike')]
          : []
        : [movementInWords(movement, context, context.shared ? fewest : 1)]),
    ...leftOut,
    ...(folded ? [say('report.details.few', { fewest })] : []),
    say('customer-words.asOf', { day: format.day(now.asOf) }),
  ];
}
