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
  const { rest, cron, timezone = zone } = found;
  return {
    entities: { ...mentions.entities, schedule: { cron, timezone } },
    marked: mark({ text: rest, marks }, rest.length, rest.length, 'schedule'),
  };
};
