import { setDigestPaused } from '../../store/digests/manage-digests.ts';
import { digestArgument, ownDigest, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/** Pauses one of the asker's digests. `data`: `digest` (its number), `paused`. */
export default defineCommand({
  intent: 'digest.pause',
  words: { en: ['digest pause'], zh: ['暂停简报', '暂停'] },
  usage: 'digest pause [NUMBER]',
  summary: { en: 'Pause a digest', zh: '暂停简报' },
  examples: {
    en: [
      'pause my digest',
      'pause digest 3',
      'suspend the at-risk digest',
      'mute my alerts for now',
      'put digest 3 on hold',
      'snooze the digest',
      'hold my notifications while I am on holiday',
      'stop the digest for a while',
      'temporarily stop sending me the list',
      'pause my subscription',
      'silence digest 3',
      'take a break from the digest',
      'hold the digest for a week',
      'no digest while I am away',
      'I am off, pause it',
      'stop the digest for a while',
      'stop my alerts for two weeks',
    ],
    zh: [
      '暂停我的简报',
      '暂停简报3',
      '先停一下推送',
      '暂时不要给我发了',
      '我休假，暂停推送',
      '把3号简报挂起',
      '暂停订阅',
      '先别推送了',
      '暂停流失名单的推送',
      '提醒先停一停',
      '我请假，先不用发',
      '停几天简报',
    ],
  },
  arguments: digestArgument,
  slash: readDigest,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { digest }) {
    const { store, principal, locale } = context;
    const own = await ownDigest(context, digest, 'digest pause');
    if ('reply' in own) return { reply: own.reply, data: {}, seen: [] };
    const { id } = own.found;
    await setDigestPaused(store.db, principal.managerId, id, true);
    const when = scheduleInWords(own.found, locale);
    const reply =
      locale === 'zh'
        ? plainReply(`简报 ${id} 已暂停`, `${when}的简报不再发送，直到您恢复它。`)
        : plainReply(
            `Digest ${id} is paused`,
            `What went out ${when} stays away until you resume it.`,
          );
    reply.actions = [
      { label: locale === 'zh' ? '恢复' : 'Resume', command: `digest resume ${id}` },
      { label: locale === 'zh' ? '我的简报' : 'My digests', command: 'digest list' },
    ];
    return { reply, data: { digest: id, paused: true }, seen: [] };
  },
});
