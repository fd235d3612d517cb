import { readSchedule } from '../schedule/read-schedule.ts';
import { customersQuoted } from './customer.ts';
import type { Step } from './step.ts';

/** Names of customers in quotation marks; a schedule in them is read as if it were not. */
export const quotation: Step = (mentions) => {
  const { text } = mentions.marked;
  const match = /"([^"]+)"/.exec(text);
  if (match === null) return mentions;
  return readSchedule(match[1] ?? '') === undefined
    ? customersQuoted(mentions)
    : { ...mentions, marked: { ...mentions.marked, text: text.replaceAll('"', ' ') } };
};
