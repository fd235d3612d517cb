import { existsSync } from 'node:fs';
import { knownLanguages, sourceLanguage } from './catalogs.ts';
import { isReading, type Reading } from './reading.ts';

/** A language's reading, with its locale and the Unicode script that it is written in, such as "Latin". */
export type LanguageReading = Reading & { locale: string; script: string };

/** The readings of the languages that have one: that of the source language first, then by their names. */
export const readings: readonly LanguageReading[] = (
  await Promise.all(
    [...knownLanguages]
      .sort(
        ([a], [b]) =>
          Number(b === sourceLanguage) - Number(a === sourceLanguage) || (a < b ? -1 : 1),
      )
      .map(async ([locale, { script }]) => {
        const file = new URL(`${locale}/reading/reading.ts`, import.meta.url);
        if (!existsSync(file)) return [];
        const loaded: { default?: unknown } = await import(file.href);
        if (!isReading(loaded.default))
          throw new Error(
            `src/language/${locale}/reading/reading.ts exports no reading: export default defineReading({ … })`,
          );
        return [{ ...loaded.default, locale, script }];
      }),
  )
).flat();
