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

/** Lower case without accents, for comparing names. */
export function folded(text: string): string {
  return normalise(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
