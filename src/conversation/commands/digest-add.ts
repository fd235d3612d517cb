import { z } from 'zod';
import { addDigest } from '../../store/digests/manage-digests.ts';
import { defineCommand } from '../command.ts';
import { readSchedule } from '../understanding/schedule/read-schedule.ts';
import { schedule } from '../understanding/schedule/schedule.ts';
import { scheduleInWords } from '../understanding/schedule/schedule-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

const usual = 'every weekday at 8:30';

/** What may stand beside the schedule: the digest is about customers at risk, and about nothing else. */
const aboutAtRisk =
  /^(?:\s|["'.,]|\b(?:at[- ]?risk|risky|churn(?:ing)?|leav(?:e|ers?|ing)|customers?|clients?|list|names|digest|newly|new|my|our|the|me|us|send|of|for|to|a|please|who|is|are|will|may|might|about|likely)\b|流失|风险|名单|客户|推送|发送|发给|发|给|的|高|有|我|我们|简报|摘要|预警|请|新增|在|可能|谁|订阅|潜在)*$/i;

/** What looks like a time and could not be read as one. */
const unreadTime = /\d{1,2}[:.h]\d{2}\b|\d{1,3} ?(?:[ap]\.?m\b|点|时)/i;

/** Subscribes to the digest of customers newly at risk. `data`: `digest` (its number), `cron`, `timezone`. */
export default defineCommand({
  intent: 'digest.add',
  usage: `digest add "at-risk customers ${usual}"`,
  arguments: z.object({ schedule }),
  slash(rest) {
    const words = rest.replaceAll('"', ' ');
    const found = readSchedule(words);
    if (found === undefined) {
      return {
        problem: {
          en: `It needs days and a time, such as “${usual}”.`,
          zh: '需要说明日期和时间，例如“每个工作日8:30”。',
        },
      };
    }
    const time = unreadTime.exec(found.rest)?.[0];
    if (time !== undefined) {
      return {
        problem: {
          en: `“${time.trim()}” is no time of day; give one such as 8:30 or 17:00.`,
          zh: `“${time.trim()}”不是有效的时间，请写成 8:30 或 17:00 这样。`,
        },
      };
    }
    if (!aboutAtRisk.test(found.rest)) {
      return {
        problem: {
          en: 'There is a digest of at-risk customers only, so far.',
          zh: '目前只有流失风险客户的简报。',
        },
      };
    }
    const { cron, timezone } = found;
    return { entities: { schedule: timezone === undefined ? { cron } : { cron, timezone } } };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context, { schedule: { cron, timezone } }) {
    const { store, principal, channel, address, shared, locale, say, now } = context;
    if (channel === 'api') {
      return {
        reply: plainReply(say('digest-add.notHere.title'), say('digest-add.notHere.summary')),
        data: {},
        seen: [],
      };
    }
    const digest = await addDigest(store.db, {
      ownerId: principal.managerId,
      kind: 'at-risk',
      channel,
      address,
      cron,
      timezone,
      locale,
      createdAt: now,
    });
    const when = scheduleInWords({ cron, timezone }, locale);
    return {
      reply: plainReply(
        say('digest-add.title', { digest: String(digest) }),
        say('digest-add.summary', { when }),
        [
          { label: say('digest-add.actions.test'), command: 'digest test' },
          { label: say('digest-add.actions.list'), command: 'digest list' },
          { label: say('digest-add.actions.remove'), command: `digest remove ${digest}` },
        ],
        [say(shared ? 'digest-add.sentTo.channel' : 'digest-add.sentTo.you')],
      ),
      data: { digest, cron, timezone },
      seen: [],
    };
  },
});
