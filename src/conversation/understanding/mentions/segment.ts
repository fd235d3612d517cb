import { segmentSpellings } from '../gazetteer.ts';
import { findPartOfSegment, findSegmentSaid } from './segment-names.ts';
import { everyNamed, mentioned, type Step } from './step.ts';

/** Segments by their names, or one by part of it, or by whatever the sentence says is one. */
export const segment: Step = (mentions, names) => {
  if ('segment' in mentions.entities) return mentions;
  const known = everyNamed(mentions, segmentSpellings(names), 'segment');
  if ('segment' in known.entities) return known;
  const { text } = known.marked;
  const found = findPartOfSegment(text, names.segments) ?? findSegmentSaid(text);
  return found === undefined ? known : mentioned(known, { segment: found.name }, found, 'segment');
};
