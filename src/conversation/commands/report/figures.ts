import { todayIn } from '../../../language/today.ts';
import { type BookTotals, bookTotals } from '../../../store/book/book-totals.ts';
import { keptRuns } from '../../../store/book/kept-runs.ts';
import type { ReportKind } from '../../../store/kinds.ts';
import type { ListFilters } from '../../../store/rankings/list-filters.ts';
import { type GroupChange, groupChanges } from '../../../store/reports/group-changes.ts';
import { segmentBreakdown } from '../../../store/segments/segment-breakdown.ts';
import { type SegmentMovement, segmentMovement } from '../../../store/segments/segment-movement.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { type CommandContext, type RunFacts, runFacts } from '../../command-context.ts';
import { comparedRuns, type Period, periodOf } from './period.ts';
import type { ToldSegment } from './told.ts';

/** What a report tells of the customers of a scope, held to filters. */
export type ReportFigures = {
  kind: ReportKind;
  period: Period;
  now: RunFacts;
  /** the run that it is compared with; undefined where there is none earlier */
  before: RunFacts | undefined;
  /** whether the two runs are of the days between which the period lies */
  exact: boolean;
  /** whether both were valued over the same horizon */
  alike: boolean;
  basis: 'ifStays' | 'expected';
  totals: BookTotals;
  totalsThen: BookTotals | undefined;
  all: GroupChange;
  branches: GroupChange[];
  managers: GroupChange[];
  segments: ToldSegment[];
  movement: SegmentMovement | undefined;
};

/** Reads what a report of a kind tells. */
export async function reportFigures(
  context: CommandContext,
  kind: ReportKind,
  filters: ListFilters,
): Promise<ReportFigures> {
  const { store, scope, run, config, bank, timezone, now: moment } = context;
  const { db } = store;
  const period = periodOf(kind, run.asOf);
  const compared = comparedRuns(await keptRuns(store.bankWide), period);
  const now = runFacts(compared.now, config);
  const before = compared.before && runFacts(compared.before, config);
  const of = (each: RunFacts) => bookTotals(db, scope, each.id, { atRisk: each.atRisk, filters });
  const totals = await of(now);
  const totalsThen = before && (await of(before));
  const known = [totals, ...(totalsThen === undefined ? [] : [totalsThen])];
  const basis = known.every((each) => each.customers === 0 || each.valueIfStays !== null)
    ? 'ifStays'
    : 'expected';
  const groups = await groupChanges(db, scope, {
    filters,
    now,
    before: before ?? null,
    basis,
    period: { ...period, timezone: bank.timezone, today: todayIn(timezone, moment) },
  });
  const all = groups.find(({ by }) => by === 'all');
  if (all === undefined) throw new Error('A sum over customers gave no row.');
  const shares = (each: RunFacts) =>
    segmentBreakdown(db, scope, each.id, {
      segmentation: mainSegmentation,
      atRisk: each.atRisk,
      filters,
    });
  const earlier = before === undefined ? [] : await shares(before);
  const movement =
    before &&
    (await segmentMovement(db, scope, now.id, {
      segmentation: mainSegmentation,
      filters,
      earlier: before.id,
    }));
  return {
    kind,
    period,
    now,
    before,
    exact: compared.exact,
    alike: before === undefined || before.clvHorizonMonths === now.clvHorizonMonths,
    basis,
    totals,
    totalsThen,
    all,
    branches: groups.filter(({ by }) => by === 'branch'),
    managers: groups.filter(({ by }) => by === 'manager'),
    segments: (await shares(now)).map((share) => ({
      ...share,
      // Where the segmentation began anew in between, its numbers mean others.
      before:
        movement === undefined && share.id !== null
          ? null
          : (earlier.find(({ id }) => id === share.id) ?? null),
    })),
    movement,
  };
}
