import { normalise } from '../../language/fold.ts';

/** No bank's id is longer. */
const longest = 60;
/** More are in no line but one that repeats an id again and again. */
const most = 2000;

/**
 * What a sentence says that is longer than the id that was read out of it, and holds it: “AB 12”, “customer 12” and all else
 * around “12” that may be an id, since an id may have spaces, signs and words in it. Also the same id in characters of
 * another width. The shortest come first.
 */
export function longerIds(sentence: string, read: string): string[] {
  const plain = normalise(read);
  const all = new Set<string>();
  for (const text of new Set([sentence, normalise(sentence)])) {
    const bounds = boundsIn(text);
    for (const start of bounds)
      for (const end of bounds) {
        if (end <= start || end - start > longest) continue;
        const piece = text.slice(start, end);
        if (piece !== read && piece.trim() === piece && normalise(piece).includes(plain))
          all.add(piece);
      }
  }
  return [...all].sort((a, b) => a.length - b.length).slice(0, most);
}

const word = /[\p{Script=Latin}\p{M}\p{N}]/u;

/** Where words and signs begin and end; characters of a script without spaces are each a word. */
function boundsIn(text: string): number[] {
  const bounds: number[] = [];
  for (let at = 0; at <= text.length; at++)
    if (!word.test(text.charAt(at - 1)) || !word.test(text.charAt(at))) bounds.push(at);
  return bounds;
}
