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
  words: { en: ['digest add', 'subscribe'], zh: ['订阅', '新增简报', '添加简报'] },
  usage: `digest add "at-risk customers ${usual}"`,
  summary: {
    en: 'Send me who is newly at risk, on a schedule',
    zh: '按时把新增的流失风险客户发给我',
  },
  examples: {
    en: [
      'send me at-risk customers every weekday at 8:30',
      'email me the churn list every Monday at 9',
      'every morning at 7am tell me who is about to leave',
      'daily at 8 send me the customers at risk',
      'subscribe me to the at-risk list every day at 8:00',
      'remind me of risky customers every Friday at 10:00',
      'set up a digest every weekday at 8',
      'notify me every working day at 8:30 about customers who may leave',
      'I want the at-risk digest each morning at 7:30',
      'create a daily digest at 9am',
      'schedule a digest of at-risk customers for Mondays at 9:00',
      'add a digest every Tuesday and Thursday at 8:15',
      'deliver the list of leavers every Monday morning',
      'push the churn alerts to me daily at 18:00',
      'at-risk customers every weekday at 8:30',
      'subscribe to the digest',
      'start a digest on Mondays at 9',
      'I would like to get a digest',
      'sign me up for the at-risk alerts',
      'keep me posted every morning about who may leave',
      'let me know each morning who became at risk',
      'a weekly email with the customers about to leave',
      'put me on the daily churn mailing',
      'new digest on Fridays',
    ],
    zh: [
      '每个工作日8:30给我发流失名单',
      '每天早上七点半把流失风险客户发给我',
      '每周一9点推送高风险客户',
      '每天8点提醒我哪些客户要流失',
      '订阅每日流失预警，早上8:30',
      '每个工作日早上发给我有风险的客户',
      '设置一个每周五下午三点的推送',
      '每天通知我谁可能离开',
      '给我订阅流失简报，每天9:00',
      '工作日8点半发送流失风险名单',
      '周一到周五上午九点推送流失客户',
      '新建一个每天七点的流失摘要',
      '我想订阅流失名单',
      '每周二和周四8:15给我推送风险名单',
      '每月1号给我发流失名单',
      '以后每天把流失名单推给我',
    ],
  },
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
    const { store, principal, channel, address, shared, locale, now } = context;
    const zh = locale === 'zh';
    if (channel === 'api') {
      return {
        reply: zh
          ? plainReply('这里无法订阅', '请在 Slack、Teams 或网页中订阅，简报会发送到那里。')
          : plainReply(
              'Not from here',
              'Subscribe in Slack, Teams or the web chat: the digest is sent where you subscribe.',
            ),
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
    const where = shared
      ? zh
        ? '简报会发到这个频道，频道里的所有人都能看到其中的客户。'
        : 'It is sent to this channel, where everybody can see the customers in it.'
      : zh
        ? '简报会发到这里。'
        : 'It is sent to you here.';
    return {
      reply: plainReply(
        zh ? `已订阅简报 ${digest}` : `Digest ${digest} is set up`,
        zh ? `${when}，发送新增的流失风险客户。` : `Customers newly at risk, ${when}.`,
        [
          { label: zh ? '看看样例' : 'Show me one now', command: 'digest test' },
          { label: zh ? '我的简报' : 'My digests', command: 'digest list' },
          { label: zh ? '取消订阅' : 'Remove it', command: `digest remove ${digest}` },
        ],
        [where],
      ),
      data: { digest, cron, timezone },
      seen: [],
    };
  },
});
