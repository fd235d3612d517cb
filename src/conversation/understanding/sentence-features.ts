import { kindOf, type MarkedText } from './marked-text.ts';
import { sensesOf } from './senses.ts';
import { isInJoinedScript } from './tokenise.ts';

/** How far apart two terms may stand that are counted as said together. */
const apart = 4;
/** How much of a long word is looked at in pieces, and how long they are: what its endings and slips leave alone. */
const longestInPieces = 40;
const pieces = [3, 4, 5];

const symbol = /[\uE000-\uF8FF]|\p{Script=Han}|[\p{L}\p{M}\d']+|[?!%]/gu;

/**
 * What a network is told of a sentence, each feature once: its terms, those next to and near one another (`t`, `tt`,
 * `tn`), its words or characters as they stand with what it mentions as marks, up to three or four in a row (`w`, `ww`,
 * `www`, `wwww`), the senses of its phrases, the first of them and those of neighbours (`k`, `k^`, `kk`), and pieces of words (`c`).
 * @param terms of `termsOf`
 */
export function sentenceFeatures(terms: readonly string[], marked: MarkedText): string[] {
  const features = new Set<string>();
  for (const [i, term] of terms.entries()) {
    features.add(`t:${term}`);
    const next = terms[i + 1];
    if (next !== undefined) features.add(`tt:${term} ${next}`);
    for (const other of terms.slice(i + 1, i + 1 + apart))
      features.add(`tn:${term < other ? `${term} ${other}` : `${other} ${term}`}`);
  }
  const said = symbolsOf(marked);
  const all = ['^', ...said, '$'];
  for (const [i, first] of all.entries()) {
    features.add(`w:${first}`);
    for (let length = 2; length <= (isInJoinedScript(first) ? 4 : 3); length++)
      if (i + length <= all.length)
        features.add(`${'w'.repeat(length)}:${all.slice(i, i + length).join(' ')}`);
  }
  const senses = sensesOf(said);
  for (const [i, some] of senses.entries()) {
    for (const sense of some) {
      features.add(`k:${sense}`);
      for (const next of senses[i + 1] ?? []) features.add(`kk:${sense} ${next}`);
    }
    if (i === 0) for (const sense of some) features.add(`k^:${sense}`);
  }
  for (const word of said) for (const piece of piecesOf(word)) features.add(`c:${piece}`);
  return [...features];
}

/** Marks, words, characters of scripts without spaces, and signs that tell; a number that nothing explains is any number. */
function symbolsOf(marked: MarkedText): string[] {
  return [...marked.text.matchAll(symbol)].map(([said]) => {
    const kind = kindOf(marked, said);
    if (kind !== undefined) return `<${kind}>`;
    return /^\d+$/.test(said) ? '<number>' : said.toLowerCase();
  });
}

function piecesOf(word: string): string[] {
  if (word.length < 4 || word.startsWith('<') || isInJoinedScript(word)) return [];
  const whole = `^${word.slice(0, longestInPieces)}$`;
  return pieces.flatMap((length) =>
    Array.from({ length: Math.max(0, whole.length - length + 1) }, (_, i) =>
      whole.slice(i, i + length),
    ),
  );
}
