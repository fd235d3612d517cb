import { knownLanguages } from './catalogs.ts';
import { isLocale, type Locale } from './locale.ts';

/**
 * The language a text is written in, told by its script. Any other script counts before Latin, which names and ids are
 * in whatever is said about them. Undefined where the text says none, as "1042" or a Latin letter alone.
 */
export function languageOf(text: string): Locale | undefined {
  const written = [...knownLanguages].filter(([, { script }]) => isWritten(text, script));
  const [locale] = written.find(([, { script }]) => script !== 'Latin') ?? written[0] ?? [];
  return locale !== undefined && isLocale(locale) ? locale : undefined;
}

function isWritten(text: string, script: string): boolean {
  const letters = script === 'Latin' ? 2 : 1;
  return new RegExp(`\\p{Script=${script}}{${letters}}`, 'u').test(text);
}
