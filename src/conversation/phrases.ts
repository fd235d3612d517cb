import { existsSync, readFileSync } from 'node:fs';
import { defaultLocale, type Locale, locales } from '../language/locale.ts';

/** How people of one language ask for a command. */
export type Phrases = {
  /** first words of the slash form; the first is the one shown */
  words: readonly [string, ...string[]];
  /** sentences as people say them, from which the recogniser learns; the first is shown as an example */
  sentences: readonly [string, ...string[]];
};

/** By language; every command has phrases in English. */
export type PhrasesByLocale = ReadonlyMap<Locale, Phrases>;

/**
 * Reads the phrases of a command: in a folder a language, a file of its name with its words, each behind a slash, an
 * empty line, and its sentences, one a line.
 * @throws {Error} where the English ones are missing, or a file lacks either part
 */
export function readPhrases(folder: URL, command: string): PhrasesByLocale {
  const found = new Map<Locale, Phrases>();
  for (const locale of locales()) {
    const file = new URL(`${locale}/${command}.txt`, folder);
    if (existsSync(file))
      found.set(locale, parsePhrases(readFileSync(file, 'utf8'), file.pathname));
  }
  if (!found.has(defaultLocale))
    throw new Error(
      `${command} has no phrases: expected ${folder.pathname}${defaultLocale}/${command}.txt`,
    );
  return found;
}

function parsePhrases(text: string, file: string): Phrases {
  const lines = text.split('\n').map((line) => line.trim());
  const [word, ...words] = lines.flatMap((line) => (line.startsWith('/') ? [line.slice(1)] : []));
  const [sentence, ...sentences] = lines.filter((line) => line !== '' && !line.startsWith('/'));
  if (word === undefined || sentence === undefined)
    throw new Error(`${file}: expected words, each behind a slash, and sentences, one a line`);
  return { words: [word, ...words], sentences: [sentence, ...sentences] };
}

/** The phrases for a reader: in their language, in English where it has none. */
export function phrasesFor({ phrases }: { phrases: PhrasesByLocale }, locale: Locale): Phrases {
  const found = phrases.get(locale) ?? phrases.get(defaultLocale);
  if (found === undefined) throw new Error('A command has no phrases in English.');
  return found;
}

/** The word by which the bot itself calls a command, whoever reads it. */
export function commandWord(command: { phrases: PhrasesByLocale }): string {
  return phrasesFor(command, defaultLocale).words[0];
}

/** First words of a slash form in every language. */
export function allWords({ phrases }: { phrases: PhrasesByLocale }): string[] {
  return [...phrases.values()].flatMap(({ words }) => words);
}
