import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import { readSchedule } from '../schedule/read-schedule.ts';
import type { Step } from './step.ts';

/** When something is to be sent; what may be about something else is a schedule only where it says that. */
export const schedule: Step = (mentions, _names, zone) => {
  const { text, marks } = mentions.marked;
  const found = readSchedule(text);
  if (found === undefined) return mentions;
  const sending = readings.some((reading) => reading.mentions?.sending?.test(text));
  if (!found.sure && !sending) return mentions;
  // The figures of a schedule that cannot be kept are nothing else: no customer's id.
  const rest =
    'unkept' in found ? found.rest.replace(found.unkept, ' ').replace(/\d+/g, ' ') : found.rest;
  const schedule =
    'unkept' in found
      ? { unkept: found.unkept }
      : { cron: found.cron, timezone: found.timezone ?? zone };
  return {
    entities: { ...mentions.entities, schedule },
    marked: mark({ text: rest, marks }, rest.length, rest.length, 'schedule'),
  };
};
