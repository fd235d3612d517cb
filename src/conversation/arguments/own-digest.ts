import { z } from 'zod';
import { type ListedDigest, listDigests } from '../../store/digests/manage-digests.ts';
import type { CommandContext, SlashReading } from '../command.ts';
import type { Reply } from '../reply.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

/** Arguments of a command about one of the asker's digests. */
export const digestArgument = z.object({
  digest: z.number().int().min(1).max(2_147_483_647).optional(),
});

/** Reads the number of a digest off a slash form; none is fine where the asker has one digest only. */
export function readDigest(rest: string): SlashReading {
  const words = rest.trim();
  if (words === '') return { entities: {} };
  const number = /^#?(\d{1,9})$/.exec(words)?.[1];
  if (number !== undefined && Number(number) > 0) return { entities: { digest: Number(number) } };
  return {
    problem: {
      en: 'It takes the number of a digest, as “digest list” shows it.',
      zh: '需要填写简报编号，可用“digest list”查看。',
    },
  };
}

/**
 * The digest that is meant: the one of that number, or the only one the asker has.
 * @param command the slash form offered for each where there are several, such as `digest pause`
 */
export async function ownDigest(
  { store, principal, locale }: CommandContext,
  id: number | undefined,
  command: string,
): Promise<{ found: ListedDigest } | { reply: Reply }> {
  const own = await listDigests(store.db, principal.managerId);
  const zh = locale === 'zh';
  const found = id === undefined && own.length === 1 ? own[0] : own.find((each) => each.id === id);
  if (found !== undefined) return { found };
  const actions = own.slice(0, 5).map((each) => ({
    label: `${each.id} · ${scheduleInWords(each, locale)}`,
    command: `${command} ${each.id}`,
  }));
  if (own.length === 0) {
    return {
      reply: zh
        ? plainReply('没有订阅', '您还没有订阅任何简报。', [subscribe(locale)])
        : plainReply('No digests', 'You have not subscribed to any digest.', [subscribe(locale)]),
    };
  }
  if (id === undefined) {
    return {
      reply: zh
        ? plainReply('哪一个简报？', `您有 ${own.length} 个简报，请选择一个。`, actions)
        : plainReply(
            'Which digest?',
            `You have ${own.length} digests; please choose one.`,
            actions,
          ),
    };
  }
  return {
    reply: zh
      ? plainReply('没有这个简报', `您没有编号为 ${id} 的简报。`, actions)
      : plainReply('No such digest', `You have no digest number ${id}.`, actions),
  };
}

/** The button that subscribes to the digest of each working morning. */
export function subscribe(locale: 'en' | 'zh'): { label: string; command: string } {
  return locale === 'zh'
    ? { label: '每个工作日 8:30 订阅', command: 'digest add 每个工作日8:30' }
    : { label: 'Subscribe: every weekday at 8:30', command: 'digest add every weekday at 8:30' };
}
