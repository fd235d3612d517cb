import type { CommandDescription } from '../src/conversation/command.ts';
import { commandGroups } from '../src/conversation/command-groups.ts';
import { describeCommands } from '../src/conversation/describe-commands.ts';
import { sayIn } from '../src/language/messages.ts';
import type { Role } from '../src/store/kinds.ts';
import { type PageLocale, type PageWords, prose, writePage } from './write-page.ts';

/*
 * Writes the pages of commands, in English and Chinese, from the command files. With --check it changes nothing and fails where a
 * page is not what the files say.
 */

const page = {
  title: { en: 'Commands', zh: '命令' },
  introduction: {
    en:
      'Each command works as `/value …` in Slack, as `value …` in Teams, in the web chat and in the terminal, and as a sentence. ' +
      'What is in square brackets may be left out. [What can be asked](../asking.md) says what goes with every list and every answer.',
    zh:
      '每条命令在 Slack 中写作 `/value …`，在 Teams、网页和终端中写作 `value …`，也可以直接用一句话来问。' +
      '方括号里的部分可以省略。各类名单和回答共同的用法见[可以问什么](../asking.md)。',
  },
  asked: { en: 'As a sentence', zh: '也可以这样问' },
  takes: { en: 'It takes', zh: '参数' },
  allowed: { en: 'For', zh: '谁可以用' },
  needed: { en: 'needed', zh: '必填' },
  stop: { en: '.', zh: '。' },
  colon: { en: ': ', zh: '：' },
  comma: { en: ', ', zh: '、' },
} satisfies Record<string, PageWords>;

const roleNames: Readonly<Record<Role, PageWords>> = {
  manager: { en: 'managers', zh: '客户经理' },
  lead: { en: 'team leads', zh: '团队负责人' },
  supervisor: { en: 'supervisors', zh: '主管' },
  analyst: { en: 'analysts', zh: '分析师' },
  auditor: { en: 'auditors', zh: '审计员' },
  operator: { en: 'operators', zh: '运维人员' },
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function describe(command: CommandDescription, locale: PageLocale): string {
  const say = sayIn(locale);
  const { usage, summary, phrases, arguments: known, allowed } = command;
  const word = (phrases.get('en')?.words ?? [usage])[0];
  const sentences = (phrases.get(locale)?.sentences ?? []).slice(0, 3);
  const list = known.map(
    ({ name, required, description }) =>
      `- \`${name}\`${required ? `${locale === 'zh' ? '（' : ' ('}${page.needed[locale]}${locale === 'zh' ? '）' : ')'}` : ''}${page.colon[locale]}${prose(say(description))}`,
  );
  return [
    `### ${word}`,
    `${prose(capital(summary(locale)))}${page.stop[locale]}`,
    `\`${usage}\``,
    ...(sentences.length === 0
      ? []
      : [
          `${page.asked[locale]}${page.colon[locale]}${sentences.map((each) => `*${prose(each)}*`).join(' · ')}`,
        ]),
    ...(list.length === 0
      ? []
      : [`${page.takes[locale]}${page.colon[locale]}\n\n${list.join('\n')}`]),
    `${page.allowed[locale]}${page.colon[locale]}${allowed.map((role) => roleNames[role][locale]).join(page.comma[locale])}${page.stop[locale]}`,
  ].join('\n\n');
}

writePage('reference/commands', 'docs:commands', (locale) => {
  const described = describeCommands();
  return [
    `# ${page.title[locale]}`,
    page.introduction[locale],
    ...commandGroups.flatMap((group) => [
      `## ${capital(sayIn(locale)(`help.groups.${group}`))}`,
      ...described
        .filter((command) => command.group === group)
        .map((command) => describe(command, locale)),
    ]),
  ].join('\n\n');
});
