import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

/** The languages that pages are written in. */
export const pageLocales = ['en', 'zh'] as const;
export type PageLocale = (typeof pageLocales)[number];

/** A text in each language that pages are written in. */
export type PageWords = Readonly<Record<PageLocale, string>>;

const chineseFile = new URL('./zh/reference/words.yaml', import.meta.url);
const chinese = z
  .record(z.string(), z.string().min(1))
  .parse(parse(readFileSync(chineseFile, 'utf8')));
const translated = new Set<string>();

/**
 * A text of the source in a language.
 * @throws {Error} for Chinese, where docs/zh/reference/words.yaml does not have it
 */
export function inLanguage(locale: PageLocale, english: string): string {
  if (locale === 'en') return english;
  const found = chinese[english];
  if (found === undefined)
    throw new Error(`docs/zh/reference/words.yaml has no Chinese for ${JSON.stringify(english)}.`);
  translated.add(english);
  return found;
}

/** @throws {Error} where docs/zh/reference/words.yaml has Chinese of which no page has made use */
export function refuseUnusedWords(): void {
  const unused = Object.keys(chinese).filter((english) => !translated.has(english));
  if (unused.length > 0)
    throw new Error(`Nothing says this any more: take it out of words.yaml. ${unused.join(' · ')}`);
}

/** Prose of the source as Markdown takes it: nothing of it is markup, and {{ is no expression of the site. */
export const prose = (text: string): string =>
  text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;').replaceAll('*', '\\*');

/** A line of a table. */
export const tableLine = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

/** A table of Markdown with its heading. */
export const table = (heading: readonly string[], lines: readonly (readonly string[])[]): string =>
  [heading, heading.map(() => '---'), ...lines].map(tableLine).join('\n');

/**
 * Writes a page into docs in each language. With --check it changes nothing, and the program fails where a page is not what it would be.
 * @param page its path below docs, without .md
 * @param script the npm script that writes it
 */
export function writePage(
  page: string,
  script: string,
  textOf: (locale: PageLocale) => string,
): void {
  for (const locale of pageLocales) {
    const file = fileURLToPath(
      new URL(`./${locale === 'en' ? '' : `${locale}/`}${page}.md`, import.meta.url),
    );
    const text = `<!-- Written by \`npm run ${script}\`. -->\n\n${textOf(locale).trim()}\n`;
    if (!process.argv.includes('--check')) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is not what the source says: run npm run ${script}.`);
      process.exitCode = 1;
    }
  }
}
