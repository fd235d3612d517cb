import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { MessageKey } from './message-arguments.ts';
import { mismatch } from './placeholders.ts';

/** What is to be known of a language beside its words. */
const facts = z.strictObject({
  /** what its readers call it */
  name: z.string().min(1),
  /** how its readers write numbers and dates: a BCP 47 tag */
  formats: z.string().refine((tag) => Intl.NumberFormat.supportedLocalesOf(tag).length > 0, {
    message: 'expected a language tag that this Node can write numbers for, such as "de-DE"',
  }),
  /** the Unicode script it is written in, by which a text is told to be in it, such as "Latin" */
  script: z.string().regex(/^[A-Z][a-z]+(?:_[A-Z][a-z]+)*$/),
});

/** A language that replies can be in, with its words by key; what it lacks is said in English. */
export type Language = z.infer<typeof facts> & { messages: ReadonlyMap<string, string> };

/** Texts of one topic, grouped as deeply as helps; a text's key is the names on the way to it, joined by dots. */
type Texts = { [name: string]: string | Texts };
const texts: z.ZodType<Texts> = z.lazy(() => z.record(z.string(), z.union([z.string(), texts])));

/** The language whose catalog says which texts there are, and that stands in where another lacks one. */
export const sourceLanguage = 'en';

const factsFile = 'language.json';
const languages = new Map<string, Language>();

/** Reads the catalogs of a folder of languages: a folder a language, a JSON file a topic. */
export function readCatalogs(folder: URL): Map<string, Language> {
  return new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [name, readCatalog(new URL(`${name}/`, folder))]),
  );
}

function readCatalog(folder: URL): Language {
  const json = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const messages = new Map<string, string>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json') || file === factsFile) continue;
    const topic = file.slice(0, -'.json'.length);
    for (const [key, text] of flatten(topic, texts.parse(json(file)))) messages.set(key, text);
  }
  return { ...facts.parse(json(factsFile)), messages };
}

function flatten(path: string, group: Texts): [key: string, text: string][] {
  return Object.entries(group).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${path}.${name}`, value] satisfies [string, string]]
      : flatten(`${path}.${name}`, value),
  );
}

for (const [locale, language] of readCatalogs(new URL('./', import.meta.url)))
  languages.set(locale, language);

/** The languages there are, by locale. */
export const knownLanguages: ReadonlyMap<string, Language> = languages;

/** A text of a language, in the source language where it lacks it. */
export function template(locale: string, key: MessageKey): string {
  const text =
    languages.get(locale)?.messages.get(key) ?? languages.get(sourceLanguage)?.messages.get(key);
  if (text === undefined) throw new Error(`No catalog has the text ${key}.`);
  return text;
}

/** The texts of one topic in a language, by the rest of their keys; in the source language where it lacks them. */
export function textsOf(locale: string, topic: string): Record<string, string> {
  const found = [sourceLanguage, locale].flatMap((each) => [
    ...(languages.get(each)?.messages ?? []),
  ]);
  const start = `${topic}.`;
  return Object.fromEntries(
    found.flatMap(([key, text]) =>
      key.startsWith(start) ? [[key.slice(start.length), text]] : [],
    ),
  );
}

/** How readers of a locale write numbers and dates (BCP 47). */
export function formatsOf(locale: string): string {
  return (languages.get(locale) ?? languages.get(sourceLanguage))?.formats ?? sourceLanguage;
}

/**
 * Adds a language, or words that replace those of one there is.
 * @param added facts are needed of a new language alone
 * @throws {Error} one line that names a text that does not exist, or one whose placeholders are not those of the English
 *   text
 */
export function addWords(
  locale: string,
  added: { facts?: z.infer<typeof facts> | undefined; messages: Texts },
): void {
  const before = languages.get(locale);
  const about = added.facts ?? before;
  if (about === undefined)
    throw new Error(
      `The language ${JSON.stringify(locale)} is new: give its name, its formats (such as "de-DE") and its script (such as "Latin").`,
    );
  const source = languages.get(sourceLanguage)?.messages;
  const entries = Object.entries(added.messages).flatMap(([topic, group]) =>
    typeof group === 'string' ? [[topic, group] satisfies [string, string]] : flatten(topic, group),
  );
  for (const [key, text] of entries) {
    const original = source?.get(key);
    if (original === undefined)
      throw new Error(`There is no text ${JSON.stringify(key)} to say in ${locale}.`);
    const problem = mismatch(original, text);
    if (problem !== undefined) throw new Error(`${key} in ${locale}: ${problem}`);
  }
  languages.set(locale, {
    name: about.name,
    formats: about.formats,
    script: about.script,
    messages: new Map([...(before?.messages ?? []), ...entries]),
  });
}

/** What a configuration's file of a language's words holds. */
export const wordsFile = z.strictObject({ language: facts.optional(), messages: texts });
