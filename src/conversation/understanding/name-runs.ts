import type { Token } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import { tokenise } from './tokenise.ts';

/** Words of a line that may be a customer's name, from `start` to `end`, in its text as `said`. */
export type NameRun = { said: string; start: number; end: number; words: number };

/** No name has more words, and no line needs more runs to be tried. */
const mostWords = 5;
const mostRuns = 24;
const never = new Set(
  readings.flatMap(({ names }) => [...(names?.never ?? []), ...(names?.articles ?? [])]),
);

const isCapital = ({ said }: Token) => /^\p{Lu}/u.test(said);
const isInitial = ({ said }: Token) => /^\p{Lu}$/u.test(said);

/** Whether a name may begin and end with a word: no sentence is made of it, or it has a capital of its own, as initials have. */
function mayBeName(token: Token, at: number, text: string): boolean {
  if (token.kind !== 'spaced' || !/^[\p{L}\p{M}'’]+$/u.test(token.said)) return false;
  if (isInitial(token) && text.charAt(token.end) === '.') return true;
  return !never.has(token.said.toLowerCase()) && (!token.known || (at > 0 && isCapital(token)));
}

/** Whether what stands between two words may stand between those of one name. */
function joins(between: string, before: Token): boolean {
  if (/^(?: |-| ?& ?|, ?|’|')$/u.test(between)) return true;
  return /^\. ?$/.test(between) && (isInitial(before) || before.said.length <= 5);
}

/**
 * What may be a name among words with spaces between: each run as far as it goes, for a part of one may be somebody else's
 * name; and, as `besides`, the same with one more word on either side that sentences are made of, too: “he junxiang”.
 */
export function nameRuns(text: string): { runs: NameRun[]; besides: NameRun[] } {
  const tokens = tokenise({ text, marks: [] });
  const runs: NameRun[] = [];
  const besides: NameRun[] = [];
  const run = (first: number, last: number): NameRun => {
    const [start, token] = [tokens[first]!.start, tokens[last]!];
    const end = isInitial(token) && text.charAt(token.end) === '.' ? token.end + 1 : token.end;
    return { said: text.slice(start, end), start, end, words: last - first + 1 };
  };
  const isBeside = (at: number, next: number) => {
    const [before, after] = [tokens[Math.min(at, next)], tokens[Math.max(at, next)]];
    return (
      before?.kind === 'spaced' &&
      after?.kind === 'spaced' &&
      joins(text.slice(before.end, after.start), before)
    );
  };
  for (let first = 0; first < tokens.length && runs.length < mostRuns; ) {
    if (!mayBeName(tokens[first]!, first, text)) {
      first++;
      continue;
    }
    let last = first;
    for (let next = first + 1; next < first + mostWords && isBeside(next - 1, next); next++)
      if (mayBeName(tokens[next]!, next, text)) last = next;
    runs.push(run(first, last));
    if (isBeside(first - 1, first)) besides.push(run(first - 1, last));
    if (isBeside(last, last + 1)) besides.push(run(first, last + 1));
    first = last + 1;
  }
  return { runs, besides };
}

/** What may be a name in a script without spaces: what a language takes for one, and what no vocabulary has. */
export function joinedRuns(text: string): NameRun[] {
  const tokens = tokenise({ text, marks: [] });
  const places = readings.flatMap(
    ({ findName }) =>
      findName?.(tokens, { isPhrase: () => false, isPair: () => false, anyName: true }) ?? [],
  );
  const unknown: { start: number; end: number }[] = [];
  for (const token of tokens) {
    if (token.kind !== 'joined' || token.known) continue;
    const last = unknown.at(-1);
    if (last !== undefined && last.end === token.start) last.end = token.end;
    else unknown.push({ start: token.start, end: token.end });
  }
  // What follows a name at once may be no word of any vocabulary either: 司马南值.
  const shorter = unknown.flatMap(({ start, end }) =>
    end - start > 2 ? [{ start, end: end - 1 }] : [],
  );
  return [...unknown, ...shorter, ...places]
    .filter(({ start, end }) => end - start > 1)
    .map(({ start, end }) => ({ said: text.slice(start, end), start, end, words: 1 }))
    .sort((a, b) => b.said.length - a.said.length)
    .slice(0, mostRuns);
}
