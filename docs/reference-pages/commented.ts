import { inLanguage, type PageLocale } from '../write-page.ts';

/** A comment of a settings file, its lines joined, or lines that are settings. */
export type Part =
  | { kind: 'comment'; text: string; indent: string }
  | { kind: 'lines'; lines: string[] };

const comment = /^( *)# ?(.*)$/;
/** What is commented out: a setting, or something of one. */
const setting = /^[a-z]\w*:(?:$| [\d{["]| \S+(?: +#.*)?$)|^ {2,}\S/;
/** What is said at the end of a line of settings: behind #, or in a column of its own where the line is commented out. */
const said = /^(.*\S +# )(.+)$|^( *# {3}\S.*? {3,})([a-z].*)$/;

/**
 * Reads a part of a settings file: comments as prose, settings as they stand, also those that are commented out.
 * @param lines of YAML
 */
export function partsOf(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const [, indent = '', text = ''] = comment.exec(line) ?? [];
    const last = parts.at(-1);
    if (!comment.test(line) || setting.test(text)) {
      if (last?.kind === 'lines') last.lines.push(line);
      else parts.push({ kind: 'lines', lines: [line] });
    } else if (last?.kind === 'comment' && last.indent === indent) last.text += ` ${text.trim()}`;
    else parts.push({ kind: 'comment', text: text.trim(), indent });
  }
  return parts;
}

/** A line of settings with what is said at its end in a language. */
export function translatedLine(locale: PageLocale, line: string): string {
  const [, before, behind, column, beside] = said.exec(line) ?? [];
  const text = behind ?? beside;
  return text === undefined ? line : `${before ?? column}${inLanguage(locale, text)}`;
}
