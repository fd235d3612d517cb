import type { Token } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import { kindOf, type MarkedText, markCharacters } from './marked-text.ts';
import { isJoinedPhrase, knownRoots, longestJoined, rootOf } from './vocabulary.ts';

const ofScript = ({ script }: { script: string }) => `\\p{Script=${script}}`;
const ofScripts = (some: readonly { script: string }[]) => `[${some.map(ofScript).join('')}]`;

const spaced = readings.filter(({ vocabulary }) => vocabulary.spaced);
const joined = readings.filter(({ vocabulary }) => !vocabulary.spaced);
const joiners = [...new Set(spaced.map(({ vocabulary }) => vocabulary.joiner))].join('');

const pieces = new RegExp(
  [
    `[${markCharacters}]`,
    `[${spaced.map(ofScript).join('')}\\p{M}\\d]+(?:[${joiners}]${ofScripts(spaced)}+)*`,
    ...joined.map(
      (reading) => `${ofScript(reading)}+(?:${reading.vocabulary.joiner}${ofScript(reading)}+)*`,
    ),
  ].join('|'),
  'gu',
);
const inJoined = new RegExp(ofScripts(joined), 'u');

/** Whether a text has characters of a language that puts no spaces between words. */
export const isInJoinedScript = (text: string): boolean => inJoined.test(text);

/** Divides a marked text into words, phrases as long as the vocabularies know them, and marks. */
export function tokenise(marked: MarkedText): Token[] {
  return [...marked.text.matchAll(pieces)].flatMap((match): Token[] => {
    const said = match[0];
    const start = match.index;
    if (kindOf(marked, said) !== undefined)
      return [{ kind: 'mark', said, start, end: start + 1, known: true }];
    if (isInJoinedScript(said)) return divide(said, start);
    const known = knownRoots.has(rootOf(said));
    return [{ kind: 'spaced', said, start, end: start + said.length, known }];
  });
}

/** The longest phrase from the left, again and again; characters that no phrase begins with stand alone. */
function divide(run: string, offset: number): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < run.length; ) {
    let length = Math.min(longestJoined, run.length - at);
    while (length > 1 && !isJoinedPhrase(run.slice(at, at + length))) length--;
    const said = run.slice(at, at + length);
    tokens.push({
      kind: 'joined',
      said,
      start: offset + at,
      end: offset + at + length,
      known: isJoinedPhrase(said),
    });
    at += length;
  }
  return tokens;
}

/** Whether a text may be an id or a name: no word of it is one that sentences are made of. */
export function customerNamePart(text: string): boolean {
  return tokenise({ text, marks: [] }).every(
    ({ known, said }) =>
      /^\d/.test(said) || (!known && !knownRoots.has(rootOf(said.replace(/\d+$/, '')))),
  );
}
