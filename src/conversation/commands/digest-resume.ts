import { setDigestPaused } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/** Resumes one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.resume',
  group: 'digests',
  arguments: { digest: digest() },
  changes: true,
  allowed: roles,
  async run(context, { digest: own }) {
    const { store, principal, locale, say } = context;
    const { id } = own;
    await setDigestPaused(store.db, principal.managerId, id, false);
    const when = scheduleInWords(own, locale);
    const reply = plainReply(
      say('digest-resume.title', { digest: String(id) }),
      say('digest-resume.summary', { when }),
      [
        { label: say('digest-resume.actions.pause'), command: `digest pause ${id}` },
        { label: say('digest-resume.actions.list'), command: 'digest list' },
      ],
    );
    return { reply, data: { digest: id, paused: false }, seen: [] };
  },
});
