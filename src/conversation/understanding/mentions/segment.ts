import type { Names } from '../../../language/names.ts';
import { segmentSpellings } from '../gazetteer.ts';
import { findPartOfSegment, findSegmentSaid } from './segment-names.ts';
import { slipOfName } from './slip-of-name.ts';
import { everyNamed, mentioned, type Step } from './step.ts';

/** Segments by their names, or one by part of it, or by whatever the sentence says is one. */
export const segment: Step = (mentions, names) => {
  if ('segment' in mentions.entities) return mentions;
  const known = everyNamed(mentions, segmentSpellings(names), 'segment');
  if ('segment' in known.entities) return known;
  const { text } = known.marked;
  const found =
    findPartOfSegment(text, names.segments) ??
    findSegmentSaid(text) ??
    slipOfName(text, wordsOfOne(names.segments));
  return found === undefined ? known : mentioned(known, { segment: found.name }, found, 'segment');
};

/** Shorter words of segments' names are too like others. */
const shortestWord = 6;

/** The words that one segment alone has in its names, each for the first of its names that has it. */
function wordsOfOne(segments: readonly Names[]): { typed: string; name: string }[] {
  const all = segments.flatMap((names) => {
    const words = Object.values(names).flatMap((name) =>
      name.split(/[\s,]+/).map((typed) => ({ typed: typed.toLowerCase(), name, names })),
    );
    return words.filter((each, at) => words.findIndex(({ typed }) => typed === each.typed) === at);
  });
  return all.filter(
    ({ typed, names }) =>
      typed.length >= shortestWord &&
      all.every((each) => each.typed !== typed || each.names === names),
  );
}
