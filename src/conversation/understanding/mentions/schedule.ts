import { readings } from '../../../language/readings.ts';
import { mark } from '../marked-text.ts';
import { type FoundSchedule, readSchedule } from '../schedule/read-schedule.ts';
import type { Schedule } from '../schedule/schedule.ts';
import type { Step } from './step.ts';

/** A schedule as it was found, in the time zone of whoever says it where it names none. */
export const scheduleOf = (
  { cron, timezone, rule, said, change }: Extract<FoundSchedule, { cron: string }>,
  zone: string,
): Schedule => ({
  cron,
  timezone: timezone ?? zone,
  ...(rule === undefined ? {} : { rule }),
  ...(said.days && said.time && change === undefined ? {} : { said }),
  ...(change === undefined ? {} : { change }),
});

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
  const schedule = 'unkept' in found ? { unkept: found.unkept } : scheduleOf(found, zone);
  return {
    entities: { ...mentions.entities, schedule },
    marked: mark({ text: rest, marks }, rest.length, rest.length, 'schedule'),
  };
};
