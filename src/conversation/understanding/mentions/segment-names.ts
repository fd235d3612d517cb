import { folded } from '../../../language/fold.ts';
import type { Names } from '../../../language/names.ts';
import { readings } from '../../../language/readings.ts';
import { isInJoinedScript } from '../tokenise.ts';

/** Where a text mentions something, and what. */
type Mention = { name: string; start: number; end: number };

const said = readings.flatMap(({ segments }) => segments ?? []);
const asked = said.flatMap((segments) => segments.asked);
const isGeneric = (name: string) => said.some(({ generic }) => generic.test(name));

/** What may stand after a question. */
const ending = /[ ?.!。]+$/;
/** Longer is a sentence rather than a name. */
const longest = 40;

/**
 * A part of a segment's name where a sentence asks what a segment is like, as in “tell me about the savers”; or whatever
 * stands in its place where the sentence itself says that it is a segment, or names people as segments do, so that the
 * names there are can be told.
 */
export function findPartOfSegment(text: string, segments: readonly Names[]): Mention | undefined {
  const question = text.replace(ending, '');
  for (const pattern of asked) {
    const groups = pattern.exec(question)?.groups;
    const name = groups?.name?.trim();
    if (name === undefined || name.length < 2 || name.length > longest || isGeneric(name)) continue;
    const start = text.indexOf(name);
    const end = start + name.length;
    const isOne =
      said.some(({ explicit }) => explicit.test(groups?.said ?? '')) ||
      said.some(({ people }) => people?.test(text.slice(0, end))) ||
      segments.some((names) => Object.values(names).some((each) => isPart(name, each)));
    if (isOne) return { name, start, end };
  }
  return undefined;
}

/** Shorter is no part of a name: letters, or characters of a script without spaces. */
const shortest = { spaced: 4, joined: 2 };

/** The segments, by a name of theirs, of which a text has some whole words or characters, in any order. */
export function segmentsCalled(text: string, segments: readonly Names[]): string[] {
  const typed = folded(text);
  const joined = isInJoinedScript(typed);
  if (typed.length < (joined ? shortest.joined : shortest.spaced)) return [];
  const parts = joined ? [...typed] : typed.split(/[\s,.]+/);
  return segments.flatMap((names) => {
    const name = Object.values(names).find((each) => {
      const all = joined ? [...folded(each)] : folded(each).split(/[\s,.]+/);
      return isInJoinedScript(folded(each)) === joined && parts.every((part) => all.includes(part));
    });
    return name === undefined ? [] : [name];
  });
}

/** Whether some whole words of a name are what was typed, or some characters where it has no spaces. */
function isPart(typed: string, name: string): boolean {
  const words = (text: string) =>
    ` ${folded(text).replace(/[,.]/g, ' ').replace(/\s+/g, ' ').trim()} `;
  return isInJoinedScript(name)
    ? folded(name).includes(folded(typed))
    : words(name).includes(words(typed));
}

/** What a sentence about something else says is a segment, as in “who may leave in the borrowers segment”. */
export function findSegmentSaid(text: string): Mention | undefined {
  for (const { within } of said) {
    const match = within?.exec(text);
    const name = match?.groups?.name;
    if (!match || name === undefined || isGeneric(name)) continue;
    const start = text.indexOf(name, match.index);
    return { name, start, end: start + name.length };
  }
  return undefined;
}
