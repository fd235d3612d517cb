import { typedLine } from '../../language/fold.ts';
import { spellings } from '../../language/spellings.ts';
import { tidied } from '../arguments/note.ts';
import { lineStart } from '../understanding/slash-form.ts';

/** What a line says of an answer: of the one of a key, otherwise of the last; `words` null where it says none. */
export type SaidVote = { helpful: boolean; key?: string; words: string | null };

/** So many characters of what somebody says of an answer are kept. */
export const mostWords = 200;

const keyThen = /^([0-9a-f]{20})(?: (.*))?$/;
const wordsAfter = /^[:"](.*)$/;
const nothing = /^[.!。]?$/;

/** Who says that an answer was not helpful says “helpful”, too: the longer comes first. */
const said = [false, true]
  .flatMap((helpful) =>
    spellings(helpful ? 'votes.words.helpful' : 'votes.words.notHelpful').map((word) => ({
      helpful,
      word,
    })),
  )
  .sort((a, b) => b.word.length - a.word.length);

/**
 * Reads whether a line says of an answer that it was helpful or not: the words alone, before a colon or a quotation, or before
 * the key of an answer, as buttons write it.
 * @returns undefined for any other line
 */
export function readVote(text: string): SaidVote | undefined {
  const { words: line } = lineStart(typedLine(text));
  const lower = line.toLowerCase();
  for (const { helpful, word } of said) {
    if (!lower.startsWith(word)) continue;
    const rest = line.slice(word.length).trim();
    if (nothing.test(rest)) return { helpful, words: null };
    const [, key, after = ''] = keyThen.exec(rest) ?? [];
    if (key !== undefined) return { helpful, key, words: wordsIn(after) };
    const [, words] = wordsAfter.exec(rest) ?? [];
    if (words !== undefined) return { helpful, words: wordsIn(words) };
  }
  return undefined;
}

/** What was said, without the quotation marks around it, in one line of a bounded length. */
function wordsIn(text: string): string | null {
  const bare = tidied(text.replaceAll('"', ' '));
  return bare === '' ? null : [...bare].slice(0, mostWords).join('');
}

/** The command that a button asks to say that the answer of a key was helpful, or not. */
export const voteCommand = (key: string, helpful: boolean): string =>
  `${helpful ? 'helpful' : 'not-helpful'} ${key}`;
