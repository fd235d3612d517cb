import { readings } from '../../../language/readings.ts';
import { branchSpellings, findSpelling } from '../gazetteer.ts';
import { markEarliest, mentioned, type Step } from './step.ts';

const finders = readings.flatMap(({ mentions }) => mentions?.branch?.named ?? []);

/** A branch of the bank, or whatever the sentence says is one. */
export const branch: Step = (mentions, names) => {
  if ('branch' in mentions.entities) return mentions;
  const found = findSpelling(branchSpellings(names), mentions.marked.text);
  return found === undefined
    ? markEarliest(mentions, finders, 'branch', (name) => ({ branch: name }))
    : mentioned(mentions, { branch: found.name }, found, 'branch');
};
