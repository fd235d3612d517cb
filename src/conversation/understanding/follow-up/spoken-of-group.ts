import { plainCharacters } from '../../../language/characters.ts';
import { earliest } from '../../../language/earliest.ts';
import { readings } from '../../../language/readings.ts';
import { readClearly } from './read-clearly.ts';
import type { FollowUp } from './remembered.ts';
import { commandOf, filtersOf, type Situation, takesCustomers, understood } from './situation.ts';

const finders = readings.flatMap(({ followUps }) => followUps?.groups ?? []);

/**
 * “Who is about to leave there?”, “which of them …”: a question of a branch or a segment that was asked about before, and is
 * not named again. “They” are a segment only where the answer before was about one, and named no customers.
 * @returns undefined where nothing of the kind is spoken of, or the question takes no such filter
 */
export function ofGroup(situation: Situation): FollowUp | undefined {
  const { line, alone, reading, remembered } = situation;
  const found = earliest(finders, plainCharacters(line));
  if (found === undefined) return undefined;
  const { filter, surely, written } = found.value;
  if (filter in alone.entities) return undefined;
  const [newest] = remembered;
  const before = surely ? remembered.find(({ entities }) => filter in entities) : newest;
  const name = before?.entities[filter];
  if (before === undefined || typeof name !== 'string') return undefined;
  const text = `${line.slice(0, found.start)}${written(name)}${line.slice(found.end)}`;
  const takes = (intent: typeof alone.intent) =>
    takesCustomers(intent, reading) === 'none' &&
    filter in (commandOf(intent, reading)?.arguments ?? {});
  // “Them” of a list are its customers, unless what is asked is of no customer.
  const isOfList = !surely && before.customers.length > 0;
  const inFull = () => readClearly(text.replace(/\s+/g, ' ').trim(), reading);
  const read = takes(alone.intent) || isOfList ? alone : inFull();
  if (!takes(read.intent)) return undefined;
  if (read.error !== undefined) return undefined;
  const held = filter === 'segment' ? filtersOf(before, reading) : { [filter]: name };
  const known = commandOf(read.intent, reading)?.arguments ?? {};
  const kept = Object.entries(held).filter(([each]) => each in known);
  const entities = { ...Object.fromEntries(kept), ...read.entities, [filter]: name };
  return understood({ ...read, locale: alone.locale, sentence: true, entities });
}
