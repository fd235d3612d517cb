import { z } from 'zod';
import { filterUsage } from '../arguments/list-filters.ts';
import { type CommandDescription, defineOpenCommand } from '../command.ts';
import { phrasesFor } from '../phrases.ts';
import type { Reply } from '../reply.ts';
import { isTopic } from '../understanding/slash-form.ts';

/** What the bot answers, or how one command goes. `data`: `commands` with `intent`, `usage` and `summary`. */
export default defineOpenCommand({
  intent: 'help',
  usage: 'help [COMMAND]',
  arguments: z.object({ topic: z.string().optional() }),
  slash(rest) {
    const topic = rest.trim().toLowerCase();
    return { entities: topic === '' ? {} : { topic } };
  },
  allowed: ['manager', 'supervisor', 'analyst'],
  run({ locale, commands }, { topic }) {
    const asked = commands.filter((command) => topic !== undefined && isTopic(command, topic));
    const shown = asked.length > 0 ? asked : commands;
    const one = asked.length === 1 ? asked[0] : undefined;
    return {
      reply: one === undefined ? overview(shown, locale) : about(one, locale),
      data: {
        commands: shown.map(({ intent, usage, summary }) => ({
          intent,
          usage,
          summary: summary(locale),
        })),
      },
      seen: [],
    };
  },
});

function overview(commands: readonly CommandDescription[], locale: 'en' | 'zh'): Reply {
  const zh = locale === 'zh';
  return {
    title: zh ? '我能做什么' : 'What I can do',
    summary: zh
      ? '我告诉您每位客户值多少、谁可能流失、为什么，以及该怎么做；可以用命令，也可以直接用中文或英文提问。'
      : 'I tell you what each customer is worth, who may leave and why; use a command, or simply ask in English or Chinese.',
    facts: [],
    details: [
      zh
        ? '名单都可以加筛选条件，例如 branch=Prague、tier=high、segment=…，或者直接说“布拉格分行的”。'
        : 'Lists take filters: branch=Prague, tier=high, segment=…, or simply “in Prague”.',
    ],
    table: {
      columns: [
        { label: zh ? '命令' : 'Command', align: 'start' },
        { label: zh ? '作用' : 'What it gives', align: 'start' },
        { label: zh ? '也可以这样问' : 'Or ask', align: 'start' },
      ],
      rows: commands.map((command) => [
        command.usage.replace(filterUsage, '').trim(),
        command.summary(locale),
        phrasesFor(command, locale).sentences[0],
      ]),
    },
    charts: [],
    actions: [
      { label: zh ? '我的客户组合' : 'My book', command: 'book' },
      { label: zh ? '流失风险名单' : 'At-risk list', command: 'at-risk' },
      { label: zh ? '最有价值的客户' : 'Most valuable', command: 'top' },
      { label: zh ? '客户分群' : 'Segments', command: 'segments' },
    ],
    visibility: 'channel',
  };
}

function about(command: CommandDescription, locale: 'en' | 'zh'): Reply {
  const zh = locale === 'zh';
  return {
    title: command.usage,
    summary: zh ? `${command.summary(locale)}。` : `${command.summary(locale)}.`,
    facts: [],
    details: [
      zh ? '也可以这样问：' : 'Or ask, for example:',
      ...phrasesFor(command, locale).sentences.slice(0, 4),
    ],
    charts: [],
    actions: [{ label: zh ? '全部命令' : 'All commands', command: 'help' }],
    visibility: 'channel',
  };
}
