import type { Locale } from './locale.ts';

/** The language a text is written in; undefined where it says neither, as "1042" or a Latin name alone. */
export function languageOf(text: string): Locale | undefined {
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  return /\p{Script=Latin}{2}/u.test(text) ? 'en' : undefined;
}
