import { plainCharacters } from '../../../language/characters.ts';
import { earliest } from '../../../language/earliest.ts';
import { readings } from '../../../language/readings.ts';
import type { Intent } from '../../intent.ts';
import type { Reading, Understanding } from '../read-line.ts';
import { isInJoinedScript } from '../tokenise.ts';
import { differencesIn } from './differences.ts';
import { lineEdges } from './line-edges.ts';
import { readClearly } from './read-clearly.ts';
import { isOfEverybody, referenceIn } from './references.ts';
import type { FollowUp, Remembered } from './remembered.ts';
import {
  commandOf,
  entitiesOf,
  filtersOf,
  type Situation,
  takesCustomers,
  understood,
} from './situation.ts';

const finders = readings.flatMap(({ followUps }) => followUps?.groups ?? []);

/** How long, in words, a question of its own is at most that is still of the group before. */
const shortQuestion = 6;

/**
 * “Who is about to leave there?”, “which of them …”: a question of a branch, a segment or whatever else was asked about before,
 * and is not named again. “They” are such a group only where the answer before was about one.
 * @returns undefined where nothing of the kind is spoken of, or the question takes no such filter
 */
export function ofGroup(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const found = earliest(finders, plainCharacters(line));
  if (found === undefined) return undefined;
  const { filter, surely, written } = found.value;
  if (filter in alone.entities) return undefined;
  const [newest] = remembered;
  const isOfOne = (each: Remembered) =>
    filter in each.entities || (filter === 'branch' && isHeld(each, reading));
  const before = surely ? remembered.find(isOfOne) : newest;
  if (before === undefined || !isHeld(before, reading)) return undefined;
  // “Only those of Brno” is what differs from the answer before, which it goes on from.
  const command = newest && commandOf(newest.intent, reading);
  const differs = command && !surely ? differencesIn(line, command.arguments, reading) : undefined;
  if (differs?.opened === true) return undefined;
  const name = before.entities[filter];
  const place = typeof name === 'string' ? written(name) : '';
  const text = `${line.slice(0, found.start)}${place}${line.slice(found.end)}`;
  // “Them” of a list are its customers, unless what is asked is of no customer.
  const isOfList = !surely && before.customers.length > 0;
  const inFull = () => readClearly(text.replace(/\s+/g, ' ').trim(), reading);
  const read = takesFilters(alone.intent, reading) || isOfList ? alone : inFull();
  return heldTo(situation, read, before);
}

/**
 * “And the satisfaction?”, right after a branch or a segment was asked about: a few words that name no group are of that one.
 * @returns undefined where the line names anybody, may well be of the whole bank, or would change something
 */
export function ofSameGroup(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const [newest] = remembered;
  if (newest === undefined || newest.customers.length === 1 || !alone.sentence) return undefined;
  // What is changed is what was said to be.
  if (commandOf(alone.intent, reading)?.changes) return undefined;
  const { rest, opened } = lineEdges(line);
  // “Her best customers” are those of the manager who was asked about.
  if (newest.entities.manager !== undefined && referenceIn(line)?.value.whom === 'one')
    return heldTo(situation, alone, newest);
  const isShort =
    (isInJoinedScript(rest) ? rest.length / 2 : rest.split(' ').length) <= shortQuestion;
  if (isOfEverybody(rest) || !(opened || isShort)) return undefined;
  return heldTo(situation, alone, newest);
}

const isHeld = (each: Remembered, reading: Reading): boolean =>
  Object.keys(filtersOf(each, reading)).length > 0;

/** Whether an intent is asked of many, who may be fewer. */
const takesFilters = (intent: Intent, reading: Reading): boolean =>
  takesCustomers(intent, reading) === 'none' &&
  Object.values(commandOf(intent, reading)?.arguments ?? {}).some(({ kind }) => kind.isFilter);

/** A question held to what an answer was; undefined where it takes nothing of that, or is held to something itself. */
function heldTo(
  { alone, reading }: Situation,
  read: Understanding,
  before: Remembered,
): FollowUp | undefined {
  if (!takesFilters(read.intent, reading) || read.error !== undefined) return undefined;
  const known = commandOf(read.intent, reading)?.arguments ?? {};
  const isOwn = Object.keys(read.entities).some((each) => known[each]?.kind.isFilter === true);
  const held = filtersOf(before, reading);
  const kept = Object.entries(held).filter(([each]) => each in known);
  if (isOwn && read === alone) return undefined;
  if (kept.length === 0) return undefined;
  // The same list in another order, and the like, is as long as it was.
  const { from: _, ...whole } = read.intent === before.intent ? entitiesOf(before, reading) : {};
  const entities = { ...whole, ...Object.fromEntries(kept), ...read.entities };
  return understood({ ...read, locale: alone.locale, sentence: true, entities });
}
