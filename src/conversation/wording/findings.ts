import type { MessageArguments } from '../../language/message-arguments.ts';
import type { CommandContext } from '../command-context.ts';
import { changeBetween } from './answer-words.ts';
import { monthsInWords } from './customer-words.ts';

const quarter = 3;

/**
 * Where a figure went over its months, as a title says it: "Balance down 68% in a year"; undefined with fewer than two months.
 * @param points the first month first
 */
export function courseFinding(
  { say, format, locale }: Pick<CommandContext, 'say' | 'format' | 'locale'>,
  metric: MessageArguments['findings.course']['metric'],
  points: readonly { value: number }[],
): string | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 2 || first === undefined || last === undefined) return undefined;
  const { direction, share } = changeBetween(first.value, last.value);
  return say('findings.course', {
    metric,
    direction,
    share: share === null ? 'none' : format.percent(share),
    span: monthsInWords(points.length, locale),
  });
}

/**
 * Where a figure is expected to go, as a title says it: from what it was a month, or is, to what it will be.
 * @param course.span how far ahead, in words
 */
export function forecastFinding(
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
  metric: MessageArguments['findings.forecast']['metric'],
  { from, to, span }: { from: number; to: number; span: string },
): string {
  const { direction, share } = changeBetween(from, to);
  return say('findings.forecast', {
    metric,
    direction,
    share: share === null ? 'none' : format.percent(share),
    span,
  });
}

/**
 * The contribution of the last three months against the three before, as a title says it; undefined with fewer months.
 * @param months the first month first
 */
export function quarterFinding(
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
  months: readonly { contribution: number }[],
): string | undefined {
  if (months.length < 2 * quarter) return undefined;
  const sum = (some: typeof months) =>
    some.reduce((total, { contribution }) => total + contribution, 0);
  const { direction, share } = changeBetween(
    sum(months.slice(-2 * quarter, -quarter)),
    sum(months.slice(-quarter)),
  );
  return say('findings.quarter', {
    direction,
    share: share === null ? 'none' : format.percent(share),
  });
}
