import { removeDigest } from '../../store/digests/manage-digests.ts';
import { digestArgument, ownDigest, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/** Removes one of the asker's digests. `data`: `digest` (its number), `removed`. */
export default defineCommand({
  intent: 'digest.remove',
  words: {
    en: ['digest remove', 'digest delete', 'unsubscribe'],
    zh: ['取消简报', '删除简报', '退订'],
  },
  usage: 'digest remove [NUMBER]',
  summary: { en: 'Remove a digest', zh: '取消简报' },
  examples: {
    en: [
      'remove my digest',
      'remove digest 3',
      'delete digest 3',
      'cancel my subscription',
      'unsubscribe',
      'unsubscribe me from the at-risk list',
      'stop sending me the at-risk list',
      'stop the digest',
      'I no longer want the digest',
      'get rid of digest 3',
      'no more alerts please',
      "don't send me the digest any more",
      'cancel the notifications',
      'drop my digest',
      'end my subscription',
      'stop the daily digest',
      "I don't want the digest",
      'I do not want the digest any more',
      'drop my digest for good',
    ],
    zh: [
      '取消我的简报',
      '删除简报3',
      '退订',
      '取消订阅',
      '不要再给我发流失名单',
      '别再推送了',
      '停止推送',
      '删掉3号简报',
      '我不想再收到推送',
      '取消提醒',
      '取消每天的推送',
      '退订流失名单',
      '不要简报了',
      '关闭推送',
      '不想再收简报了',
    ],
  },
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
