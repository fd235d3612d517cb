import { knownLanguages, sourceLanguage } from './catalogs.ts';
import { isLocale, type Locale } from './locale.ts';
import { type LanguageReading, readings } from './readings.ts';

/**
 * The language a text is written in, told by its script. Any other script counts before Latin, which names and ids are
 * in whatever is said about them; among languages of one script, the one whose vocabulary knows most of the text, and
 * the source language where none does. Undefined where the text says none, as "1042" or a Latin letter alone.
 */
export function languageOf(text: string): Locale | undefined {
  const written = [...knownLanguages].filter(([, { script }]) => isWritten(text, script));
  const others = written.filter(([, { script }]) => script !== 'Latin');
  const locale = likeliest(
    (others.length > 0 ? others : written).map(([name]) => name),
    text,
  );
  return locale !== undefined && isLocale(locale) ? locale : undefined;
}

/** The language a text must be in, as nothing but it is written in a script of the text; Latin tells nothing. */
export function languageOfScript(text: string): Locale | undefined {
  const others = [...knownLanguages].filter(
    ([, { script }]) => script !== 'Latin' && isWritten(text, script),
  );
  return likeliest(
    others.map(([name]) => name),
    text,
  );
}

function isWritten(text: string, script: string): boolean {
  const letters = script === 'Latin' ? 2 : 1;
  return new RegExp(`\\p{Script=${script}}{${letters}}`, 'u').test(text);
}

function likeliest(locales: readonly string[], text: string): string | undefined {
  if (locales.length < 2) return locales[0];
  const known = locales.map((locale) => {
    const reading = readings.find((each) => each.locale === locale);
    return { locale, words: reading === undefined ? 0 : knownWords(reading, text.toLowerCase()) };
  });
  return known.reduce((best, each) =>
    each.words > best.words || (each.words === best.words && each.locale === sourceLanguage)
      ? each
      : best,
  ).locale;
}

/** How many words of a text a vocabulary has; of a language without spaces, how many of its phrases are in the text. */
function knownWords({ vocabulary }: LanguageReading, text: string): number {
  const phrases = [...vocabulary.concepts.values(), vocabulary.fillers].flat();
  if (!vocabulary.spaced) return phrases.filter((phrase) => text.includes(phrase)).length;
  const words = new Set(phrases.flatMap((phrase) => phrase.toLowerCase().split(' ')));
  return text.split(/[^\p{L}\p{M}']+/u).filter((word) => words.has(word)).length;
}
