import { knownLanguages, sourceLanguage } from './catalogs.ts';
import type { MessageKey } from './message-arguments.ts';

/** What something is called, by locale. */
export type Names = Readonly<Record<string, string>>;

/**
 * A name for a reader of a locale.
 * @param own what it is called where its name in that language is not known; unless given, its English name, or else the
 *   first there is
 */
export function nameIn(names: Names, locale: string, own?: string): string {
  return names[locale] ?? own ?? names[sourceLanguage] ?? Object.values(names)[0] ?? '';
}

/** What something of ours is called, by locale: a text of the catalogs without placeholders. */
export function namesOf(key: MessageKey): Names {
  return Object.fromEntries(
    [...knownLanguages].flatMap(([locale, { messages }]) => {
      const name = messages.get(key);
      return name === undefined ? [] : [[locale, name]];
    }),
  );
}
