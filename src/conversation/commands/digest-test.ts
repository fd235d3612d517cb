import { digestArgument, readDigest } from '../arguments/own-digest.ts';
import { defineCommand } from '../command.ts';
import { atRiskDigest } from '../wording/at-risk-digest.ts';

/**
 * The digest as it would be sent if nobody had been told of anybody yet. `data`: `atRisk`, how many customers are at
 * risk; `asOf`.
 */
export default defineCommand({
  intent: 'digest.test',
  words: { en: ['digest test', 'digest preview'], zh: ['测试简报', '简报样例', '预览简报'] },
  usage: 'digest test',
  summary: { en: 'Show me a digest now', zh: '现在就看一份简报' },
  examples: {
    en: [
      'test my digest',
      'preview the digest',
      "preview tomorrow's digest",
      'show me a sample digest',
      'send me a test digest',
      'what would my digest look like',
      'try the digest',
      'send the digest right now',
      'give me a sample of the digest',
      'digest preview',
      'test digest 3',
      'do a test run of the alert',
      'can I see an example of the digest',
      "what would tomorrow's digest contain",
    ],
    zh: [
      '测试一下简报',
      '预览简报',
      '先看看明天的简报',
      '现在就发一份简报看看',
      '试发一次推送',
      '简报长什么样',
      '测试推送',
      '给我看一份简报样例',
      '立即发送一次简报',
      '试一下订阅的推送',
      '测试3号简报',
      '发一个测试提醒',
      '明天的简报有什么内容',
    ],
  },
  arguments: digestArgument,
  slash: readDigest,
  allowed: ['manager', 'supervisor', 'analyst'],
  async run(context) {
    const { reply, atRisk, seen } = await atRiskDigest(context, { previous: null });
    return {
      reply: { ...reply, visibility: 'asker' },
      data: { atRisk: atRisk.length, asOf: context.run.asOf },
      seen,
    };
  },
});
