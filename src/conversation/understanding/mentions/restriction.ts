import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import type { Step } from './step.ts';

const patterns = readings.flatMap(({ mentions }) => mentions?.restriction ?? []);

/** What no argument can keep, so that its numbers are taken for nothing else: "older than 60". */
export const restriction: Step = (mentions) => {
  let { marked } = mentions;
  for (const pattern of patterns)
    for (let match = pattern.exec(marked.text); match !== null; match = pattern.exec(marked.text))
      marked = mark(marked, match.index, match.index + match[0].length, 'restriction');
  return { ...mentions, marked };
};
