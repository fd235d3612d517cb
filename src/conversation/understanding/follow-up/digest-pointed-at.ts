import { z } from 'zod';
import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { readings } from '../../../language/readings.ts';
import { findMentions } from '../mentions/find-mentions.ts';
import type { Reading } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { ofOneDigest } from './digest-changed.ts';
import { readClearly } from './read-clearly.ts';
import { placesIn } from './references.ts';
import type { FollowUp } from './remembered.ts';
import { commandOf, type Situation, understood } from './situation.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);

/** The digests of a list, as they were shown: what each is about, and what it is held to. */
const listed = z.object({
  digests: z.array(
    z.looseObject({
      digest: z.number(),
      digestOf: z.string(),
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
 * “Pause the Brno one”, “the second one at 9”, right after digests were listed: which of them is meant, by its place or by what
 * it is.
 * @returns undefined where the line is about no digest, or names one itself, or several may be meant
 */
export function digestPointedAt(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const shown = listed.safeParse(remembered[0]?.entities).data?.digests;
  if (remembered[0]?.intent !== 'digest.list' || shown === undefined || 'digest' in alone.entities)
    return undefined;
  return byPlace(situation, shown) ?? byWhatItIs({ line, alone, reading, remembered }, shown);
}

function byPlace({ line, alone, reading }: Situation, shown: Listed): FollowUp | undefined {
  const found = placesIn(line);
  if (found === undefined || found.value.count !== 1) return undefined;
  const { place, fromEnd } = found.value;
  const digest = (fromEnd ? shown.at(-1) : (shown[place - 1] ?? byNumber(shown, place)))?.digest;
  if (digest === undefined) return undefined;
  const [before, after] = [line.slice(0, found.start), line.slice(found.end)];
  for (const { digestCalled } of said) {
    const read = readClearly(`${before}${digestCalled(digest)}${after}`, reading);
    if (!ofOneDigest.has(read.intent) || read.error !== undefined) continue;
    if (read.entities.digest !== digest) continue;
    return chosen({ ...read, locale: alone.locale, sentence: true }, digest);
  }
  return ofOneDigest.has(alone.intent) ? chosen(alone, digest) : undefined;
}

const byNumber = (shown: Listed, number: number) => shown.find(({ digest }) => digest === number);

function byWhatItIs({ line, alone, reading }: Situation, shown: Listed): FollowUp | undefined {
  if (!ofOneDigest.has(alone.intent) || alone.error !== undefined) return undefined;
  // What a digest is changed to may be named as what it is.
  const plain = plainCharacters(line);
  if (alone.intent === 'digest.edit' && !said.some((each) => each.pointsAtDigest.test(plain)))
    return undefined;
  const asked = whatIsSaid(line, reading);
  const names = Object.keys(asked);
  if (names.length === 0) return undefined;
  const [only, ...others] = shown.filter((each) =>
    names.every((name) => String(each[name] ?? '').startsWith(String(asked[name]))),
  );
  if (only === undefined || others.length > 0) return undefined;
  const rest = Object.entries(alone.entities).filter(([name]) => !names.includes(name));
  return chosen({ ...alone, entities: Object.fromEntries(rest) }, only.digest);
}

/** What a line says a digest is about, and what it is held to. */
function whatIsSaid(line: string, reading: Reading): Record<string, unknown> {
  const text = readableText(normalise(line));
  const { entities } = findMentions(text, reading.names, reading.timezone);
  const held = filters.flatMap((name) =>
    entities[name] === undefined ? [] : [[name, entities[name]] as const],
  );
  const of = commandOf('digest.add', reading)?.arguments.digestOf?.chosen(text, []);
  return {
    ...Object.fromEntries(held),
    ...(of === undefined ? {} : { digestOf: of === 'report' ? '' : of }),
  };
}

/** A digest is removed only where it is agreed to. */
const chosen = (read: Situation['alone'], digest: number): FollowUp =>
  understood(
    { ...read, entities: { ...read.entities, digest } },
    ...(read.intent === removal ? [{ intent: read.intent, customers: [] }] : []),
  );
