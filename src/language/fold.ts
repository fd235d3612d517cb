/**
 * Text as the recogniser reads it: full-width signs narrowed (NFKC), one kind of quotation mark and apostrophe, single
 * spaces, no zero-width signs.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[“”„«»「」『』]/g, '"')
    .replace(/[‘’`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

/** No line that somebody types needs more characters; what comes after them is not read. */
export const longestLine = 500;

/** A line that somebody typed, normalised and no longer than is read. */
export function typedLine(text: string): string {
  return normalise(text.slice(0, longestLine)).slice(0, longestLine).toWellFormed();
}

/** Letters that no accent is taken off of to make a plain one of them. */
const barred: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i' };

/** Lower case without accents, for comparing names. */
export function folded(text: string): string {
  return normalise(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđı]/g, (letter) => barred[letter] ?? letter);
}
