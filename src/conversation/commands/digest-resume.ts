import { setDigestPaused } from '../../store/digests/manage-digests.ts';
import { digestArgument, ownDigest, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/** Resumes one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.resume',
  words: { en: ['digest resume'], zh: ['恢复简报', '恢复'] },
  usage: 'digest resume [NUMBER]',
  summary: { en: 'Resume a paused digest', zh: '恢复已暂停的简报' },
  examples: {
    en: [
      'resume my digest',
      'resume digest 3',
      'unpause the digest',
      'turn my alerts back on',
      'continue sending me the digest',
      'restart digest 3',
      'reactivate my subscription',
      'start sending the digest again',
      'switch the notifications back on',
      'I am back, resume the digest',
      'unmute my digest',
      'send me the digest again',
    ],
    zh: [
      '恢复我的简报',
      '恢复简报3',
      '继续给我推送',
      '重新开始发送简报',
      '重新启用订阅',
      '把推送打开',
      '我回来了，恢复推送',
      '重启3号简报',
      '继续发流失名单',
      '恢复订阅',
      '重新开启提醒',
    ],
  },
  arguments: digestArgument,
  slash: readDigest,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { digest }) {
    const { store, principal, locale } = context;
    const own = await ownDigest(context, digest, 'digest resume');
    if ('reply' in own) return { reply: own.reply, data: {}, seen: [] };
    const { id } = own.found;
    await setDigestPaused(store.db, principal.managerId, id, false);
    const when = scheduleInWords(own.found, locale);
    const reply =
      locale === 'zh'
        ? plainReply(`简报 ${id} 已恢复`, `${when}会继续发送。`)
        : plainReply(`Digest ${id} is on again`, `It goes out ${when}.`);
    reply.actions = [
      { label: locale === 'zh' ? '暂停' : 'Pause', command: `digest pause ${id}` },
      { label: locale === 'zh' ? '我的简报' : 'My digests', command: 'digest list' },
    ];
    return { reply, data: { digest: id, paused: false }, seen: [] };
  },
});
