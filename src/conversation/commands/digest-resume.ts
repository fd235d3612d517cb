import { pauseOwnDigest } from '../../store/actions/change-digest.ts';
import { roles } from '../../store/kinds.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { actingOf, changedReply } from '../wording/changed-reply.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/** Resumes one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.resume',
  group: 'digests',
  arguments: { digest: digest() },
  changes: true,
  plainly: true,
  allowed: roles,
  async run(context, { digest: own }) {
    const { store, locale, say } = context;
    const { id } = own;
    const { action } = await pauseOwnDigest(store.db, actingOf(context, 'digest.resume'), {
      id,
      paused: false,
    });
    const when = scheduleInWords(own, locale);
    const reply = changedReply(context, action, {
      title: say('digest-resume.title', { digest: String(id) }),
      summary: say('digest-resume.summary', { when }),
      actions: [
        { label: say('digest-resume.actions.pause'), command: `digest pause ${id}` },
        { label: say('digest-resume.actions.list'), command: 'digest list' },
      ],
    });
    return { reply, data: { digest: id, paused: false }, seen: [] };
  },
});
