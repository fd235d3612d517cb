import { legalForm } from '../../language/legal-forms.ts';
import type { NamePlace } from '../../language/reading.ts';

const word = /[\p{L}\p{M}\d'.&+-]/u;
const mostWords = 6;

/**
 * Where a company's name stands that ends in a legal form, as “Stavby Morava s.r.o.”: the form and the words before it that
 * begin with a capital or that no vocabulary has.
 * @param text marked
 * @param isOrdinary whether a word is one that sentences are made of
 */
export function findCompany(
  text: string,
  isOrdinary: (word: string) => boolean,
): NamePlace | undefined {
  for (const form of text.matchAll(legalForm)) {
    const words = wordsBefore(text, form.index);
    const isJoining = ({ said }: { said: string }) => /^(?:&|\+|and|et|a|und|of)$/u.test(said);
    let from = words.length;
    for (let at = words.length - 1; at >= 0; at--) {
      const each = words[at]!;
      const capital = /^[\p{Lu}\d]/u.test(each.said);
      const isFirst = each.start === 0;
      if (isFirst && capital && isOrdinary(each.said) && from < words.length) break;
      if (capital || !isOrdinary(each.said)) from = at;
      else if (
        !(from < words.length && isJoining(each) && at > 0 && /^\p{Lu}/u.test(words[at - 1]!.said))
      )
        break;
    }
    const start = words[from]?.start;
    if (start !== undefined) return { start, end: form.index + form[0].length, sure: true };
  }
  return undefined;
}

/** The words that stand right before a place, with single spaces between. */
function wordsBefore(text: string, end: number): { said: string; start: number }[] {
  const words: { said: string; start: number }[] = [];
  for (let at = end; at > 0 && words.length < mostWords; ) {
    let start = at;
    while (
      start > 0 &&
      word.test(text.charAt(start - 1)) &&
      !/\p{Script=Han}/u.test(text.charAt(start - 1))
    )
      start--;
    if (start === at) break;
    words.unshift({ said: text.slice(start, at), start });
    if (text.charAt(start - 1) !== ' ') break;
    at = start - 1;
  }
  return words;
}
