import { inLanguage, type PageLocale, prose } from '../write-page.ts';
import { partsOf, translatedLine } from './commented.ts';

const title = { en: 'Configuration', zh: '配置' };
const introduction = {
  en:
    'How a bank is valued and what it is told stands in `config/bellwether.yaml`, or in the file that `BELLWETHER_CONFIG` names. ' +
    'Here is that file as it comes, section by section. What is left out of a file of your own has the value that stands here; a line ' +
    'that begins with `#` is off. A wrong value stops the start with a line that names the setting and what is allowed, and ' +
    '`npx bellwether doctor` says the same. [Environment variables](environment.md) hold addresses, ports and secrets.',
  zh:
    '银行如何估值、通报哪些内容，写在 `config/bellwether.yaml`，或 `BELLWETHER_CONFIG` 指定的文件里。' +
    '下面按部分列出该文件的出厂内容。您自己的文件里省略的设置，取这里的值；以 `#` 开头的行不生效。' +
    '值有误时，启动会停止，并用一行文字说明是哪项设置、允许什么；`npx bellwether doctor` 也会同样说明。' +
    '地址、端口和密钥见[环境变量](environment.md)。',
};

/** A heading for a section: the key of its first setting, whether or not it is commented out. */
const nameOf = (lines: readonly string[]) =>
  lines.map((line) => /^(?:# )?([a-zA-Z]+):/.exec(line)?.[1]).find((key) => key !== undefined);

/** Wraps words at a width that a telephone and a page take, behind `# `. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<= )|(?<=[，。；：、）])/u)) {
    // A Chinese character takes the room of two letters.
    const wide = [...(line + word)].reduce(
      (sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1),
      0,
    );
    if (line !== '' && wide > 76) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trimEnd()].map((each) => `${indent}# ${each}`);
}

/**
 * The page of the settings in a language, from the file that comes with the product.
 * @throws {Error} where a comment has no Chinese
 */
export function configurationPage(locale: PageLocale, file: string): string {
  const [first = '', ...blocks] = file.trimEnd().split('\n\n');
  const said = partsOf(first.split('\n')).map((part) =>
    part.kind === 'comment' ? prose(inLanguage(locale, part.text)) : '',
  );
  const sections = blocks.flatMap((block) => {
    const lines = block.split('\n');
    const name = nameOf(lines);
    if (name === undefined) throw new Error(`No setting in a part of the file: ${lines[0]}`);
    const [opening, ...rest] = partsOf(lines);
    const parts =
      opening?.kind === 'comment' ? rest : opening === undefined ? rest : [opening, ...rest];
    const yaml = parts.flatMap((part) =>
      part.kind === 'comment'
        ? wrapped(inLanguage(locale, part.text), part.indent)
        : part.lines.map((line) => translatedLine(locale, line)),
    );
    return [
      `## ${name}`,
      ...(opening?.kind === 'comment' ? [prose(inLanguage(locale, opening.text))] : []),
      `\`\`\`yaml\n${yaml.join('\n')}\n\`\`\``,
    ];
  });
  return [`# ${title[locale]}`, introduction[locale], ...said, ...sections].join('\n\n');
}
