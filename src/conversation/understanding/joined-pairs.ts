import { readings } from '../../language/readings.ts';
import { tokenise } from './tokenise.ts';
import { isJoinedPhrase } from './vocabulary.ts';

/** A pair of characters in fewer sentences may be a part of somebody's name. */
const fewest = 3;
/** No sentence names more. */
const mostNames = 5;
const run = /\p{Script=Han}{2,}/gu;

/**
 * Pairs of characters, in a script without spaces, of which the words of some sentences are made: what sentences say again
 * and again is nobody's name, unless it is plainly one.
 */
export function joinedPairsOf(sentences: readonly string[]): ReadonlySet<string> {
  const all = countPairs(sentences);
  const apart = countPairs(sentences.map(withoutNames));
  return new Set(
    [...apart].flatMap(([pair, count]) =>
      count < fewest || count * 2 <= (all.get(pair) ?? 0) ? [] : [pair],
    ),
  );
}

/** How many sentences have each pair of characters. */
function countPairs(sentences: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    const pairs = new Set(
      [...sentence.matchAll(run)].flatMap(([said]) =>
        Array.from({ length: said.length - 1 }, (_, at) => said.slice(at, at + 2)),
      ),
    );
    for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function withoutNames(sentence: string): string {
  let text = sentence;
  for (let names = 0; names < mostNames; names++) {
    const tokens = tokenise({ text, marks: [] });
    const name = readings
      .map((reading) =>
        reading.findName?.(tokens, { isPhrase: isJoinedPhrase, isPair: () => false }),
      )
      .find((found) => found?.sure);
    if (name === undefined) break;
    text = `${text.slice(0, name.start)} ${text.slice(name.end)}`;
  }
  return text;
}
