import { nameIn } from '../../../language/names.ts';
import type { BookTotals } from '../../../store/book/book-totals.ts';
import type { GroupChange } from '../../../store/reports/group-changes.ts';
import type { FoundFilters } from '../../arguments/filters.ts';
import type { CommandContext } from '../../command-context.ts';
import { segmentName } from '../../wording/segment-words.ts';
import type { ReportFigures } from './figures.ts';
import type { ValueStep } from './told.ts';

/** Whose customers a report is of, as short as a title takes it. */
export function whoInTitle({ say, scope, locale, format }: CommandContext, found: FoundFilters) {
  const { branch, segment, tier, manager } = found;
  const named = [
    ...(branch === undefined ? [] : [branch.name]),
    ...(segment === undefined ? [] : [segmentName(segment, locale)]),
    ...(tier === undefined ? [] : [say('report.who.tier', { tier })]),
    ...(manager === undefined ? [] : [manager.name ?? say('report.who.ownBook')]),
  ];
  return named.length === 0 ? say('report.who.scope', { scope: scope.kind }) : format.list(named);
}

/** The time of a report within a title. */
export function spanInWords(
  { kind, period, exact, before }: Pick<ReportFigures, 'kind' | 'period' | 'exact' | 'before'>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string {
  if (!exact && before !== undefined)
    return say('report.span.since', { day: format.day(before.asOf) });
  if (kind === 'weekly') return say('report.span.weekly');
  if (kind === 'monthly') return say('report.span.monthly', { month: format.month(period.to) });
  const quarter = Number(period.to.slice(5, 7)) / 3;
  return say('report.span.quarterly', { quarter, year: period.to.slice(0, 4) });
}

/** Below that a change of value is none in a title, which says it to a tenth of a percent. */
const leastShare = 0.0005;

/** Where a value went and by which share of what it was; the share is null where that was nothing or less. */
export function courseOf(before: number, now: number) {
  const share = before > 0 ? Math.abs(now - before) / before : null;
  const same = share === null ? now === before : share < leastShare;
  const direction = same ? 'same' : now > before ? 'up' : 'down';
  return { direction, share: same ? null : share } as const;
}

/** What totals add up to by a basis; null where that is known of nobody. */
export const worthBy = (
  basis: ReportFigures['basis'],
  { clv, valueIfStays }: Pick<BookTotals, 'clv' | 'valueIfStays'>,
): number | null => (basis === 'ifStays' ? valueIfStays : clv);

/** A change as it is written: with its sign. */
export const signed = (amount: number, write: (amount: number) => string): string =>
  `${amount > 0 ? '+' : ''}${write(amount)}`;

/** From there up amounts are written in whole units. */
const wholeFrom = 100;

/**
 * The parts of a difference as they are written, so that they add up to it as it is written: what rounding leaves over goes to
 * the largest.
 * @param from the value before, and `to` the one after
 */
export function addingUp(
  steps: readonly ValueStep[],
  { from, to }: { from: number; to: number },
): ValueStep[] {
  if (Math.max(Math.abs(from), Math.abs(to)) < wholeFrom) return [...steps];
  const rounded = steps.map((step) => ({ ...step, amount: Math.round(step.amount) }));
  const over =
    Math.round(to) - Math.round(from) - rounded.reduce((sum, { amount }) => sum + amount, 0);
  const largest = rounded.reduce<ValueStep | undefined>(
    (most, step) =>
      most === undefined || Math.abs(step.amount) > Math.abs(most.amount) ? step : most,
    undefined,
  );
  if (largest !== undefined) largest.amount += over;
  return rounded;
}

/** What a branch or a manager is called; those that are put together have no name. */
export function groupName(
  { by, name, names }: Pick<GroupChange, 'by' | 'name' | 'names'>,
  { say, locale }: Pick<CommandContext, 'say' | 'locale'>,
): string {
  if (name === null) return say('report.others');
  return by === 'branch' ? nameIn(names ?? {}, locale, name) : name;
}
