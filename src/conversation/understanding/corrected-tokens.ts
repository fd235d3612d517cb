import type { Token } from '../../language/reading.ts';
import type { MarkedText } from './marked-text.ts';
import { correct } from './typos.ts';
import { longForms, rootOf } from './vocabulary.ts';

/** A line is read in several ways: how its strange words were mended is remembered meanwhile, of so many at most. */
const mostRemembered = 500;
const remembered = new WeakMap<ReadonlySet<string>, Map<string, string | undefined>>();

function mendedOf(vocabulary: ReadonlySet<string>): Map<string, string | undefined> {
  const known = remembered.get(vocabulary);
  if (known !== undefined && known.size < mostRemembered) return known;
  const empty = new Map<string, string | undefined>();
  remembered.set(vocabulary, empty);
  return empty;
}

/**
 * Words with slips of the keyboard mended, and short forms of speech written out; a capital inside a sentence is a name
 * rather than a slip.
 * @param vocabulary roots of the words that are known
 */
export function corrected(tokens: readonly Token[], vocabulary: ReadonlySet<string>): Token[] {
  const meant = mendedOf(vocabulary);
  const mend = (word: string, root: string) =>
    longForms(word).find((form) => vocabulary.has(rootOf(form))) ?? correct(root, vocabulary);
  return tokens.map((token, at) => {
    if (token.kind !== 'spaced') return token;
    const root = rootOf(token.said);
    if (vocabulary.has(root) || (at > 0 && /^\p{Lu}\p{Ll}/u.test(token.said))) return token;
    // Looking for what a word was meant to be takes longest.
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
