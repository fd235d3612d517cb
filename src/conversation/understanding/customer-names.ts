import type { NamePlace, NameWords, Token } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';
import { findCompany } from './company-names.ts';
import { type MarkedText, mark } from './marked-text.ts';
import { tokenise } from './tokenise.ts';
import { isJoinedPhrase } from './vocabulary.ts';

const said = readings.flatMap(({ names }) => names ?? []);
const wordsOf = (list: Exclude<keyof NameWords, 'possessive'>): ReadonlySet<string> =>
  new Set(said.flatMap((names) => names[list]));
const particles = wordsOf('particles');
const titles = wordsOf('titles');
const introductions = wordsOf('introductions');
/** One word without capitals is believed to be a name where it is who the sentence is about; several are anywhere. */
const beforeSubjects = wordsOf('beforeSubjects');
const beforePlaces = wordsOf('beforePlaces');
const articles = wordsOf('articles');
const never = wordsOf('never');
/** I've and I'd begin no name, as I does not. */
const isNever = (word: string): boolean => never.has(word.toLowerCase().replace(/'.*$/, ''));
const acronym = /^\p{Lu}{2,4}$/u;

/** Finds a name where no capitals tell; of each language, the next where it finds none. */
const findName = (
  tokens: readonly Token[],
  isPair: (text: string) => boolean,
  anyName: boolean,
): NamePlace | undefined => {
  for (const reading of readings) {
    const found = reading.findName?.(tokens, {
      isPhrase: isJoinedPhrase,
      isPair,
      ...(anyName ? { anyName } : {}),
    });
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * Finds a customer's name among the words of a sentence and marks it. A name is what no dictionary of ours knows: words
 * between spaces, capitals before all, or what a language without capitals takes for one.
 * @param kind of the mark
 * @param isKnown whether a word between spaces is in the recogniser's vocabulary
 * @param isPair whether two characters of a language without spaces stand side by side in its sentences
 * @param anyName whether the sentence is known to be about somebody: then one word without a capital that nobody knows may
 *   be who, and characters that seldom are a name
 * @returns the name and the text with it marked; undefined where there is none. Where the name is not `sure`, it is one
 *   only if the sentence is about a customer; a `likely` one, in capitals or a script without, also if it says nothing
 *   else.
 */
export function findCustomerName(
  marked: MarkedText,
  tokens: readonly Token[],
  kind: string,
  isKnown: (word: string) => boolean,
  isPair: (text: string) => boolean,
  anyName = false,
): { name: string; sure: boolean; likely: boolean; marked: MarkedText } | undefined {
  const spaced =
    findCompany(marked.text, isKnown) ?? findSpacedName(marked, tokens, isKnown, anyName);
  const joined = spaced?.sure === true ? undefined : findName(tokens, isPair, anyName);
  const place = joined?.sure === true ? joined : (spaced ?? joined);
  if (place === undefined) return undefined;
  const { start, end, sure } = place;
  return {
    name: marked.text.slice(start, end),
    sure,
    likely: /^[\p{Lu}\p{Lo}]/u.test(marked.text.slice(start)),
    marked: mark(marked, start, end, kind),
  };
}

/** Whether a text is a name and nothing else, in a language without capitals to tell by. */
export function isNameAlone(text: string): boolean {
  const place = findName(tokenise({ text, marks: [] }), () => false, false);
  return place !== undefined && place.start === 0 && place.end === text.length;
}

function findSpacedName(
  marked: MarkedText,
  tokens: readonly Token[],
  isKnown: (word: string) => boolean,
  anyName: boolean,
): NamePlace | undefined {
  const spaced = tokens.filter(({ kind }) => kind === 'spaced');
  const [begins, ...further] = spaced;
  const capitals = further.filter(({ said }) => /^\p{Lu}/u.test(said)).length;
  // In a sentence that is all capitals, or in title case, a capital says nothing.
  const capitalsTell =
    spaced.length < 3 || capitals <= further.length * 0.67 || /^\p{Ll}/u.test(begins?.said ?? '');
  /** Among characters of a script without capitals, a capital is a name. */
  const isAmongJoined = tokens.some(({ kind }) => kind === 'joined');
  const isCapital = ({ said }: Token, at: number) =>
    capitalsTell &&
    at > 0 &&
    /^\p{Lu}/u.test(said) &&
    !isNever(said) &&
    !titles.has(said.toLowerCase()) &&
    !acronym.test(said);
  const isUnknown = ({ said }: Token) =>
    /\p{L}/u.test(said) && !isKnown(said) && !isNever(said) && !titles.has(said.toLowerCase());
  const isBig = (token: Token, at: number) =>
    isCapital(token, at) ||
    (isUnknown(token) && /^\p{Lu}/u.test(token.said) && !acronym.test(token.said));
  const places: (NamePlace & { weight: number })[] = [];
  for (let i = 0; i < tokens.length; i++) {
    let end = i;
    let names = 0;
    let bigs = 0;
    for (; end < tokens.length && tokens[end]!.kind === 'spaced'; end++) {
      const token = tokens[end]!;
      const big = isBig(token, end);
      const next = tokens[end + 1];
      const inside =
        names > 0 &&
        particles.has(token.said.toLowerCase()) &&
        next !== undefined &&
        (isUnknown(next) || particles.has(next.said.toLowerCase()));
      if (!big && !isUnknown(token) && !inside) break;
      names += inside ? 0 : 1;
      bigs += big ? 1 : 0;
      if (/[,;:?!.]/.test(marked.text[token.end] ?? '')) {
        end++;
        break;
      }
    }
    const last = tokens[end - 1];
    const before = withoutPossessive(tokens[i - 1]?.said.toLowerCase() ?? '');
    const named = titles.has(before) || introductions.has(before);
    if (
      names > 0 &&
      last !== undefined &&
      (bigs > 0 ||
        anyName ||
        named ||
        (names > 1 && !beforePlaces.has(before)) ||
        beforeSubjects.has(before)) &&
      !articles.has(before) &&
      // What goes on in digits is an id: AB-5.
      !/^[-_/.&+]\d/.test(marked.text.slice(last.end))
    ) {
      const sure =
        bigs > 1 || named || (isAmongJoined && bigs > 0 && /^\p{Lu}\p{Ll}{2}/u.test(last.said));
      // After capitals, a word without one is not part of the name: "Anna Novakova appears".
      while (bigs > 1 && end - 1 > i && !isBig(tokens[end - 1]!, end - 1)) end--;
      const { end: wordEnd, said } = tokens[end - 1] ?? last;
      places.push({
        start: tokens[i]!.start,
        end: wordEnd - (said.length - withoutPossessive(said).length),
        sure,
        weight: names + 10 * bigs + (named ? 100 : 0),
      });
    }
    i = Math.max(i, end - 1);
  }
  return places.sort((a, b) => b.weight - a.weight)[0];
}

function withoutPossessive(word: string): string {
  return said.reduce((rest, { possessive }) => rest.replace(possessive, ''), word);
}
