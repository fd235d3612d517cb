import { knownLanguages } from './catalogs.ts';

/** The language a person reads: the name of its folder or file of words (BCP 47). */
export type Locale = string;

/** How a language is named: as its folder or file of words is. */
export const localeName = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** The language of a reader of whom nothing is known. */
export const defaultLocale = 'en';

/** Whether there are words for a language. */
export function isLocale(name: string): boolean {
  return knownLanguages.has(name);
}

/** A language by its name; null where there are no words for it. */
export function knownLocale(name: string | null): Locale | null {
  return name !== null && isLocale(name) ? name : null;
}

/** The languages there are words for, by name. */
export function locales(): Locale[] {
  return [...knownLanguages.keys()];
}

/**
 * The language a person has chosen on a platform, by the tag that it gives, such as "zh-TW" or "zh_CN"; undefined where
 * there are no words for it, and for the default language, which platforms give for those who never chose one.
 */
export function chosenLocale(tag: string | null | undefined): Locale | undefined {
  const [language = ''] = (tag ?? '').split(/[-_]/);
  const found = [(tag ?? '').replace('_', '-'), language].find(isLocale);
  return found === defaultLocale ? undefined : found;
}
