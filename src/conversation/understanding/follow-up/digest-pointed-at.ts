import { z } from 'zod';
import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import { findMentions } from '../mentions/find-mentions.ts';
import type { Reading } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { type FoundSchedule, readSchedule } from '../schedule/read-schedule.ts';
import { isOfDigest, ofOneDigest, removedPlainly } from './digest-changed.ts';
import { readClearly } from './read-clearly.ts';
import { placesIn } from './references.ts';
import type { FollowUp, Remembered } from './remembered.ts';
import { commandOf, type Situation, understood } from './situation.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);

/** The digests of a list, as they were shown: what each is about, and what it is held to. */
const listed = z.object({
  digests: z.array(
    z.looseObject({
      digest: z.number(),
      digestOf: z.string().optional(),
      cron: z.string().optional(),
      branch: z.string().optional(),
      segment: z.string().optional(),
      tier: z.string().optional(),
      manager: z.string().optional(),
      tag: z.string().optional(),
    }),
  ),
});
type Listed = z.infer<typeof listed>['digests'];

const filters = ['branch', 'segment', 'tier', 'manager', 'tag'] as const;
const removal = 'digest.remove';

/**
 * “Pause the Brno one”, “the second one at 9”, after digests were listed or set up: which of them is meant, by its place or by
 * what it is.
 * @returns undefined where the line is about no digest, or names one itself, or several may be meant
 */
export function digestPointedAt(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const [newest] = remembered;
  if (newest === undefined) return undefined;
  if ('digest' in alone.entities)
    return alone.intent === removal && isOfDigest(newest) && alone.error === undefined
      ? understood(removedPlainly(alone))
      : undefined;
  const isOfThem = isOfDigest(newest) || ofOneDigest.has(alone.intent);
  const shown = isOfThem ? shownIn(remembered) : [];
  if (shown.length === 0) return undefined;
  return byPlace(situation, shown) ?? byWhatItIs({ line, alone, reading, remembered }, shown);
}

/** The digests that were listed last, or else those that were set up, in that order. */
function shownIn(remembered: readonly Remembered[]): Listed {
  for (const { intent, entities } of remembered) {
    const list = intent === 'digest.list' ? listed.safeParse(entities).data?.digests : undefined;
    if (list !== undefined) return list;
  }
  const setUp = remembered
    .filter(({ intent }) => intent === 'digest.add')
    .flatMap(({ entities }) => listed.safeParse({ digests: [entities] }).data?.digests ?? [])
    .reverse();
  return setUp;
}

function byPlace({ line, alone, reading }: Situation, shown: Listed): FollowUp | undefined {
  const found = placesIn(line);
  if (found === undefined || found.value.count !== 1) return undefined;
  const { place, fromEnd } = found.value;
  const digest = (fromEnd ? shown.at(-1) : (shown[place - 1] ?? byNumber(shown, place)))?.digest;
  if (digest === undefined) return undefined;
  const [before, after] = [line.slice(0, found.start), line.slice(found.end)];
  for (const { digestCalled } of said) {
    const text = `${before}${digestCalled(digest)}${after}`;
    const read = removedPlainly(readClearly(text, reading));
    if (!ofOneDigest.has(read.intent) || read.error !== undefined) continue;
    if (read.entities.digest !== digest) continue;
    return chosen({ ...read, locale: alone.locale, sentence: true }, digest);
  }
  return ofOneDigest.has(alone.intent) ? chosen(removedPlainly(alone), digest) : undefined;
}

const byNumber = (shown: Listed, number: number) => shown.find(({ digest }) => digest === number);

function byWhatItIs({ line, alone, reading }: Situation, shown: Listed): FollowUp | undefined {
  if (!ofOneDigest.has(alone.intent) || alone.error !== undefined) return undefined;
  // What a digest is changed to may be named as what it is.
  const plain = plainCharacters(line);
  if (alone.intent === 'digest.edit' && !said.some((each) => each.pointsAtDigest.test(plain)))
    return undefined;
  const asked = whatIsSaid(line, alone.intent, reading);
  const names = Object.keys(asked);
  if (names.length === 0) return undefined;
  const [only, ...others] = shown.filter((each) =>
    names.every((name) =>
      name === 'cron'
        ? isAtTime(each.cron ?? '', String(asked.cron))
        : String(each[name] ?? '').startsWith(String(asked[name])),
    ),
  );
  if (only === undefined || others.length > 0) return undefined;
  const rest = Object.entries(alone.entities).filter(
    ([name]) => !names.includes(name) && !(name === 'schedule' && names.includes('cron')),
  );
  const read = { ...alone, entities: Object.fromEntries(rest) };
  return chosen(removedPlainly(read), only.digest);
}

/** What a line says a digest is about, and what it is held to. */
function whatIsSaid(line: string, intent: string, reading: Reading): Record<string, unknown> {
  const text = readableText(normalise(line));
  const { entities } = findMentions(text, reading.names, reading.timezone);
  const held = filters.flatMap((name) =>
    entities[name] === undefined ? [] : [[name, entities[name]] as const],
  );
  // Of a change, when it is sent is what is to be different.
  const when = intent === 'digest.edit' ? undefined : readSchedule(numbersInDigits(text));
  const of = commandOf('digest.add', reading)?.arguments.digestOf?.chosen(text, []);
  return {
    ...Object.fromEntries(held),
    ...(of === undefined ? {} : { digestOf: of === 'report' ? '' : of }),
    ...(of !== undefined || when === undefined || 'unkept' in when
      ? {}
      : { cron: shownTime(when) }),
  };
}

/** What is said of when a digest is sent, as a cron expression; `?` for what is not said. */
function shownTime({ cron, said }: Extract<FoundSchedule, { cron: string }>): string {
  const [minute, hour, ...days] = cron.split(' ');
  return [
    ...(said.time ? [minute, hour] : ['?', '?']),
    ...(said.days ? days : ['?', '?', '?']),
  ].join(' ');
}

function isAtTime(cron: string, asked: string): boolean {
  const of = cron.split(' ');
  return asked.split(' ').every((each, at) => each === '?' || each === of[at]);
}

/** A digest is removed only where it is agreed to. */
const chosen = (read: Situation['alone'], digest: number): FollowUp =>
  understood(
    { ...read, entities: { ...read.entities, digest } },
    ...(read.intent === removal ? [{ intent: read.intent, customers: [] }] : []),
  );
