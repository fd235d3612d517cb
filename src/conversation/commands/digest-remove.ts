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
    const { store, principal, locale, now } = context;
    const own = await ownDigest(context, digest, 'digest remove');
    if ('reply' in own) return { reply: own.reply, data: {}, seen: [] };
    const { id } = own.found;
    await removeDigest(store.db, principal.managerId, id, now);
    const when = scheduleInWords(own.found, locale);
    const reply =
      locale === 'zh'
        ? plainReply(`简报 ${id} 已取消`, `${when}的简报不再发送。`)
        : plainReply(`Digest ${id} is removed`, `What went out ${when} is sent no more.`);
    reply.actions = [
      { label: locale === 'zh' ? '我的简报' : 'My digests', command: 'digest list' },
    ];
    return { reply, data: { digest: id, removed: true }, seen: [] };
  },
});
