import { todayIn } from '../../language/today.ts';
import { pauseOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { day } from '../arguments/day.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/**
 * Resumes one of the asker's digests, at once or on a day. `data`: `digest` (its number), `paused`, `pausedUntil` (an ISO
 * date, or null).
 */
export default defineCommand({
  intent: 'digest.resume',
  group: 'digests',
  arguments: { digest: digest(), due: optional(day('until', { alone: true })) },
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, { digest: own, due }) {
    const { store, locale, say, format, now } = context;
    const { id } = own;
    // One that is not paused goes out as before.
    const until = due !== undefined && own.paused && due > todayIn(own.timezone, now) ? due : null;
    const { action } = await pauseOwnDigest(store.db, actingOf(context, 'digest.resume'), {
      id,
      paused: until !== null,
      until,
    });
    const when = scheduleInWords(own, locale);
    const reply = changedReply(context, action, {
      title: say(until === null ? 'digest-resume.title' : 'digest-pause.title', {
        digest: String(id),
      }),
      summary:
        until === null
          ? say('digest-resume.summary', { when })
          : say('digest-pause.summaryUntil', { when, day: format.weekday(until) }),
      actions: [
        { label: say('digest-resume.actions.pause'), command: `digest pause ${id}` },
        { label: say('digest-resume.actions.list'), command: 'digest list' },
      ],
    });
    const data = { digest: id, paused: until !== null, pausedUntil: until };
    return { reply, data, seen: [], remembered: { digest: id } };
  },
});
