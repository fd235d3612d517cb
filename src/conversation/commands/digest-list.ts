import { z } from 'zod';
import { type Format, formatFor } from '../../language/format.ts';
import { type ListedDigest, listDigests } from '../../store/digests/manage-digests.ts';
import { subscribe } from '../arguments/own-digest.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/**
 * The asker's digests. `data`: `digests` with `digest` (its number), `channel`, `cron`, `timezone`, `paused` and `last`,
 * the last delivery with `slot`, `state` and `sentAt` (ISO), or null.
 */
export default defineCommand({
  intent: 'digest.list',
  usage: 'digest list',
  arguments: z.object({}),
  slash: (rest) =>
    rest === ''
      ? { entities: {} }
      : {
          problem: {
            en: 'After “digest” come add, list, pause, resume, remove or test.',
            zh: '“digest”后面可以是 add、list、pause、resume、remove 或 test。',
          },
        },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context) {
    const { store, principal, bank, locale, timezone } = context;
    const own = await listDigests(store.db, principal.managerId);
    return {
      reply: listReply(context, own, formatFor(locale, bank.currency, timezone)),
      data: {
        digests: own.map(({ id, channel, cron, timezone: zone, paused, last }) => ({
          digest: id,
          channel,
          cron,
          timezone: zone,
          paused,
          last,
        })),
      },
      seen: [],
    };
  },
});

const channelNames: Record<ListedDigest['channel'], string> = {
  slack: 'Slack',
  teams: 'Teams',
  web: 'Web',
  terminal: 'Terminal',
};

function listReply(
  { locale }: CommandContext,
  own: readonly ListedDigest[],
  format: Format,
): Reply {
  const zh = locale === 'zh';
  const [first] = own;
  if (first === undefined) {
    return zh
      ? plainReply('我的简报', '您还没有订阅任何简报。', [subscribe(locale)])
      : plainReply('My digests', 'You have not subscribed to any digest.', [subscribe(locale)]);
  }
  return {
    title: zh ? '我的简报' : 'My digests',
    summary: zh
      ? `您有 ${own.length} 个简报；简报 ${first.id}：${scheduleInWords(first, locale)}。`
      : `You have ${own.length === 1 ? 'one digest' : `${own.length} digests`}; digest ${first.id} goes out ${scheduleInWords(first, locale)}.`,
    facts: [],
    table: {
      columns: [
        { label: zh ? '编号' : 'Digest', align: 'end' },
        { label: zh ? '时间' : 'When', align: 'start' },
        { label: zh ? '渠道' : 'Where', align: 'start' },
        { label: zh ? '状态' : 'State', align: 'start' },
        { label: zh ? '最近一次' : 'Last delivery', align: 'start' },
      ],
      rows: own.map((each) => [
        String(each.id),
        scheduleInWords(each, locale),
        channelNames[each.channel],
        each.paused ? (zh ? '已暂停' : 'paused') : zh ? '启用' : 'active',
        lastInWords(each.last, format, locale),
      ]),
    },
    charts: [],
    actions: own.slice(0, 2).flatMap((each) => [
      each.paused
        ? {
            label: zh ? `恢复 ${each.id}` : `Resume ${each.id}`,
            command: `digest resume ${each.id}`,
          }
        : {
            label: zh ? `暂停 ${each.id}` : `Pause ${each.id}`,
            command: `digest pause ${each.id}`,
          },
      {
        label: zh ? `取消 ${each.id}` : `Remove ${each.id}`,
        command: `digest remove ${each.id}`,
      },
    ]),
    visibility: 'asker',
  };
}

function lastInWords(last: ListedDigest['last'], format: Format, locale: 'en' | 'zh'): string {
  const zh = locale === 'zh';
  if (last === null) return zh ? '尚未发送' : 'none yet';
  const at = format.moment(new Date(last.sentAt ?? last.slot));
  const states = {
    queued: { en: `on its way since ${at}`, zh: `${at} 起发送中` },
    sent: { en: `sent ${at}`, zh: `${at} 已发送` },
    failed: { en: `failed ${at}, being tried again`, zh: `${at} 发送失败，正在重试` },
  };
  return states[last.state][locale];
}
