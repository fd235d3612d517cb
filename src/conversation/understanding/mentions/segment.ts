import { findSpelling, segmentSpellings } from '../gazetteer.ts';
import { findPartOfSegment, findSegmentSaid } from './segment-names.ts';
import { mentioned, type Step } from './step.ts';

/** A segment by its name, by part of it, or by whatever the sentence says is one. */
export const segment: Step = (mentions, names) => {
  if ('segment' in mentions.entities) return mentions;
  const { text } = mentions.marked;
  const found =
    findSpelling(segmentSpellings(names), text) ??
    findPartOfSegment(text, names.segments) ??
    findSegmentSaid(text);
  return found === undefined
    ? mentions
    : mentioned(mentions, { segment: found.name }, found, 'segment');
};
