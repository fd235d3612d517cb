import { readings } from '../../../language/readings.ts';
import { readSchedule } from '../schedule/read-schedule.ts';
import { customersQuoted } from './customer.ts';
import type { Step } from './step.ts';

/** Names of customers in quotation marks; a schedule in them is read as if it were not. */
export const quotation: Step = (mentions) => {
  const { text } = mentions.marked;
  const match = /"([^"]+)"/.exec(text);
  if (match === null) return mentions;
  const quoted = match[1] ?? '';
  // A figure such as 3.14 is a time of day only where something is to be sent.
  const mayBeTime =
    /\p{L}/u.test(quoted) || readings.some(({ mentions }) => mentions?.sending?.test(text));
  return !mayBeTime || readSchedule(quoted) === undefined
    ? customersQuoted(mentions)
    : { ...mentions, marked: { ...mentions.marked, text: text.replaceAll('"', ' ') } };
};
