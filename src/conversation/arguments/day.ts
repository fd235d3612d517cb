import { z } from 'zod';
import { dayMeant, isDayAhead } from '../../language/day-ahead.ts';
import { earliest } from '../../language/earliest.ts';
import { readings } from '../../language/readings.ts';
import { spellings } from '../../language/spellings.ts';
import { todayIn } from '../../language/today.ts';
import type { CommandContext } from '../command-context.ts';
import { pauseUntil } from '../understanding/mentions/pause.ts';
import { dayToCome as mentioned } from '../understanding/mentions/statement.ts';
import { type Argument, argument, type Finding, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import { type Line, valueIn } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

/** A day to come, on which something is due. */
export const dayKind: Kind = {
  name: 'day',
  entity: 'due',
  key: { name: 'due', words: 'argument-words.keys.due', entity: dayIn },
  first: [pauseUntil, mentioned],
  countsAgainst: true,
};

const finders = readings.flatMap(({ dayAhead }) => dayAhead ?? []);
/** Nobody plans further ahead than this many days. */
const furthest = 3 * 366;
const example: Problem = { code: 'day.example', figures: {} };
const needed: Problem = { code: 'day.needed', figures: { example: [example] } };

function dayIn(text: string): string | undefined {
  const said = text.trim().toLowerCase();
  return isDayAhead(said) ? said : earliest(finders, text)?.value;
}

/** Where the day ends that a text begins with: what follows, such as a note, is not of it. */
function endOfDay(text: string): number {
  const [first = ''] = text.split(' ', 1);
  return isDayAhead(first.toLowerCase())
    ? first.length
    : (earliest(finders, text)?.end ?? text.length);
}

/**
 * A day to come, in the asker's time zone; a command gets it as an ISO date.
 * @param words which words stand before it in a slash form, as `argument-words.until`; where it is not the only thing that
 *   may look like a day, it is read behind one of them alone
 */
export function day(
  words: 'followUp' | 'until' | 'due',
  { alone = false }: { alone?: boolean } = {},
): Argument<string> {
  return argument<string, string>({
    kind: dayKind,
    usage: words === 'due' ? 'due=DAY' : `${words === 'until' ? 'until' : 'follow-up'} DAY`,
    description: 'arguments.day.description',
    said: z.string().refine(isDayAhead),
    keyed: {
      example,
      end: endOfDay,
      value: dayOfKey(dayIn, example),
    },
    ...(words === 'due' && !alone ? {} : { take: (line: Line) => takeDay(line, words, alone) }),
    expected: { code: 'day.expected', figures: { example: [example] } },
    needed,
    write: (said) =>
      words === 'due' ? `due=${said}` : `${words === 'until' ? 'until' : 'follow-up'} ${said}`,
    find: dayToCome,
    absent: async () => ({ title: { code: 'day.asked', figures: {} }, summary: needed }),
  });
}

/** Reads the value of a key that is a day, as `read` does; what it cannot read is told with an example. */
export const dayOfKey =
  (read: (text: string) => string | undefined, example: Problem) =>
  (text: string): { said: string } | { problem: Problem } => {
    const said = read(text);
    return said === undefined
      ? { problem: { code: 'day.unread', figures: { said: shortened(text), example: [example] } } }
      : { said };
  };

/** The ISO date of a day to come, today among them; why not, where it is past or too far away. */
export async function dayToCome(
  said: string,
  { timezone, now, format }: Pick<CommandContext, 'timezone' | 'now' | 'format'>,
): Promise<Finding<string>> {
  const today = todayIn(timezone, now);
  const found = dayMeant(said, today);
  const title: Problem = { code: 'day.asked', figures: {} };
  if (found === undefined) return { title, summary: needed };
  if (found < today)
    return { title, summary: { code: 'day.past', figures: { day: format.weekday(found) } } };
  const ahead = (Date.parse(found) - Date.parse(today)) / 86_400_000;
  return ahead > furthest
    ? { title, summary: { code: 'day.far', figures: { day: format.weekday(found) } } }
    : { found };
}

/** Reads a day at the end of a line, behind one of its words or, where it may stand alone, behind anything. */
function takeDay(line: Line, words: 'followUp' | 'until' | 'due', alone: boolean): Taken<string> {
  const text = line.text;
  const lower = text.toLowerCase();
  for (const word of spellings(`argument-words.dayAfter.${words}`)) {
    const at = lower.lastIndexOf(word.toLowerCase());
    if (at < 0) continue;
    const behind = text.slice(at + word.length);
    const { value } = valueIn(behind, line);
    const token = value.trim().split(' ')[0] ?? '';
    if (isDayAhead(token.toLowerCase()))
      return taken(line, text.slice(0, at), token.toLowerCase(), behind.replace(token, ''));
    const found = earliest(finders, behind);
    if (found === undefined || behind.slice(0, found.start).trim() !== '') continue;
    return taken(line, text.slice(0, at), found.value, behind.slice(found.end));
  }
  if (!alone) return { line };
  const parts = text.split(' ');
  const token = parts.findIndex((part) => isDayAhead(part.toLowerCase()));
  if (token >= 0) {
    const said = parts[token]?.toLowerCase() ?? '';
    return taken(line, parts.slice(0, token).join(' '), said, parts.slice(token + 1).join(' '));
  }
  const found = earliest(finders, text);
  return found === undefined
    ? { line }
    : taken(line, text.slice(0, found.start), found.value, text.slice(found.end));
}

function taken(line: Line, before: string, said: string, after: string): Taken<string> {
  const text = `${before.trim()} ${after.trim()}`.trim();
  return { said, plain: true, line: { ...line, text } };
}
