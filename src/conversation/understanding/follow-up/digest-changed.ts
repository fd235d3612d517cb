import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { numbersInDigits } from '../../../language/numbers.ts';
import { readings } from '../../../language/readings.ts';
import { scheduleOf } from '../mentions/schedule.ts';
import { readLine, type Understanding } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { readSchedule } from '../schedule/read-schedule.ts';
import { differencesIn } from './differences.ts';
import { lineEdges } from './line-edges.ts';
import { parted } from './other-wordings.ts';
import { readClearly } from './read-clearly.ts';
import { referenceIn } from './references.ts';
import type { FollowUp, Remembered } from './remembered.ts';
import { again, commandOf, type Situation, understood } from './situation.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);
const word = /[\p{L}\p{N}]/u;
const edit = { intent: 'digest.edit' };
/** What may be asked of a digest without its number, right after it was spoken of. */
export const ofOneDigest: ReadonlySet<string> = new Set([
  'digest.edit',
  'digest.pause',
  'digest.resume',
  'digest.remove',
  'digest.test',
]);

/** The digest that the answer right before was about: its number, and what a “yes” stands for, where it asked. */
type Spoken = { digest: number; confirm: string | undefined };

/** Whether an answer was about changing a digest, or listed digests. */
export const isOfDigest = ({ intent, entities }: Remembered): boolean =>
  intent.startsWith('digest.') &&
  (typeof entities.digest === 'number' || Array.isArray(entities.digests));

/** From here a line says plainly that a digest is to go; “stop it” may as well mean a pause. */
const plainRemoval = 0.8;

/** What was read of a digest; a removal that is not plainly said is asked about, with a pause beside it. */
export const removedPlainly = (read: Understanding): Understanding =>
  read.intent === 'digest.remove' && read.confidence < plainRemoval
    ? { ...read, asks: ['digest.remove', 'digest.pause'] }
    : read;

function spokenOf({ entities }: Remembered): Spoken | undefined {
  const { digest, confirm } = entities;
  if (typeof digest !== 'number') return undefined;
  return { digest, confirm: typeof confirm === 'string' ? confirm : undefined };
}

/**
 * A line right after a digest was set up, changed or asked about: “yes”, “no, make that Tuesdays”, “in Chinese”, “pause it”.
 * @returns undefined where it says anything else
 */
export function digestChanged(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const [newest] = remembered;
  const spoken = newest !== undefined && isOfDigest(newest) ? spokenOf(newest) : undefined;
  if (spoken === undefined) return undefined;
  const plain = plainCharacters(line).trim();
  if (spoken.confirm !== undefined) {
    if (said.some(({ agrees }) => agrees.test(plain))) {
      const confirmed = readLine(`/value ${spoken.confirm}`, { ...reading, locale: alone.locale });
      return { ...understood(confirmed), plainly: true };
    }
    if (said.some(({ declines }) => declines.test(plain)))
      return {
        ...understood({ ...again(alone, { intent: 'digest.list' }), entities: {} }),
        plainly: true,
      };
  }
  if (isAskingWhatIsLeft(plain))
    return understood({ ...again(alone, { intent: 'digest.list' }), entities: {} });
  const isRemoval = alone.intent === 'digest.remove';
  if (alone.intent === 'digest.add' && said.some(({ anew }) => anew.test(plain))) return undefined;
  // What is clear by itself is about something else.
  const isOther =
    alone.confidence >= clearly &&
    alone.intent !== 'unknown' &&
    !alone.intent.startsWith('digest.');
  const change =
    isOther || isRemoval ? undefined : (changeIn(situation) ?? changeInParts(situation));
  if (change !== undefined) {
    const entities = { ...change, digest: spoken.digest };
    return understood({ ...again(alone, edit), entities });
  }
  if (alone.intent === 'unknown') return ofThatDigest(situation, spoken.digest);
  if (!ofOneDigest.has(alone.intent) || 'digest' in alone.entities || alone.error !== undefined)
    return undefined;
  const entities = { ...alone.entities, digest: spoken.digest };
  return understood({ ...removedPlainly(alone), entities });
}

/** “And delete it”: what is to be done with the digest that “it” stands for; it is removed only where that is agreed to. */
function ofThatDigest({ line, alone, reading }: Situation, digest: number): FollowUp | undefined {
  const refers = referenceIn(line);
  if (refers === undefined) return undefined;
  for (const { digestCalled } of said) {
    const called = `${line.slice(0, refers.start)}${digestCalled(digest)}${line.slice(refers.end)}`;
    const text = lineEdges(called).rest;
    const read = removedPlainly(readClearly(text, reading));
    if (!ofOneDigest.has(read.intent) || read.entities.digest !== digest) continue;
    if (read.error !== undefined) continue;
    const understanding = { ...read, locale: alone.locale, sentence: true };
    return understood(understanding, { intent: read.intent, customers: [] });
  }
  return undefined;
}

/** “8:30 is too early, make it 9”: what is to be different, where the last clause alone says so. */
function changeInParts(situation: Situation): Record<string, unknown> | undefined {
  for (const { after } of parted(situation.line)) {
    const change = changeIn({ ...situation, line: lineEdges(after).rest });
    if (change?.schedule !== undefined) return change;
  }
  return undefined;
}

const isAskingWhatIsLeft = (plain: string): boolean =>
  lineEdges(plain).stages.some((stage) =>
    said.some(({ digestsLeft }) => digestsLeft.test(stage.replace(/[?？。.!]+$/, ''))),
  );

/** What is to be different of a digest, where a line says nothing else. */
function changeIn({ line, reading }: Situation): Record<string, unknown> | undefined {
  const command = commandOf(edit.intent, reading);
  const text = numbersInDigits(readableText(normalise(line)));
  if (command === undefined) return undefined;
  const found = readSchedule(atTime(text));
  const isWhen = found !== undefined && !('unkept' in found) && !word.test(found.rest);
  const isKept = isWhen || lineEdges(line).opened;
  if (!isKept && !said.some(({ corrects }) => corrects.test(text))) return undefined;
  if (
    found !== undefined &&
    !word.test(
      withoutBeside('unkept' in found ? found.rest.replace(found.unkept, ' ') : found.rest),
    )
  )
    return {
      schedule: 'unkept' in found ? { unkept: found.unkept } : scheduleOf(found, reading.timezone),
    };
  const { digest: _, schedule: __, ...others } = command.arguments;
  const differs = differencesIn(line, others, reading)?.entities ?? chosenIn(text, others);
  return differs;
}

/** What a line chooses, where it says nothing beside: “send it here”. */
function chosenIn(
  text: string,
  known: NonNullable<ReturnType<typeof commandOf>>['arguments'],
): Record<string, unknown> | undefined {
  const chosen = Object.entries(known).flatMap(([name, argument]) => {
    const value = argument.chosen(text, []);
    return value === undefined ? [] : [[name, value] as const];
  });
  return chosen.length === 0 || text.split(/\s+/).length > mostWords
    ? undefined
    : Object.fromEntries(chosen);
}

/** From here a line that is not about a digest is believed to be about something else. */
const clearly = 0.8;
/** A line that only chooses is short. */
const mostWords = 8;

/** “Make it 9” is a time of day there. */
const atTime = (text: string): string =>
  said.reduce((rest, { bareTime }) => rest.replace(bareTime, ' at $<hour>'), text);

const withoutBeside = (text: string): string =>
  said.reduce((rest, { besideChange }) => rest.replace(besideChange, ' '), text);
