import { pauseOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { optional } from '../arguments/argument.ts';
import { day } from '../arguments/day.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/**
 * Pauses one of the asker's digests, until a day where one is said: from then on it is sent again by itself. `data`: `digest`
 * (its number), `paused`, `pausedUntil` (an ISO date, or null).
 */
export default defineCommand({
  intent: 'digest.pause',
  group: 'digests',
  arguments: { digest: digest(), due: optional(day('until', { alone: true })) },
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, { digest: own, due: until }) {
    const { store, locale, say, format } = context;
    const { id } = own;
    const { action } = await pauseOwnDigest(store.db, actingOf(context, 'digest.pause'), {
      id,
      paused: true,
      until: until ?? null,
    });
    const when = scheduleInWords(own, locale);
    const reply = changedReply(context, action, {
      title: say('digest-pause.title', { digest: String(id) }),
      summary:
        until === undefined
          ? say('digest-pause.summary', { when })
          : say('digest-pause.summaryUntil', { when, day: format.weekday(until) }),
      actions: [
        { label: say('digest-pause.actions.resume'), command: `digest resume ${id}` },
        { label: say('digest-pause.actions.list'), command: 'digest list' },
      ],
    });
    const data = { digest: id, paused: true, pausedUntil: until ?? null };
    return { reply, data, seen: [], remembered: { digest: id } };
  },
});
