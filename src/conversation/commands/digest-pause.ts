import { pauseOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/** Pauses one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.pause',
  group: 'digests',
  arguments: { digest: digest() },
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, { digest: own }) {
    const { store, locale, say } = context;
    const { id } = own;
    const { action } = await pauseOwnDigest(store.db, actingOf(context, 'digest.pause'), {
      id,
      paused: true,
    });
    const when = scheduleInWords(own, locale);
    const reply = changedReply(context, action, {
      title: say('digest-pause.title', { digest: String(id) }),
      summary: say('digest-pause.summary', { when }),
      actions: [
        { label: say('digest-pause.actions.resume'), command: `digest resume ${id}` },
        { label: say('digest-pause.actions.list'), command: 'digest list' },
      ],
    });
    return { reply, data: { digest: id, paused: true }, seen: [] };
  },
});
