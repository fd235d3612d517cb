import { todayIn } from '../../language/today.ts';
import { dayNumber } from '../../scoring/history/calendar.ts';
import type { CommandContext } from '../command-context.ts';
import type { Reply } from '../reply.ts';
import { answerFirst } from '../wording/answer-words.ts';
import type { DigestRequest } from './digest.ts';

type Asked = Pick<DigestRequest, 'since' | 'late'>;

/** Figures of yesterday are new: a night's run values the bank up to the day before. */
const daysNew = 1;

/** Puts before the first sentence what a reader must know of it: that it comes late, or that its figures are old. */
export function opened(reply: Reply, asked: Asked, context: CommandContext): Reply {
  const first = [...lateness(asked, context), ...oldFigures(asked, context)];
  const summary = first.reduceRight(
    (rest, note) => answerFirst(note, rest, context),
    reply.summary,
  );
  return { ...reply, summary };
}

/** A reply in one line, for a digest that has nothing new to tell. */
export const inOneLine = ({ title, summary, actions, visibility }: Reply): Reply => ({
  title,
  summary,
  facts: [],
  charts: [],
  actions,
  visibility,
});

function lateness({ late }: Asked, { say, format, timezone, now }: CommandContext): string[] {
  if (late === undefined) return [];
  const isToday = todayIn(timezone, late.due) === todayIn(timezone, now);
  return [
    isToday
      ? say('digest-words.late', { time: format.time(late.due) })
      : say('digest-words.daysLate', { moment: format.moment(late.due) }),
  ];
}

/** That the figures are those of the last digest, or more than a day old; nothing where they are new. */
function oldFigures({ since }: Asked, { run, bank, now, say, format }: CommandContext): string[] {
  const day = format.day(run.asOf);
  if (since !== null && since.runId === run.id) return [say('digest-words.sameFigures', { day })];
  const days = dayNumber(todayIn(bank.timezone, now)) - dayNumber(run.asOf);
  return days > daysNew ? [say('digest-words.oldFigures', { day, days })] : [];
}

/** Of which day the figures are, in a sentence; none where the first one says it already. */
export function dayOfFigures(asked: Asked, context: CommandContext): string[] {
  if (oldFigures(asked, context).length > 0) return [];
  return [context.say('customer-words.asOf', { day: context.format.day(context.run.asOf) })];
}
