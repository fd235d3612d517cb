import { earliest } from '../../../language/earliest.ts';
import type { Finder } from '../../../language/reading.ts';
import { findSpelling, type Gazetteer, type Spelling } from '../gazetteer.ts';
import { type MarkedText, mark } from '../marked-text.ts';

/** What a sentence mentions, and the sentence with it marked. */
export type Mentions = { entities: Record<string, unknown>; marked: MarkedText };

/** Finds one kind of thing that a sentence mentions. The time zone (IANA) is for a schedule that names none. */
export type Step = (mentions: Mentions, names: Gazetteer, timezone: string) => Mentions;

/** What is mentioned at a place: entities are added, and the place is marked. */
export function mentioned(
  { entities, marked }: Mentions,
  found: Record<string, unknown>,
  { start, end }: { start: number; end: number },
  kind: string,
): Mentions {
  return { entities: { ...entities, ...found }, marked: mark(marked, start, end, kind) };
}

/** Marks what stands first of what some finders find, and adds the entities that it gives. */
export function markEarliest<T>(
  mentions: Mentions,
  finders: readonly Finder<T>[],
  kind: string,
  entities: (value: T) => Record<string, unknown>,
): Mentions {
  const found = earliest(finders, mentions.marked.text);
  return found === undefined ? mentions : mentioned(mentions, entities(found.value), found, kind);
}

/** An entity that is said once more: what differs makes a list, which no argument that takes one of it accepts. */
function together(known: unknown, further: string): unknown {
  const all = [...new Set([known ?? [], further].flat())];
  return all.length === 1 ? all[0] : all;
}

/** Marks everything that goes by a name the bank has, and adds the entity: a list where several are named. */
export function everyNamed(
  mentions: Mentions,
  spellings: readonly Spelling[],
  entity: string,
): Mentions {
  let known = mentions;
  for (;;) {
    const found = findSpelling(spellings, known.marked.text);
    if (found === undefined) return known;
    const named = together(known.entities[entity], found.name);
    known = mentioned(known, { [entity]: named }, found, entity);
  }
}

/** A finder of what says nothing but that it is there. */
export const present = (pattern: RegExp): Finder<true> => ({ pattern, read: () => true });
