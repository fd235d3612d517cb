import { readings } from '../../../language/readings.ts';
import { branchSpellings, findSpelling, segmentSpellings } from '../gazetteer.ts';
import { readSchedule } from '../schedule/read-schedule.ts';
import { customersQuoted } from './customer.ts';
import type { Mentions, Step } from './step.ts';

/** Names of customers in quotation marks; a schedule in them is read as if it were not. */
export const quotation: Step = (mentions, names) => {
  const { text } = mentions.marked;
  const match = /"([^"]+)"/.exec(text);
  if (match === null) return mentions;
  const quoted = match[1] ?? '';
  // What the bank calls a segment or a branch is found as that.
  const known = findSpelling([...segmentSpellings(names), ...branchSpellings(names)], quoted);
  if (known?.start === 0 && known.end === quoted.length) return unquoted(mentions);
  // A figure such as 3.14 is a time of day only where something is to be sent.
  const mayBeTime =
    /\p{L}/u.test(quoted) || readings.some(({ mentions }) => mentions?.sending?.test(text));
  return !mayBeTime || readSchedule(quoted) === undefined
    ? customersQuoted(mentions)
    : unquoted(mentions);
};

const unquoted = ({ entities, marked }: Mentions): Mentions => ({
  entities,
  marked: { ...marked, text: marked.text.replaceAll('"', ' ') },
});
