import { findSpelling, segmentationSpellings } from '../gazetteer.ts';
import { mentioned, type Step } from './step.ts';

/** A further segmentation, as in "segments by spending habits". */
export const segmentation: Step = (mentions, names) => {
  const found = findSpelling(segmentationSpellings(names), mentions.marked.text);
  return found === undefined
    ? mentions
    : mentioned(mentions, { by: found.name }, found, 'segmentation');
};
