import { setDigestPaused } from '../../store/digests/manage-digests.ts';
import { roles } from '../../store/kinds.ts';
import { digest } from '../arguments/digest.ts';
import { defineCommand } from '../command.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { scheduleInWords } from '../wording/schedule-words.ts';

/** Pauses one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.pause',
  group: 'digests',
  arguments: { digest: digest() },
  changes: true,
  allowed: roles,
  async run(context, { digest: own }) {
    const { store, principal, locale, say } = context;
    const { id } = own;
    await setDigestPaused(store.db, principal.managerId, id, true);
    const when = scheduleInWords(own, locale);
    const reply = plainReply(
      say('digest-pause.title', { digest: String(id) }),
      say('digest-pause.summary', { when }),
      [
        { label: say('digest-pause.actions.resume'), command: `digest resume ${id}` },
        { label: say('digest-pause.actions.list'), command: 'digest list' },
      ],
    );
    return { reply, data: { digest: id, paused: true }, seen: [] };
  },
});
