import { secretSettings } from '../../src/settings/environment.ts';
import { inLanguage, type PageLocale, prose } from '../write-page.ts';

const words = {
  title: { en: 'Environment variables', zh: '环境变量' },
  introduction: {
    en:
      'A variable that is not set has the value that is shown, where one is. A wrong value stops the start with one line that names the ' +
      'variable, what was given and what is allowed.',
    zh: '没有设置的变量取所示的值（如有）。值有误时，启动会停止，并用一行文字说明是哪个变量、给了什么、允许什么。',
  },
  secret: {
    en: 'A secret: it may stand in a file that the variable of the same name with `_FILE` behind it names.',
    zh: '这是密钥：也可以写在文件里，由同名加 `_FILE` 的变量指定。',
  },
};

/**
 * The page of the environment in a language, from `.env.example`: its first paragraph tells of the file; each other one of variables.
 * @throws {Error} where a comment has no Chinese, or a paragraph names no variable
 */
export function environmentPage(locale: PageLocale, example: string): string {
  const [about = '', ...paragraphs] = example.trimEnd().split('\n\n');
  const told = (lines: readonly string[]) =>
    prose(inLanguage(locale, lines.map((line) => line.replace(/^# ?/, '')).join(' ')));
  const sections = paragraphs.map((paragraph) => {
    const lines = paragraph.split('\n');
    const isVariable = (line: string | undefined) => line !== undefined && /^#[A-Z_]+=/.test(line);
    const names = lines.filter(isVariable).map((line) => line.slice(1, line.indexOf('=')));
    if (names.length === 0) throw new Error(`No variable in a part of the file: ${lines[0]}`);
    const runs = lines.reduce<string[][]>((parts, line) => {
      const last = parts.at(-1);
      if (last !== undefined && isVariable(last.at(-1)) === isVariable(line)) last.push(line);
      else parts.push([line]);
      return parts;
    }, []);
    const secrets = names.filter((name) => secretSettings.includes(name));
    const listed = secrets.map((name) => `\`${name}\``).join(locale === 'en' ? ', ' : '、');
    return [
      `## ${names[0]}`,
      ...runs.map((run) =>
        isVariable(run[0])
          ? `\`\`\`ini\n${run.map((line) => line.slice(1)).join('\n')}\n\`\`\``
          : told(run),
      ),
      ...(secrets.length === 0
        ? []
        : [`${listed}${locale === 'en' ? ': ' : '：'}${words.secret[locale]}`]),
    ].join('\n\n');
  });
  return [
    `# ${words.title[locale]}`,
    words.introduction[locale],
    told(about.split('\n')),
    ...sections,
  ].join('\n\n');
}
