import { z } from 'zod';
import { sourceLanguage } from './catalogs.ts';
import type { Locale } from './locale.ts';

/** As earlier versions stored a text: in English alone, or in English and Chinese. */
const words = z.union([
  z.string().transform((text) => ({ words: new Map([[sourceLanguage, text]]) })),
  z
    .object({ en: z.string(), zh: z.string() })
    .transform((texts) => ({ words: new Map(Object.entries(texts)) })),
]);

const code = z.object({
  code: z.string(),
  figures: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** Reads a text that the store keeps: a code of the catalogs with its figures, or words as earlier versions kept them. */
export const storedText = z.union([code, words]);
export type StoredText = z.output<typeof storedText>;

/**
 * Says a stored text in a reader's language; words that were stored in other languages alone are said in English.
 *
 * @param sayCode undefined for a code of a later version
 */
export function sayStored(
  text: StoredText,
  locale: Locale,
  sayCode: (coded: z.output<typeof code>) => string | undefined,
): string | undefined {
  return 'words' in text
    ? (text.words.get(locale) ?? text.words.get(sourceLanguage))
    : sayCode(text);
}
