import { readSchedule } from '../schedule/read-schedule.ts';
import { mentioned, type Step } from './step.ts';

/** A name of a customer in quotation marks; a schedule in them is read as if it were not. */
export const quotation: Step = (mentions) => {
  const { text } = mentions.marked;
  const match = /"([^"]+)"/.exec(text);
  if (match === null) return mentions;
  const [said, customer = ''] = match;
  if (readSchedule(customer) !== undefined)
    return { ...mentions, marked: { ...mentions.marked, text: text.replaceAll('"', ' ') } };
  const place = { start: match.index, end: match.index + said.length };
  return mentioned(mentions, { customer }, place, 'customer');
};
