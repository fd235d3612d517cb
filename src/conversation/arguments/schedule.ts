import { spellings } from '../../language/spellings.ts';
import { schedule as mentioned } from '../understanding/mentions/schedule.ts';
import { readSchedule } from '../understanding/schedule/read-schedule.ts';
import {
  type Schedule,
  schedule as said,
  unkeptSchedule,
} from '../understanding/schedule/schedule.ts';
import { type Argument, argument, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import { type Line, written } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

export const scheduleKind: Kind = {
  name: 'schedule',
  entity: 'schedule',
  said: [mentioned],
  beforeRestrictions: true,
};

const needed: Problem = { code: 'schedule.needed', figures: {} };

/** When the digest of customers at risk is sent; in the asker's time zone where it names none. */
export function schedule(): Argument<Schedule> {
  return argument<Schedule, Schedule>({
    kind: scheduleKind,
    usage: '"at-risk customers every weekday at 8:30"',
    description: 'arguments.schedule.description',
    said,
    take: takeSchedule,
    expected: { code: 'schedule.expected', figures: {} },
    needed,
    write: () => undefined,
    find: async (each) => ({ found: each }),
    absent: async () => ({ title: { code: 'titles.schedule', figures: {} }, summary: needed }),
    refused(entity) {
      const read = unkeptSchedule.safeParse(entity);
      return {
        title: { code: 'titles.schedule', figures: {} },
        summary: read.success ? unkept(read.data.unkept) : needed,
        instead: ['subscribe'],
      };
    },
  });
}

const unkept = (said: string): Problem => ({
  code: 'schedule.unkept',
  figures: { said: shortened(said) },
});

/** What looks like a time and could not be read as one. */
function unreadTime(text: string): string | undefined {
  const written = /\d{1,2}[:.h]\d{2}\b|\d{1,3} ?[ap]\.?m\b/i.exec(text)?.[0];
  if (written !== undefined) return written;
  const hours = spellings('argument-words.hour');
  return [...text.matchAll(/\d{1,3} ?(\p{L})/gu)].find(([, word = '']) =>
    hours.includes(word),
  )?.[0];
}

function takeSchedule(line: Line, zone: string): Taken<Schedule> {
  const found = readSchedule(written(line.text, line));
  if (found === undefined) return { problem: needed };
  const time = unreadTime(found.rest);
  if (time !== undefined)
    return { problem: { code: 'schedule.notATime', figures: { time: time.trim() } } };
  if (!isAboutRisk(found.rest)) return { problem: { code: 'schedule.onlyAtRisk', figures: {} } };
  if ('unkept' in found) return { problem: unkept(found.unkept) };
  const { cron, timezone = zone } = found;
  return { said: { cron, timezone }, line: { ...line, text: '' } };
}

/** Whether what stands beside a schedule says nothing but customers at risk, whom the digest is about. */
function isAboutRisk(text: string): boolean {
  const known = new Set(spellings('argument-words.atRiskDigest'));
  const together = [...known].filter((word) => word.includes(' '));
  const plain = together.reduce((rest, words) => rest.replaceAll(words, ' '), text.toLowerCase());
  return (plain.match(/\p{Script=Han}+|[^\s"'.,\p{Script=Han}]+/gu) ?? []).every(
    (said) => known.has(said) || isMadeOf(said, known),
  );
}

/** Whether a text without spaces is made of nothing but some words. */
function isMadeOf(text: string, words: ReadonlySet<string>): boolean {
  if (!/^\p{Script=Han}+$/u.test(text)) return false;
  const ends = new Set([0]);
  for (let at = 0; at < text.length; at++) {
    if (!ends.has(at)) continue;
    for (const word of words) if (text.startsWith(word, at)) ends.add(at + word.length);
  }
  return ends.has(text.length);
}
