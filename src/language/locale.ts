import { knownLanguages } from './catalogs.ts';

/** The language a person reads: the name of its folder of words. */
export type Locale = 'en' | 'zh';

/** How a language is named: as its folder or file of words is. */
export const localeName = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** The language of a reader of whom nothing is known. */
export const defaultLocale = 'en';

/** Whether there are words for a language. */
export function isLocale(name: string): name is Locale {
  return knownLanguages.has(name);
}

/** A language by its name; null where there are no words for it. */
export function knownLocale(name: string | null): Locale | null {
  return name !== null && isLocale(name) ? name : null;
}

/** The languages there are words for, by name. */
export function locales(): Locale[] {
  return [...knownLanguages.keys()].filter(isLocale);
}
