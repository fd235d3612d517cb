import { readings } from '../../../language/readings.ts';
import { findSpelling, managerSpellings } from '../gazetteer.ts';
import { markEarliest, mentioned, type Step } from './step.ts';

const said = readings.flatMap(({ mentions }) => mentions?.manager ?? []);

const named = said.flatMap(({ named }) => named ?? []);

/** Whose customers they are: the asker's, or a manager's whose name the sentence says so of. */
export const manager: Step = (mentions, names) => {
  const { text } = mentions.marked;
  if (said.some(({ mine }) => mine.test(text)))
    return { ...mentions, entities: { manager: 'me', ...mentions.entities } };
  for (const spelling of managerSpellings(names)) {
    const found = findSpelling([spelling], text);
    if (found === undefined) continue;
    const [before, after] = [text.slice(0, found.start), text.slice(found.end)];
    if (said.some(({ owns, ownedBy }) => owns?.test(after) || ownedBy?.test(before)))
      return mentioned(mentions, { manager: found.name }, found, 'manager');
  }
  return markEarliest(mentions, named, 'manager', (name) => ({ manager: name }));
};
