import type { Token } from '../../language/reading.ts';
import type { MarkedText } from './marked-text.ts';
import { correct } from './typos.ts';
import { longForms, rootOf } from './vocabulary.ts';

/**
 * Words with slips of the keyboard mended, and short forms of speech written out; a capital inside a sentence is a name
 * rather than a slip.
 * @param vocabulary roots of the words that are known
 */
export function corrected(tokens: readonly Token[], vocabulary: ReadonlySet<string>): Token[] {
  const meant = new Map<string, string | undefined>();
  const mend = (word: string, root: string) =>
    longForms(word).find((form) => vocabulary.has(rootOf(form))) ?? correct(root, vocabulary);
  return tokens.map((token, at) => {
    if (token.kind !== 'spaced') return token;
    const root = rootOf(token.said);
    if (vocabulary.has(root) || (at > 0 && /^\p{Lu}\p{Ll}/u.test(token.said))) return token;
    // Many words of a line may be one word: looking for what it was meant to be takes longest.
    if (!meant.has(token.said)) meant.set(token.said, mend(token.said, root));
    const said = meant.get(token.said);
    return said === undefined ? token : { ...token, said, known: true };
  });
}

/** A marked text with its words as they were mended. */
export function mendedText({ text, marks }: MarkedText, tokens: readonly Token[]): MarkedText {
  let mended = '';
  let at = 0;
  for (const { said, start, end } of tokens) {
    mended += text.slice(at, start) + said;
    at = end;
  }
  return { text: mended + text.slice(at), marks };
}
