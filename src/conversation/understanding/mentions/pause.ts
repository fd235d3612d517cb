import { earliest } from '../../../language/earliest.ts';
import { readings } from '../../../language/readings.ts';
import { mentioned, type Step } from './step.ts';

const pausings = readings.flatMap(({ mentions }) => mentions?.pausing ?? []);
const days = readings.flatMap(({ dayAhead }) => dayAhead ?? []);

/**
 * Until when a digest is to be paused: a day to come, where the sentence speaks of pausing one. A day that nobody can name,
 * as “until Easter”, is kept as it was said, so that it is asked for.
 */
export const pauseUntil: Step = (mentions) => {
  const { text } = mentions.marked;
  const speaking = pausings.filter(({ pauses, digest }) => pauses.test(text) && digest.test(text));
  if (speaking.length === 0 || 'due' in mentions.entities) return mentions;
  const span = earliest(
    speaking.flatMap(({ span }) => span ?? []),
    text,
  );
  const day = earliest(days, text);
  const isUntil =
    day !== undefined &&
    speaking.some(
      ({ until, untilBefore }) =>
        until.test(day.said) || untilBefore.test(text.slice(0, day.start)),
    );
  const found = span ?? (isUntil ? day : undefined);
  if (found !== undefined) return mentioned(mentions, { due: found.value }, found, 'day');
  for (const { untilUnknown } of speaking) {
    const match = untilUnknown.exec(text);
    if (match === null) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    return mentioned(mentions, { due: match[0] }, place, 'day');
  }
  return mentions;
};
