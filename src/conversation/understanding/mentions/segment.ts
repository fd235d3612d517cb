import { findSpelling, segmentSpellings } from '../gazetteer.ts';
import { findPartOfSegment, findSegmentSaid } from './segment-names.ts';
import { mentioned, type Step, together } from './step.ts';

/** Segments by their names, or one by part of it, or by whatever the sentence says is one. */
export const segment: Step = (mentions, names) => {
  if ('segment' in mentions.entities) return mentions;
  let known = mentions;
  for (;;) {
    const found = findSpelling(segmentSpellings(names), known.marked.text);
    if (found === undefined) break;
    const entity = together(known.entities.segment, found.name);
    known = mentioned(known, { segment: entity }, found, 'segment');
  }
  if ('segment' in known.entities) return known;
  const { text } = known.marked;
  const found = findPartOfSegment(text, names.segments) ?? findSegmentSaid(text);
  return found === undefined ? known : mentioned(known, { segment: found.name }, found, 'segment');
};
