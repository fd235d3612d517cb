import { removeDigest } from '../../store/digests/manage-digests.ts';
import { digestArgument, ownDigest, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/** Removes one of the asker's digests. `data`: `digest` (its number), `removed`. */
export default defineCommand({
  intent: 'digest.remove',
  usage: 'digest remove [NUMBER]',
  arguments: digestArgument,
  slash: readDigest,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { digest }) {
    const { store, principal, locale, say, now } = context;
    const own = await ownDigest(context, digest, 'digest remove');
    if ('reply' in own) return { reply: own.reply, data: {}, seen: [] };
    const { id } = own.found;
    await removeDigest(store.db, principal.managerId, id, now);
    const when = scheduleInWords(own.found, locale);
    const reply = plainReply(
      say('digest-remove.title', { digest: String(id) }),
      say('digest-remove.summary', { when }),
      [{ label: say('digest-remove.actions.list'), command: 'digest list' }],
    );
    return { reply, data: { digest: id, removed: true }, seen: [] };
  },
});
