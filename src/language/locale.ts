import { knownLanguages } from './catalogs.ts';

/** The language a person reads: the name of its folder of words. */
export type Locale = 'en' | 'zh';

/** The language of a reader of whom nothing is known. */
export const defaultLocale = 'en';

/** Whether there are words for a language. */
export function isLocale(name: string): name is Locale {
  return knownLanguages.has(name);
}

/** The languages there are words for, by name. */
export function locales(): Locale[] {
  return [...knownLanguages.keys()].filter(isLocale);
}
