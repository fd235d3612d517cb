import type { GroupChange } from '../../../store/reports/group-changes.ts';
import type { CommandContext } from '../../command-context.ts';
import { fewest } from '../../small-groups.ts';
import { moversIn } from '../segment-breakdown/reply.ts';
import type { ReportFigures } from './figures.ts';
import { riskOf, type ValueStep } from './told.ts';

/**
 * The figures of a report, unformatted. `report` the kind and `period` with its first and last day (`from`, `to`); `compared`
 * the as-of dates of the two runs, `from` null where there is none before, and whether they are `exact`ly those between which
 * the period lies. `totals` and `totalsThen` as `book` gives them; `value` by `basis` (ifStays or expected) with `before`, `now`,
 * their difference `change` and the `steps` that add up to it, each with its `kind`, `customers` and `amount`; `risk` with
 * customers at risk `before` and `now`, and how the one became the other; `warnings`, how many were `warned` and `left`
 * since, and the same of those not warned. `segments` as `segments` gives them, each with the same of `before`; `movement`;
 * `contacts` of the period; the same by `branches` and `managers`, where there are several. Money is in `currency`; null is
 * unknown.
 */
export function reportData(
  { bank, shared }: CommandContext,
  figures: ReportFigures,
  steps: readonly ValueStep[],
): Record<string, unknown> {
  const { kind, period, before, now, exact, basis, totals, totalsThen, all, movement } = figures;
  const compared = before !== undefined;
  const groups = (some: readonly GroupChange[]) =>
    some.length < 2 ? [] : some.map((group) => groupData(group, { compared, totals }));
  return {
    report: kind,
    period,
    compared: { from: before?.asOf ?? null, to: now.asOf, exact },
    basis,
    totals,
    totalsThen: totalsThen ?? null,
    ...groupData(all, { compared, totals }),
    value: {
      basis,
      now: all.value,
      before: compared ? all.valueThen : null,
      change: compared ? all.value - all.valueThen : null,
      steps: compared ? steps : [],
    },
    segments: figures.segments,
    movement:
      movement === undefined
        ? null
        : {
            since: movement.since,
            ...moversIn(movement),
            flows: movement.flows
              .filter(({ customers }) => !shared || customers >= fewest)
              .map(({ fromId, toId, customers }) => ({ from: fromId, to: toId, customers })),
          },
    branches: groups(figures.branches),
    managers: groups(figures.managers),
    churnHorizonMonths: now.churnHorizonMonths,
    clvHorizonMonths: now.clvHorizonMonths,
    threshold: now.atRisk,
    currency: bank.currency,
    asOf: now.asOf,
  };
}

function groupData(
  group: GroupChange,
  { compared, totals }: { compared: boolean; totals: ReportFigures['totals'] },
) {
  const risk = riskOf(group);
  return {
    ...(group.by === 'all' ? {} : { [group.by]: group.name }),
    customers: { before: compared ? group.customersThen : null, now: group.customers },
    value: { before: compared ? group.valueThen : null, now: group.value },
    risk: totals.atRisk === null ? null : compared ? risk : { now: risk.now },
    warnings:
      totals.atRisk === null || !compared
        ? null
        : {
            warned: risk.before,
            left: risk.left,
            closed: risk.closed,
            silent: risk.silent,
            notWarned: group.notWarned,
            notWarnedLeft: group.notWarnedLeft,
            contacted: group.warnedContacted,
            contactedRecovered: group.recoveredContacted,
            contactedLeft: group.leftContacted,
          },
    contacts: {
      customers: group.contacted,
      contacts: group.contacts,
      complaints: group.complaints,
      followUpsDone: group.followUpsDone,
      followUpsOverdue: group.followUpsOverdue,
    },
  };
}
